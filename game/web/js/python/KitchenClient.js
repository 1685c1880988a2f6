import { CommandError, DestroyedError, NotReadyError } from './errors.js';
import { PendingReplies } from './pending_replies.js';
import { BATCH, decodeValue } from './protocol.js';

/**
 * @typedef {import('./types.js').KitchenState} KitchenState
 * @typedef {import('./types.js').Timeouts} Timeouts
 * @typedef {import('./types.js').Assets} Assets
 */

/** @type {Timeouts} */
const DEFAULT_TIMEOUTS_MS = { load: 60_000, reply: 10_000 };

/**
 * What both arms have in common: the states, the commands, and who is told when it goes wrong. An
 * arm says how Python is opened, asked and closed.
 *
 * @abstract
 */
export class KitchenClient {
  /** @type {KitchenState} */
  #state = 'new';

  /** @type {Error | null} */
  #failure = null;

  /** @type {import('./types.js').KitchenOptions} */
  #options;

  /** @param {import('./types.js').KitchenOptions} [options] */
  constructor(options = {}) {
    this.#options = options;
    /** @protected @type {Timeouts} */
    this.limitsMs = { ...DEFAULT_TIMEOUTS_MS, ...options.timeoutsMs };
    /** @protected */
    this.replies = new PendingReplies();
  }

  /** @returns {KitchenState} */
  get state() {
    return this.#state;
  }

  /** Loads Pyodide and the kitchen; resolves on READY. Allowed once. */
  async init() {
    if (this.#state !== 'new') {
      throw new NotReadyError(`init() is allowed once and this Python is already ${this.#state}; make a new one.`);
    }
    this.#state = 'loading';
    try {
      await this.open(absoluteAssets(this.#options.assets ?? {}));
    } catch (error) {
      this.fail(/** @type {Error} */ (error));
      throw error;
    }
    this.#refuseUnlessLive('init');
    this.#state = 'ready';
  }

  /** @param {import('./types.js').EnvConfig} config @returns {Promise<import('./types.js').EnvReply>} */
  initEnv(config) {
    return this.#command('initEnv', [config]);
  }

  /** @param {number} seed @returns {Promise<import('./types.js').StepResult>} */
  reset(seed) {
    return this.#command('reset', [seed]);
  }

  /** @param {readonly number[]} actions one per cook @returns {Promise<import('./types.js').StepResult>} */
  step(actions) {
    return this.#command('step', [actions]);
  }

  /** @returns {Promise<string>} JSON, to be given back to setState unread */
  getState() {
    return this.#command('getState', []);
  }

  /** @param {string} state @returns {Promise<import('./types.js').StepResult>} */
  setState(state) {
    return this.#command('setState', [state]);
  }

  /** @returns {Promise<string>} 16 hex characters */
  computeHash() {
    return this.#command('computeHash', []);
  }

  /** @param {number} seed @returns {Promise<void>} */
  seedRng(seed) {
    return this.#command('seedRng', [seed]);
  }

  /** @returns {Promise<import('./types.js').RenderReply>} */
  render() {
    return this.#command('render', []);
  }

  /** @returns {Promise<import('./types.js').RuntimeInfo>} */
  info() {
    return this.#command('info', []);
  }

  /**
   * Carries out commands in one round trip and stops at the first error, a BatchError that says which.
   *
   * @param {import('./types.js').BatchItem[]} items
   * @returns {Promise<unknown[]>} what each method would have returned
   */
  batch(items) {
    return this.#command(BATCH, [items]);
  }

  /** Ends Python at once, at any moment; what was pending is rejected with a DestroyedError. */
  destroy() {
    if (this.#state === 'destroyed') return;
    this.#state = 'destroyed';
    this.close();
    this.replies.rejectAll(new DestroyedError('Python was destroyed before it replied.'));
  }

  /**
   * @protected @abstract
   * @param {Required<Assets>} _assets
   * @returns {Promise<void>} settled on READY
   */
  open(_assets) {
    return Promise.reject(new Error('An arm says how Python is opened.'));
  }

  /**
   * @protected @abstract
   * @param {string} _command
   * @param {unknown[]} _args
   * @returns {Promise<unknown>} the value as it crosses
   */
  ask(_command, _args) {
    return Promise.reject(new Error('An arm says how Python is asked.'));
  }

  /** @protected @abstract */
  close() {}

  /** @protected @param {import('./types.js').Progress} progress */
  report(progress) {
    if (this.#state === 'loading') this.#options.onProgress?.(progress);
  }

  /**
   * Python is of no use any more: pending commands are rejected with `error`.
   *
   * @protected @param {Error} error
   * @returns {boolean} whether this is news
   */
  fail(error) {
    if (this.#state === 'destroyed' || this.#state === 'failed') return false;
    this.#state = 'failed';
    this.#failure = error;
    this.close();
    this.replies.rejectAll(error);
    return true;
  }

  /** @protected @param {Error} error */
  crash(error) {
    if (this.fail(error)) this.#options.onCrash?.(error);
  }

  /**
   * @param {string} command
   * @param {unknown[]} args
   * @returns {Promise<any>}
   */
  async #command(command, args) {
    this.#refuseUnlessLive(command);
    if (this.#state !== 'ready') {
      throw new NotReadyError(`'${command}' came before READY (Python is ${this.#state}); await init() first.`);
    }
    const value = await this.ask(command, args);
    this.#refuseUnlessLive(command);
    return decodeValue(command, value);
  }

  /** @param {string} command */
  #refuseUnlessLive(command) {
    if (this.#state === 'destroyed') {
      throw new DestroyedError(`'${command}' has no answer: this Python was destroyed.`);
    }
    if (this.#state === 'failed') {
      throw new CommandError(`'${command}' has no answer: Python failed earlier (${this.#failure?.message}).`);
    }
  }
}

/**
 * @param {Assets} assets
 * @returns {Required<Assets>} stdLibURL and snapshotURL may stay empty; resolved against the page, since a worker would resolve against its script
 */
function absoluteAssets({ indexURL = '/vendor/pyodide/', stdLibURL = '', snapshotURL, kitchenURL = '/kitchen.zip' }) {
  const base = globalThis.location?.href;
  const folder = new URL(indexURL.endsWith('/') ? indexURL : `${indexURL}/`, base);
  // A snapshot belongs to one library, and in Node there is no server to fetch it from.
  const ownLibrary = stdLibURL === '' && folder.protocol !== 'file:';
  const absolute = (/** @type {string} */ url) => url && new URL(url, base).href;
  return {
    indexURL: folder.href,
    stdLibURL: absolute(stdLibURL),
    snapshotURL: absolute(snapshotURL ?? (ownLibrary ? `${folder}python.snapshot` : '')),
    kitchenURL: absolute(kitchenURL),
  };
}
