import { Worker as Thread } from 'node:worker_threads';

/** @typedef {import('../../../game/web/js/python/PyodideWorker.js').WorkerLike} WorkerLike */

/**
 * A Worker that does nothing by itself: the test plays the worker's part.
 *
 * @implements {WorkerLike}
 */
export class SilentWorker {
  /** @type {any[]} */
  received = [];
  terminated = false;

  /** @type {((event: any) => void) | null} */
  onmessage = null;
  /** @type {((event: any) => void) | null} */
  onmessageerror = null;
  /** @type {((event: any) => void) | null} */
  onerror = null;

  /** @param {unknown} message */
  postMessage(message) {
    this.received.push(structuredClone(message));
  }

  terminate() {
    this.terminated = true;
  }

  get last() {
    return this.received.at(-1);
  }

  /** @param {unknown} message */
  say(message) {
    this.onmessage?.({ data: message });
  }

  /** @param {unknown} [value] */
  agree(value) {
    this.say({ id: this.last.id, ok: true, value });
  }

  /** READY and the reply to `load`, as the real worker sends them. */
  becomeReady() {
    this.say({ event: 'ready', pyodideVersion: '0', pythonVersion: '0' });
    this.agree();
  }
}

/**
 * The real worker script in a thread of Node.
 *
 * @implements {WorkerLike}
 */
export class ThreadWorker {
  /** @type {((event: any) => void) | null} */
  onmessage = null;
  /** @type {((event: any) => void) | null} */
  onmessageerror = null;
  /** @type {((event: any) => void) | null} */
  onerror = null;

  constructor() {
    this.thread = new Thread(new URL('./thread_worker.js', import.meta.url));
    this.thread.on('message', (data) => this.onmessage?.({ data }));
    this.thread.on('messageerror', (error) => this.onmessageerror?.(error));
    this.thread.on('error', (error) => this.onerror?.(error));
    this.exited = new Promise((resolve) => this.thread.once('exit', resolve));
  }

  /** @param {unknown} message */
  postMessage(message) {
    this.thread.postMessage(message);
  }

  terminate() {
    void this.thread.terminate();
  }
}
