import { BatchError, CommandError, DestroyedError, LoadError, withoutRuntime } from './errors.js';
import { loadPyodideWithKitchen } from './load_pyodide.js';
import { BATCH, KITCHEN_COMMANDS } from './protocol.js';

/**
 * @typedef {import('pyodide').PyodideAPI} PyodideAPI
 * @typedef {import('pyodide/ffi').PyProxy} PyProxy
 * @typedef {import('pyodide/ffi').PyCallable} PyCallable
 * @typedef {import('pyodide/ffi').PyBuffer & {data: Uint8Array}} PyBytes
 * @typedef {{value: unknown, transfer: Transferable[]}} Answer
 */

/** What `kitchen.bridge` offers; each is looked up once, not per call. */
const BRIDGE_FUNCTIONS = /** @type {const} */ ([
  'init_env',
  'reset',
  'step',
  'get_state',
  'set_state',
  'compute_hash',
  'seed_rng',
  'render',
]);

/**
 * Holds Pyodide and answers commands, in the worker and on the page alike. Numbers and strings go
 * in, a string comes out, observations are copied out of WebAssembly memory: no PyProxy is made
 * after loading but the one for the observation buffer, once per environment.
 */
export class KitchenHost {
  /** @type {PyodideAPI | null} */
  #pyodide = null;

  /** @type {PyProxy & Record<string, any> | null} */
  #bridge = null;

  /** @type {Record<string, PyCallable>} */
  #python = {};

  /** @type {PyBytes | null} */
  #observations = null;

  #closed = false;
  #pythonVersion = '';
  #loadRuntime;

  /** @param {typeof loadPyodideWithKitchen} [loadRuntime] tests put another in its place */
  constructor(loadRuntime = loadPyodideWithKitchen) {
    this.#loadRuntime = loadRuntime;
  }

