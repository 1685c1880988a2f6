import { errorFromData, TimeoutError } from './errors.js';

/**
 * Requests that wait for their reply. An id is used once; a reply whose id is not waited for any
 * more (it came after its bound) is ignored.
 */
export class PendingReplies {
  #lastId = 0;

  /** @type {Map<number, {resolve: (value: any) => void, reject: (error: Error) => void, timer: ReturnType<typeof setTimeout>}>} */
  #waiting = new Map();

  get size() {
    return this.#waiting.size;
  }

  /**
   * @param {string} command named in the error when no reply comes
   * @param {number} limitMs
   * @returns {{id: number, reply: Promise<unknown>}}
   */
  open(command, limitMs) {
    const id = ++this.#lastId;
    const reply = new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new TimeoutError(`Python did not reply to '${command}' within ${limitMs} ms.`));
      }, limitMs);
      this.#waiting.set(id, { resolve, reject, timer });
    });
    return { id, reply };
  }

  /**
   * @param {import('./protocol.js').Reply} reply
   * @returns {boolean} whether somebody was waiting for it
   */
  settle(reply) {
    const entry = this.#waiting.get(reply.id);
    if (entry === undefined) return false;
    this.#waiting.delete(reply.id);
    clearTimeout(entry.timer);
    if (reply.ok) entry.resolve(reply.value);
    else entry.reject(errorFromData(reply.error));
    return true;
  }

  /** @param {Error} error */
  rejectAll(error) {
    const entries = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject, timer } of entries) {
      clearTimeout(timer);
      reject(error);
    }
  }
}
