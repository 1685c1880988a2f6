/**
 * The line to the game's server: requests that are answered within a bound, and events that can be unsubscribed.
 *
 * @typedef {{
 *   gameId: string, playerId: number, seed: number, layout: string, frames: number, fps: number, inputDelay: number,
 *   ticket: string, reconnectSeconds: number,
 * }} Matched
 * @typedef {{ ok: boolean, reason?: string, [more: string]: unknown }} Answer
 * @typedef {{
 *   readonly connected: boolean,
 *   on(event: string, listener: (...args: any[]) => void): unknown,
 *   off(event: string, listener: (...args: any[]) => void): unknown,
 *   emit(event: string, ...args: any[]): unknown,
 *   timeout(ms: number): { emitWithAck(event: string, ...args: any[]): Promise<any> },
 * }} SocketLike  the part of a Socket.IO client that is used here
 */

export const ANSWER_MS = 5000;
export const CONNECT_MS = 15000;

export class LobbySocket {
  #socket;

  /** @param {SocketLike} socket */
  constructor(socket) {
    this.#socket = socket;
  }

  get connected() {
    return this.#socket.connected;
  }

  /**
   * @param {string} event
   * @param {(message: any) => void} listener
   * @returns {() => void} ends the subscription
   */
  on(event, listener) {
    this.#socket.on(event, listener);
    return () => {
      this.#socket.off(event, listener);
    };
  }

  /**
   * Lost while the line is broken: Socket.IO would keep it and send it when it is old.
   *
   * @param {string} event
   * @param {object} message
   */
  send(event, message) {
    if (this.connected) this.#socket.emit(event, message);
  }

  /**
   * @param {string} event
   * @param {object} message
   * @param {number} [timeoutMs]
   * @returns {Promise<Answer>}
   * @throws {Error} with one sentence when the server refuses or does not answer in time
   */
  async request(event, message, timeoutMs = ANSWER_MS) {
    let answer;
    try {
      answer = await this.#socket.timeout(timeoutMs).emitWithAck(event, message);
    } catch {
      throw new Error(`The server did not answer '${event}' within ${timeoutMs / 1000} s; reload the page.`);
    }
    if (!answer?.ok) throw new Error(`The server refused '${event}': ${answer?.reason ?? 'it gave no reason'}`);
    return answer;
  }

  /**
   * @param {number} [timeoutMs]
   * @returns {Promise<void>}
   */
  whenConnected(timeoutMs = CONNECT_MS) {
    if (this.connected) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const settle = (/** @type {() => void} */ how) => {
        clearTimeout(timer);
        this.#socket.off('connect', connected);
        how();
      };
      const connected = () => settle(resolve);
      const timer = setTimeout(() => {
        const sentence = `The server was not reached within ${timeoutMs / 1000} s; look whether it still runs and reload the page.`;
        settle(() => reject(new Error(sentence)));
      }, timeoutMs);
      this.#socket.on('connect', connected);
    });
  }
}
