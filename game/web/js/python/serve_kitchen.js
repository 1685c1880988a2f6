import { CommandError, errorToData, NotReadyError } from './errors.js';
import { KitchenHost } from './kitchen_host.js';
import { isRequest, LOAD } from './protocol.js';

/**
 * The part of a worker's global scope that is used here; tests put another in its place.
 *
 * @typedef {object} Port
 * @property {(message: unknown, transfer?: Transferable[]) => void} postMessage
 * @property {((event: {data: unknown}) => void) | null} onmessage
 */

/**
 * Answers the page's requests in the order in which they come.
 *
 * @param {Port} port
 * @param {Pick<KitchenHost, 'load' | 'answer'>} [host]
 */
export function serveKitchen(port, host = new KitchenHost()) {
  /** @type {'new' | 'loading' | 'ready' | 'failed'} */
  let state = 'new';

  /** @param {number} id @param {unknown} error */
  const refuse = (id, error) => port.postMessage({ id, ok: false, error: errorToData(error) });

  /** @param {number} id @param {unknown} assets */
  async function load(id, assets) {
    if (state !== 'new') {
      refuse(id, new NotReadyError(`This worker loads Python once and is already ${state}.`));
      return;
    }
    state = 'loading';
    try {
      const versions = await host.load(/** @type {Required<import('./types.js').Assets>} */ (assets), (progress) =>
        port.postMessage({ event: 'progress', ...progress }),
      );
      state = 'ready';
      port.postMessage({ event: 'ready', ...versions });
      port.postMessage({ id, ok: true, value: undefined });
    } catch (error) {
      state = 'failed';
      refuse(id, error);
    }
  }

  port.onmessage = ({ data }) => {
    if (!isRequest(data)) {
      const id = /** @type {{id?: unknown} | null} */ (data)?.id;
      refuse(typeof id === 'number' ? id : 0, new CommandError('The worker was sent a request of unknown shape.'));
      return;
    }
    const { id, command, args } = data;
    if (command === LOAD) {
      void load(id, args[0]);
      return;
    }
    if (state !== 'ready') {
      refuse(id, new NotReadyError(`'${command}' came before READY (the worker is ${state}).`));
      return;
    }
    try {
      const { value, transfer } = host.answer(command, args);
      port.postMessage({ id, ok: true, value }, transfer);
    } catch (error) {
      refuse(id, error);
    }
  };
}
