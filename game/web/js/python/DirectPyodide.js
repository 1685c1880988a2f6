import { errorToData } from './errors.js';
import { KitchenClient } from './KitchenClient.js';
import { KitchenHost } from './kitchen_host.js';
import { LOAD } from './protocol.js';

/**
 * The direct arm: the same interface with Python on the page itself. It is the baseline against
 * which the Worker is measured, so it shares every line but the message port: the same host, the same
 * strings, the same copy of the observations.
 *
 * Each instance loads a Pyodide of its own. There is no way to unload Pyodide from a page: destroy()
 * drops every reference held here and no more. Chromium keeps about 10 MiB of JavaScript and buffers
 * of each interpreter until the page is left, its WebAssembly memory not counted; one that is still
 * loading goes on to its end. Commands run synchronously, so there is no reply to wait for; only loading is bounded in time.
 */
export class DirectPyodide extends KitchenClient {
  /** @type {KitchenHost | null} */
  #host = null;

  /**
   * @protected @override
   * @param {Required<import('./types.js').Assets>} assets
   */
  async open(assets) {
    const host = new KitchenHost();
    this.#host = host;
    const { id, reply } = this.replies.open(LOAD, this.limitsMs.load);
    host
      .load(assets, (progress) => this.report(progress))
      .then(
        () => {
          this.report({ stage: 'ready', fraction: 1 });
          this.replies.settle({ id, ok: true, value: undefined });
        },
        (error) => this.replies.settle({ id, ok: false, error: errorToData(error) }),
      );
    await reply;
  }

  /**
   * @protected @override
   * @param {string} command
   * @param {unknown[]} args
   */
  async ask(command, args) {
    return /** @type {KitchenHost} */ (this.#host).answer(command, args).value;
  }

  /** @protected @override */
  close() {
    this.#host?.close();
    this.#host = null;
  }
}