  /**
   * @param {Required<import('./types.js').Assets>} assets absolute URLs
   * @param {(progress: import('./types.js').Progress) => void} onProgress
   * @returns {Promise<{pyodideVersion: string, pythonVersion: string}>}
   */
  async load(assets, onProgress) {
    const pyodide = await this.#loadRuntime(assets, onProgress);
    if (this.#closed) throw new DestroyedError('Python was destroyed while it loaded.');
    try {
      const bridge = pyodide.pyimport('kitchen.bridge');
      this.#bridge = bridge;
      for (const name of BRIDGE_FUNCTIONS) this.#python[name] = bridge[name];
      this.#pythonVersion = pythonVersion(pyodide);
    } catch (error) {
      const { message } = withoutRuntime(error);
      throw new LoadError(`The kitchen from ${assets.kitchenURL} could not be imported: ${message}`);
    }
    this.#pyodide = pyodide;
    return { pyodideVersion: pyodide.version, pythonVersion: this.#pythonVersion };
  }

  /**
   * @param {string} command
   * @param {unknown[]} args
   * @returns {Answer}
   */
  answer(command, args) {
    try {
      return command === BATCH ? this.#batch(args[0]) : this.#single(command, args);
    } catch (error) {
      throw withoutRuntime(error);
    }
  }

  /** Drops Python; the rest is up to the garbage collector. */
  close() {
    this.#closed = true;
    this.#dropObservations();
    for (const callable of Object.values(this.#python)) callable.destroy();
    this.#python = {};
    this.#bridge?.destroy();
    this.#bridge = null;
    this.#pyodide = null;
  }

  /**
   * @param {string} command
   * @param {unknown[]} args
   * @returns {Answer}
   */
  #single(command, args) {
    const python = this.#python;
    switch (command) {
      case 'initEnv': {
        // The new environment may bring a new buffer, and one that JavaScript looks into cannot be resized.
        this.#dropObservations();
        return plain(python.init_env(JSON.stringify(args[0])));
      }
      case 'step': {
        const actions = /** @type {unknown[]} */ (Array.isArray(args[0]) ? args[0] : []);
        if (actions.length !== 2) throw new CommandError("'step' takes one list of two actions.");
        return this.#step(python.step(integer(command, actions[0]), integer(command, actions[1])));
      }
      case 'reset':
        return this.#step(python.reset(integer(command, args[0])));
      case 'setState':
        return this.#step(python.set_state(text(command, args[0])));
      case 'getState':
        return plain(python.get_state());
      case 'computeHash':
        return plain(python.compute_hash());
      case 'seedRng':
        python.seed_rng(integer(command, args[0]));
        return plain(undefined);
      case 'render':
        return plain(python.render());
      case 'info':
        return plain(this.#info());
      default:
        throw new CommandError(`'${command}' is unknown; known are ${KITCHEN_COMMANDS.join(', ')}, ${BATCH}.`);
    }
  }

  /**
   * @param {unknown} items
   * @returns {Answer}
   */
  #batch(items) {
    if (!Array.isArray(items)) throw new CommandError("'batch' takes one list of {command, args}.");
    /** @type {Transferable[]} */
    const transfer = [];
    const value = items.map((item, index) => {
      const command = String(item?.command);
      try {
        const answer = this.#single(command, item?.args ?? []);
        transfer.push(...answer.transfer);
        return { command, value: answer.value };
      } catch (error) {
        const { message, traceback } = /** @type {Error & {traceback?: string}} */ (withoutRuntime(error));
        const where = `batch stopped at command ${index + 1} of ${items.length} ('${command}')`;
        throw new BatchError(`${where}: ${message}`, index, traceback);
      }
    });
    return { value, transfer };
  }

  /**
   * @param {string} json
   * @returns {Answer}
   */
  #step(json) {
    const observations = this.#observationView().slice();
    return { value: { json, observations }, transfer: [observations.buffer] };
  }

  /** @returns {Uint8Array} onto WebAssembly memory, valid until Python runs again */
  #observationView() {
    // When WebAssembly memory grows, views onto it lose their bytes.
    if (this.#observations !== null && this.#observations.data.byteLength === 0) this.#dropObservations();
    if (this.#observations === null) {
      const bytes = /** @type {PyProxy & Record<string, any>} */ (this.#bridge).OBSERVATIONS;
      this.#observations = bytes.getBuffer('u8');
      bytes.destroy();
    }
    return /** @type {PyBytes} */ (this.#observations).data;
  }

  #dropObservations() {
    this.#observations?.release();
    this.#observations = null;
  }

  /** @returns {import('./types.js').RuntimeInfo} */
  #info() {
    // Pyodide has no public name for the size of its memory.
    const pyodide = /** @type {PyodideAPI & {_module: {HEAPU8: Uint8Array}}} */ (this.#pyodide);
    return {
      pyodideVersion: pyodide.version,
      pythonVersion: this.#pythonVersion,
      wasmHeapBytes: pyodide._module.HEAPU8.byteLength,
    };
  }
}

/**
 * @param {PyodideAPI} pyodide
 * @returns {string}
 */
function pythonVersion(pyodide) {
  const sys = pyodide.pyimport('sys');
  const [version] = sys.version.split(' ');
  sys.destroy();
  return version;
}

/**
 * @param {unknown} value
 * @returns {Answer}
 */
function plain(value) {
  return { value, transfer: [] };
}

/**
 * @param {string} command
 * @param {unknown} value
 * @returns {number}
 */
function integer(command, value) {
  if (!Number.isSafeInteger(value)) throw new CommandError(`'${command}' takes whole numbers, not ${String(value)}.`);
  return /** @type {number} */ (value);
}

/**
 * @param {string} command
 * @param {unknown} value
 * @returns {string}
 */
function text(command, value) {
  if (typeof value !== 'string') throw new CommandError(`'${command}' takes a string, not ${typeof value}.`);
  return value;
}
