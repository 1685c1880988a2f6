import { LoadError, withoutRuntime } from './errors.js';
import { fetchSnapshot } from './snapshot.js';

/**
 * @typedef {import('pyodide').PyodideAPI} PyodideAPI
 * @typedef {import('./types.js').Progress} Progress
 */

const KITCHEN_ZIP = '/lib/kitchen.zip';

/** Without WebAssembly after this long, it is looked into whether the server has the files at all. */
const SILENCE_MS = 3000;

/**
 * Loads Pyodide and puts the package `kitchen` on Python's path. Everything is fetched at the same
 * time; Python starts when WebAssembly, standard library and snapshot have come, and imports the kitchen
 * from the zip as it is, which is quicker than unpacking it.
 *
 * @param {Required<import('./types.js').Assets>} assets absolute URLs
 * @param {(progress: Progress) => void} onProgress
 * @returns {Promise<PyodideAPI>}
 */
export async function loadPyodideWithKitchen({ indexURL, stdLibURL, snapshotURL, kitchenURL }, onProgress) {
  onProgress({ stage: 'runtime', fraction: 0 });
  const kitchenZip = fetchZip(kitchenURL);
  const pyodide = startPyodide(indexURL, stdLibURL, snapshotURL, () => onProgress({ stage: 'python', fraction: 0.2 }));
  const [runtime, zip] = await Promise.all([pyodide, kitchenZip]);
  onProgress({ stage: 'kitchen', fraction: 0.9 });
  runtime.FS.writeFile(KITCHEN_ZIP, zip);
  // Asking Python to parse and run a line of source takes longer than this.
  const sys = runtime.pyimport('sys');
  sys.path.insert(0, KITCHEN_ZIP);
  sys.destroy();
  return runtime;
}

/**
 * @param {string} indexURL
 * @param {string} stdLibURL
 * @param {string} snapshotURL
 * @param {() => void} onWebAssembly called when WebAssembly is compiled and Python is about to start
 * @returns {Promise<PyodideAPI>}
 */
async function startPyodide(indexURL, stdLibURL, snapshotURL, onWebAssembly) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  // Pyodide waits forever when its WebAssembly is not served, or not as what it is.
  const silence = new Promise((_resolve, reject) => {
    timer = setTimeout(() => refuseUnlessServed(indexURL, stdLibURL).catch(reject), SILENCE_MS);
  });
  const goesOn = () => {
    clearTimeout(timer);
    onWebAssembly();
  };
  try {
    return await Promise.race([importAndStart(indexURL, stdLibURL, snapshotURL, goesOn), silence]);
  } catch (error) {
    const reason = await refuseUnlessServed(indexURL, stdLibURL).then(
      () => error,
      (missing) => missing,
    );
    throw new LoadError(`Pyodide could not be loaded from ${indexURL}: ${withoutRuntime(reason).message}`);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Restores a Python that has started already; where there is no usable snapshot of one, starts it.
 *
 * @param {string} indexURL
 * @param {string} stdLibURL
 * @param {string} snapshotURL
 * @param {() => void} onWebAssembly
 * @returns {Promise<PyodideAPI>}
 */
async function importAndStart(indexURL, stdLibURL, snapshotURL, onWebAssembly) {
  const fetching = fetchSnapshot(snapshotURL);
  // loadPyodide imports this one too, but one round trip later.
  import(`${indexURL}pyodide.asm.mjs`).catch(() => undefined);
  const { loadPyodide } = /** @type {typeof import('pyodide')} */ (await import(`${indexURL}pyodide.mjs`));
  const options = {
    // In Node, Pyodide takes paths and not URLs, and finds its own folder.
    ...(isFile(indexURL) ? {} : { indexURL }),
    ...(stdLibURL === '' ? {} : { stdLibURL }),
    fsInit: async () => onWebAssembly(),
  };
  const snapshot = await fetching;
  if (snapshot !== null) {
    try {
      return await loadPyodide({ ...options, _loadSnapshot: snapshot.memory });
    } catch {
      // Damaged, or of another Pyodide. Whatever else is wrong shows again below.
    }
  }
  return loadPyodide(options);
}

/**
 * Names what Pyodide would not: which of its files is missing or served as the wrong kind.
 *
 * @param {string} indexURL
 * @param {string} stdLibURL
 */
async function refuseUnlessServed(indexURL, stdLibURL) {
  if (isFile(indexURL)) return;
  await refuseUnlessAt(`${indexURL}pyodide.asm.wasm`, 'application/wasm');
  await refuseUnlessAt(stdLibURL || `${indexURL}python_stdlib.zip`);
  await refuseUnlessAt(`${indexURL}pyodide-lock.json`);
}

/**
 * @param {string} url
 * @param {string} [mimeType]
 */
async function refuseUnlessAt(url, mimeType) {
  const response = await fetch(url, { method: 'HEAD' });
  // A response that is not read to its end counts as a failed request.
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`the server answered ${response.status} for ${url}.`);
  const served = response.headers.get('Content-Type') ?? 'nothing';
  if (mimeType !== undefined && !served.startsWith(mimeType)) {
    throw new Error(`${url} is served as ${served} and has to be ${mimeType}.`);
  }
}

/** @param {string} url */
function isFile(url) {
  return url.startsWith('file:');
}

/**
 * @param {string} url
 * @returns {Promise<Uint8Array>}
 */
async function fetchZip(url) {
  let response;
  try {
    response = await fetch(url);
  } catch (error) {
    throw new LoadError(`The kitchen could not be fetched from ${url}: ${error}`);
  }
  if (!response.ok) {
    throw new LoadError(`The kitchen could not be fetched from ${url}: the server answered ${response.status}.`);
  }
  const bytes = new Uint8Array(await response.arrayBuffer());
  // A zip with something in it starts with a local file header, "PK\3\4".
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b || bytes[2] !== 3 || bytes[3] !== 4) {
    throw new LoadError(`The kitchen at ${url} is not a zip file (${bytes.length} bytes).`);
  }
  return bytes;
}
