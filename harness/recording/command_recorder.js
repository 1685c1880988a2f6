/**
 * Notes, in order, what the kitchen's page asks of its Workers and what they say: commands with their arguments,
 * answers with the hash of the state they bring, events. The message recorder times messages of any game and reads
 * none; this one reads those of the kitchen's protocol (game/web/js/python/protocol.js) and times none.
 *
 * Runs as an init script: one self-contained function, before any script of the page.
 *
 * @typedef {{ worker: number, kind: 'asked' | 'answered' | 'refused' | 'event', what: string, args: unknown[],
 *   hash: string }} Noted `what`: the command, or the event
 */
export function recordCommands() {
  /** What the page hands over when Python loads, and nothing that is asked of Python. */
  const LOAD = 'load';
  const { Worker } = window;
  /** @type {Noted[]} */
  const noted = [];
  let made = 0;

  window.Worker = class extends Worker {
    #number = made++;
    /** @type {Map<unknown, string>} commands by the id of their request */
    #asked = new Map();

    /** @param {string | URL} url @param {WorkerOptions} [options] */
    constructor(url, options) {
      super(url, options);
      this.addEventListener('message', ({ data }) => this.#said(data));
    }

    /** @param {any} message @param {any} [options] */
    postMessage(message, options) {
      const { id, command, args } = message ?? {};
      this.#asked.set(id, command);
      this.#note('asked', command, command === LOAD ? [] : args);
      super.postMessage(message, options);
    }

    /** @param {any} message */
    #said(message) {
      if (message?.event) this.#note('event', message.event);
      else this.#note(message?.ok ? 'answered' : 'refused', this.#asked.get(message?.id), [], hashOf(message?.value));
    }

    /** @param {Noted['kind']} kind @param {unknown} what @param {unknown[]} [args] @param {string} [hash] */
    #note(kind, what, args = [], hash = '') {
      noted.push({ worker: this.#number, kind, what: String(what), args, hash });
    }
  };

  /** @param {any} value */
  function hashOf(value) {
    return typeof value?.json === 'string' ? (JSON.parse(value.json).hash ?? '') : '';
  }

  Object.defineProperty(window, Symbol.for('harness.commandRecorder'), { value: { noted } });
}
