/**
 * Errors of both arms, and how they cross a message port as plain data.
 *
 * @typedef {object} ErrorData
 * @property {string} name
 * @property {string} message
 * @property {string} [traceback] the Python traceback, whole
 * @property {number} [index] of the command that stopped a batch
 */

/** Python raised: the message is the last line of the traceback. */
export class PythonError extends Error {
  name = 'PythonError';

  /** @param {string} message @param {string} traceback */
  constructor(message, traceback) {
    super(message);
    this.traceback = traceback;
  }
}

/** No reply within the bound. */
export class TimeoutError extends Error {
  name = 'TimeoutError';
}

/** destroy() was called before the reply came, or the command came after it. */
export class DestroyedError extends Error {
  name = 'DestroyedError';
}

/** A command came before READY, or loading was asked for twice. */
export class NotReadyError extends Error {
  name = 'NotReadyError';
}

/** The command is unknown or its arguments have the wrong shape; Python was not asked. */
export class CommandError extends Error {
  name = 'CommandError';
}

/** Pyodide or the kitchen could not be loaded. */
export class LoadError extends Error {
  name = 'LoadError';
}

/** The worker died or sent what cannot be read. */
export class CrashError extends Error {
  name = 'CrashError';
}

/** A command of a batch failed; those before it were carried out, those after it were not. */
export class BatchError extends Error {
  name = 'BatchError';

  /** @param {string} message @param {number} index @param {string} [traceback] */
  constructor(message, index, traceback) {
    super(message);
    this.index = index;
    this.traceback = traceback;
  }
}

/** @type {Record<string, new (message: string) => Error>} */
const PLAIN = { TimeoutError, DestroyedError, NotReadyError, CommandError, LoadError, CrashError };

/**
 * @param {unknown} error anything thrown
 * @returns {ErrorData}
 */
export function errorToData(error) {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message } = error;
  const { traceback, index } = /** @type {{traceback?: string, index?: number}} */ (/** @type {unknown} */ (error));
  return {
    name,
    message,
    ...(traceback === undefined ? {} : { traceback }),
    ...(index === undefined ? {} : { index }),
  };
}

/**
 * @param {ErrorData} data
 * @returns {Error}
 */
export function errorFromData({ name, message, traceback, index }) {
  if (index !== undefined) return new BatchError(message, index, traceback);
  if (name === 'PythonError') return new PythonError(message, traceback ?? message);
  const error = new (PLAIN[name] ?? Error)(message);
  error.name = name;
  return error;
}

/**
 * Turns what Pyodide throws into an error that holds text alone: Pyodide's own error keeps the
 * interpreter, and with it the whole WebAssembly memory, reachable.
 *
 * @param {unknown} error
 * @returns {Error}
 */
export function withoutRuntime(error) {
  if (!(error instanceof Error)) return new Error(String(error));
  if (error.name !== 'PythonError' || error instanceof PythonError) return error;
  const traceback = error.message.trimEnd();
  return new PythonError(traceback.slice(traceback.lastIndexOf('\n') + 1), traceback);
}
