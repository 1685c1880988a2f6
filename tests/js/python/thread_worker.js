// Gives a thread of Node the two names of a Worker's global scope that the worker script uses.
import { parentPort } from 'node:worker_threads';

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);
const scope = /** @type {import('../../../game/web/js/python/serve_kitchen.js').Port} */ (
  /** @type {unknown} */ (globalThis)
);
scope.postMessage = (message, transfer) => port.postMessage(message, /** @type {any} */ (transfer));

await import('../../../game/web/js/python/pyodide_worker.js');
port.on('message', (data) => scope.onmessage?.({ data }));
