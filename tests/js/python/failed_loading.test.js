// What cannot be loaded is named, in both arms, at once and not after the time-out.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, describe, it, mock } from 'node:test';

import { DirectPyodide } from '../../../game/web/js/python/DirectPyodide.js';
import { loadPyodideWithKitchen } from '../../../game/web/js/python/load_pyodide.js';
import { PyodideWorker } from '../../../game/web/js/python/PyodideWorker.js';
import { ThreadWorker } from './doubles.js';
import { kitchenURL, zipURL } from './kitchen_zip.js';

const indexURL = new URL('../../../node_modules/pyodide/', import.meta.url).href;

/** @type {import('node:http').Server} */
const server = createServer((request, response) => {
  if (request.url === '/text.zip') response.end('<!doctype html>');
  else {
    response.statusCode = 404;
    response.end('no');
  }
});
let origin = '';

before(async () => {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  origin = `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`;
});
after(() => server.close());

/** @param {import('../../../game/web/js/python/types.js').Assets} assets */
function arms(assets) {
  return [new PyodideWorker({ assets, createWorker: () => new ThreadWorker() }), new DirectPyodide({ assets })];
}

/** @param {string} name @param {string} text */
function file(name, text) {
  return { name, bytes: Buffer.from(text) };
}

describe('loading fails with a sentence', () => {
  /** @type {Record<string, [() => string, RegExp]>} */
  const kitchens = {
    'when the kitchen is not there': [() => `${origin}/none.zip`, /kitchen .*none\.zip: the server answered 404/],
    'when the kitchen is no zip': [() => `${origin}/text.zip`, /text\.zip is not a zip file \(15 bytes\)/],
    'when nobody answers': [() => 'http://127.0.0.1:9/kitchen.zip', /could not be fetched from http:\/\/127.0.0.1:9/],
    'when the zip holds no kitchen': [
      () => zipURL([file('other/__init__.py', '')]),
      /could not be imported: ModuleNotFoundError: No module named 'kitchen'/,
    ],
    'when the kitchen does not import': [
      () => zipURL([file('kitchen/__init__.py', ''), file('kitchen/bridge.py', '1/0')]),
      /could not be imported: ZeroDivisionError/,
    ],
  };
  for (const [title, [url, message]] of Object.entries(kitchens)) {
    it(title, async () => {
      const [python] = arms({ indexURL, kitchenURL: url() });
      await assert.rejects(python.init(), { name: 'LoadError', message });
      assert.equal(python.state, 'failed');
      await assert.rejects(python.step([6, 6]), /failed earlier/);
      python.destroy();
    });
  }

  it('when Pyodide is not there', async () => {
    const gone = new URL('./nowhere/', import.meta.url).href;
    for (const python of arms({ indexURL: gone, kitchenURL: kitchenURL() })) {
      await assert.rejects(python.init(), { name: 'LoadError', message: /Pyodide could not be loaded from .*nowhere/ });
      python.destroy();
    }
  });
});

describe('assets that Pyodide itself would wait for without end', () => {
  const realFetch = globalThis.fetch;
  const loader = `data:text/javascript,export const loadPyodide = () => new Promise(() => undefined);//`;

  /**
   * @param {(url: string) => Response} answer
   * @param {RegExp} message
   */
  async function refused(answer, message) {
    const zip = readFileSync(new URL('../../../node_modules/pyodide/python_stdlib.zip', import.meta.url));
    mock.timers.enable({ apis: ['setTimeout'] });
    globalThis.fetch = async (url, options) => (options?.method === 'HEAD' ? answer(String(url)) : new Response(zip));
    try {
      const assets = { indexURL: loader, stdLibURL: '', snapshotURL: '', kitchenURL: 'http://game/kitchen.zip' };
      const loading = loadPyodideWithKitchen(assets, () => undefined);
      mock.timers.tick(3000);
      await assert.rejects(loading, { name: 'LoadError', message });
    } finally {
      mock.timers.reset();
      globalThis.fetch = realFetch;
    }
  }

  it('are named when missing', async () => {
    const headers = { 'Content-Type': 'application/wasm' };
    const answer = (/** @type {string} */ url) =>
      new Response(null, { status: url.endsWith('stdlib.zip') ? 404 : 200, headers });
    await refused(answer, /the server answered 404 for .*python_stdlib\.zip/);
  });

  it('are named when served as the wrong kind', async () => {
    const answer = () => new Response(null, { headers: { 'Content-Type': 'text/plain' } });
    await refused(answer, /pyodide\.asm\.wasm is served as text\/plain and has to be application\/wasm/);
  });
});
