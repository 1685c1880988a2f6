/**
 * What crosses between page and worker. Both sides import this file and nothing else names a message.
 *
 * @typedef {import('./errors.js').ErrorData} ErrorData
 * @typedef {import('./types.js').Progress} Progress
 *
 * @typedef {{id: number, command: string, args: unknown[]}} Request
 * @typedef {{id: number, ok: true, value: unknown}} Success
 * @typedef {{id: number, ok: false, error: ErrorData}} Failure
 * @typedef {Success | Failure} Reply
 * @typedef {{event: 'progress'} & Progress} ProgressEvent
 * @typedef {{event: 'ready', pyodideVersion: string, pythonVersion: string}} ReadyEvent
 *
 * @typedef {object} RawStep a step as it crosses: the page parses the JSON, the bytes are transferred
 * @property {string} json
 * @property {Uint8Array<ArrayBuffer>} observations
 */

/** The one request that is allowed before READY; its argument is an `Assets` with absolute URLs. */
export const LOAD = 'load';

/** Commands that Python answers; a batch may hold any of them. */
export const KITCHEN_COMMANDS = Object.freeze([
  'initEnv',
  'reset',
  'step',
  'getState',
  'setState',
  'computeHash',
  'seedRng',
  'render',
  'info',
]);

export const BATCH = 'batch';

/**
 * @param {unknown} message
 * @returns {message is Reply}
 */
export function isReply(message) {
  return isObject(message) && typeof message.id === 'number' && typeof message.ok === 'boolean';
}

/**
 * @param {unknown} message
 * @returns {message is ProgressEvent | ReadyEvent}
 */
export function isEvent(message) {
  return isObject(message) && (message.event === 'progress' || message.event === 'ready');
}

/**
 * @param {unknown} message
 * @returns {message is Request}
 */
export function isRequest(message) {
  return (
    isObject(message) &&
    Number.isSafeInteger(message.id) &&
    typeof message.command === 'string' &&
    Array.isArray(message.args)
  );
}

/**
 * @param {string} command
 * @param {unknown} value as it crossed
 * @returns {unknown} as the caller gets it
 */
export function decodeValue(command, value) {
  switch (command) {
    case 'reset':
    case 'step':
    case 'setState': {
      const { json, observations } = /** @type {RawStep} */ (value);
      const result = JSON.parse(json);
      result.observations = observations;
      return result;
    }
    case 'initEnv':
    case 'render':
      return JSON.parse(/** @type {string} */ (value));
    case BATCH: {
      const results = /** @type {{command: string, value: unknown}[]} */ (value);
      return results.map((result) => decodeValue(result.command, result.value));
    }
    default:
      return value;
  }
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isObject(value) {
  return typeof value === 'object' && value !== null;
}
