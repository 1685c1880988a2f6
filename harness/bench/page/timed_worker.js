/**
 * The game's own Worker with a clock put around it: each reply also carries how long the Worker was busy with the
 * request, by the Worker's clock. It knows nothing of what is asked and answered.
 */

// @ts-expect-error: an address of the game's server; imported first, so that its handlers are there to be wrapped
import '/web/js/python/pyodide_worker.js';

const answer = /** @type {(event: MessageEvent) => void} */ (globalThis.onmessage);
// the types at hand are those of a page, whose postMessage is another
const send = /** @type {(message: unknown, transfer?: any) => void} */ (globalThis.postMessage.bind(globalThis));
let beganMs = 0;

globalThis.onmessage = (event) => {
  beganMs = performance.now();
  answer(event);
};

/** @param {unknown} message @param {any} [transfer] */
globalThis.postMessage = (message, transfer) => send({ message, busyMs: performance.now() - beganMs }, transfer);
