import { CommandError, CrashError, LoadError } from './errors.js';
import { KitchenClient } from './KitchenClient.js';
import { isEvent, isReply, LOAD } from './protocol.js';

/**
 * The part of a Worker that is used here; tests put another in its place.
 *
 * @typedef {object} WorkerLike
 * @property {(message: unknown) => void} postMessage
 * @property {() => void} terminate
 * @property {((event: any) => void) | null} onmessage
 * @property {((event: any) => void) | null} onmessageerror
 * @property {((event: any) => void) | null} onerror
 */

/** Python in a dedicated Worker of its own: the page stays responsive while it loads and runs. */
export class PyodideWorker extends KitchenClient {
  /** @type {() => WorkerLike} */
  #createWorker;

  /** @type {WorkerLike | null} */
  #worker = null;

  /** @param {import('./types.js').KitchenOptions & {createWorker?: () => WorkerLike}} [options] */
  constructor(options = {}) {
    super(options);
    this.#createWorker = options.createWorker ?? startWorker;
  }

  /**
   * @protected @override
   * @param {Required<import('./types.js').Assets>} assets
   */
  async open(assets) {
    const worker = this.#start();
    this.#worker = worker;
    worker.onmessage = (event) => this.#receive(event.data);
    worker.onmessageerror = () => this.crash(new CrashError('A message from the Python worker could not be read.'));
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.crash(new CrashError(`The Python worker stopped with an error: ${describe(event)}.`));
    };
    await this.#post(LOAD, [assets], this.limitsMs.load);
  }

  /**
   * @protected @override
   * @param {string} command
   * @param {unknown[]} args
   */
  ask(command, args) {
    return this.#post(command, args, this.limitsMs.reply);
  }

  /** @protected @override */
  close() {
    const worker = this.#worker;
    this.#worker = null;
    if (worker === null) return;
    worker.onmessage = worker.onmessageerror = worker.onerror = null;
    worker.terminate();
  }

  /** @returns {WorkerLike} */
  #start() {
    try {
      return this.#createWorker();
    } catch (error) {
      throw new LoadError(`The Python worker could not be started: ${error}`);
    }
  }

  /**
   * @param {string} command
   * @param {unknown[]} args
   * @param {number} limitMs
   */
  #post(command, args, limitMs) {
    const { id, reply } = this.replies.open(command, limitMs);
    try {
      this.#worker?.postMessage({ id, command, args });
    } catch (error) {
      const { message } = new CommandError(`'${command}' cannot be sent to the worker: ${error}`);
      this.replies.settle({ id, ok: false, error: { name: 'CommandError', message } });
    }
    return reply;
  }

  /** @param {unknown} message */
  #receive(message) {
    if (isReply(message)) this.replies.settle(message);
    else if (!isEvent(message)) this.crash(new CrashError('The Python worker sent a message of unknown shape.'));
    else if (message.event === 'progress') this.report({ stage: message.stage, fraction: message.fraction });
    else this.report({ stage: 'ready', fraction: 1 });
  }
}

/** @returns {WorkerLike} */
function startWorker() {
  // Spelled out where it is used, as browsers and bundlers expect it. Pyodide 314 runs in module workers only.
  return new Worker(new URL('./pyodide_worker.js', import.meta.url), { type: 'module', name: 'kitchen python' });
}

/** @param {{message?: string, filename?: string, lineno?: number}} event */
function describe({ message, filename, lineno }) {
  if (!message) return 'its script or one of its imports could not be loaded';
  return filename ? `${message} (${filename}:${lineno})` : message;
}
