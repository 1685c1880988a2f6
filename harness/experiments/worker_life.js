/**
 * Tries the kitchen's own way to Python, module and Worker as its server hands them out, in a page of its origin that
 * has nothing else in it. Everything returned is plain data; judging is left to others.
 *
 * @typedef {{ name: string, message: string, traceback: string, after_ms: number }} Outcome `name` is '' for an answer
 * @typedef {Outcome & { asked: string }} Answer
 * @typedef {{ layout: string, horizon: number }} Kitchen
 */

// @ts-expect-error: an address of the game's server
import { PyodideWorker } from '/web/js/python/PyodideWorker.js';

const WORKER = '/web/js/python/pyodide_worker.js';
const KITCHEN = { layout: 'cramped_room', horizon: 50_000 };
const STAY = [6, 6];
const SEED = 7;
/** Steps that keep Python busy for seconds. */
const MUCH = 30_000;

/** Commands before READY: to the page's module, and to the Worker behind it. */
export async function early() {
  const python = new PyodideWorker();
  const refused = [await asked('before Python is loaded', () => python.step(STAY))];
  const loaded = python.init();
  refused.push(await asked('while Python loads', () => python.reset(SEED)));
  refused.push(await asked('of a Worker that has not loaded Python', askWorkerItself));
  await loaded;
  const later = await asked('once Python is READY', () => begin(python));
  python.destroy();
  return { refused, later: [later] };
}

/** Mistakes that only Python notices, and what it answers afterwards. */
export async function mistakes() {
  const python = await started();
  const refused = [
    await asked('an action that there is not', () => python.step([9, 0])),
    await asked('a kitchen that there is not', () => python.initEnv({ ...KITCHEN, layout: 'nowhere' })),
    await asked('a damaged state', () => python.setState('{"damaged":')),
  ];
  const later = await asked('a step after the mistakes', () => python.step(STAY));
  python.destroy();
  return { refused, later: [later] };
}

/** Python ended in the middle of its work, while it loads, and once more. */
export async function ended() {
  const busy = await started();
  const steps = Array.from({ length: MUCH }, () => ({ command: 'step', args: [STAY] }));
  const atWork = busy.batch(steps);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const working = asked('while it worked', () => atWork);
  busy.destroy();
  const loading = new PyodideWorker();
  const loads = asked('while it loaded', () => loading.init());
  loading.destroy();
  const told = [await working, await loads];
  const twice = await asked('to end a second time', async () => busy.destroy());
  const step = await asked('to take a step', () => busy.step(STAY));
  const loaded = await asked('to load again', () => busy.init());
  return { told, twice: [twice], asked: [step], loaded: [loaded] };
}

/** One Python from its start to its end; the hash of a state that it came to. */
export async function once() {
  const python = await started();
  const { hash } = await python.step(STAY);
  python.destroy();
  return hash;
}

async function started() {
  const python = new PyodideWorker();
  await python.init();
  await begin(python);
  return python;
}

/** @param {any} python */
async function begin(python) {
  await python.initEnv(KITCHEN);
  await python.reset(SEED);
}

async function askWorkerItself() {
  const worker = new Worker(WORKER, { type: 'module' });
  try {
    const reply = await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = () => reject(new Error('The Worker could not be started.'));
      worker.postMessage({ id: 1, command: 'step', args: [STAY] });
    });
    if (!reply.ok) throw Object.assign(new Error(reply.error.message), { name: reply.error.name });
  } finally {
    worker.terminate();
  }
}

/**
 * What becomes of a question.
 *
 * @param {string} what
 * @param {() => Promise<unknown>} ask
 * @returns {Promise<Answer>}
 */
async function asked(what, ask) {
  const beganMs = performance.now();
  const answer = (error = { name: '', message: '' }) => ({
    asked: what,
    name: error.name,
    message: error.message,
    traceback: String(/** @type {any} */ (error).traceback ?? ''),
    after_ms: performance.now() - beganMs,
  });
  try {
    await ask();
    return answer();
  } catch (error) {
    return answer(/** @type {Error} */ (error));
  }
}
