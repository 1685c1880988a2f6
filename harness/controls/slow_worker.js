/**
 * Makes a Worker slower than it is, from outside: holds back its replies to one command for a given time. A control: a
 * comparison of step times has to fail on it.
 *
 * A held reply is delivered as the same data in a new event. The page stays free meanwhile, as it would with a Worker
 * that is slow by itself: a timer for most of the time, then messages to oneself, which are as exact as the clock.
 *
 * Runs as an init script: one self-contained function, before any script of the page.
 *
 * @typedef {{ command: string, addMs: number, every: number, elseMs: number }} SlowWorkerOptions
 */

/**
 * @param {SlowWorkerOptions} options  `every`: 1 slows every step by `addMs`, k the k-th, the 2k-th and so on, of each
 *   Worker, and the others by `elseMs`
 */
export function slowWorker({ command, addMs, every, elseMs }) {
  /** Timers come late by less than this, mostly; a longer spin takes the processor from the Workers themselves. */
  const SPIN_MS = 1;
  const NativeWorker = window.Worker;
  const setTimer = window.setTimeout.bind(window);
  const now = performance.now.bind(performance);
  /** By request: what the Worker itself took, and after how long the page was given the reply, held or not. */
  const totals = { requests: 0, held: 0, ownMs: /** @type {number[]} */ ([]), givenMs: /** @type {number[]} */ ([]) };

  /** @param {number} dueMs @param {() => void} run */
  function at(dueMs, run) {
    const channel = new MessageChannel();
    const ask = () => channel.port2.postMessage(null);
    channel.port1.onmessage = () => {
      if (now() < dueMs) {
        ask();
        return;
      }
      channel.port1.close();
      run();
    };
    const restMs = dueMs - now() - SPIN_MS;
    if (restMs > 0) setTimer(ask, restMs);
    else ask();
  }

  window.Worker = class Worker extends NativeWorker {
    #requests = 0;
    /** @type {Map<unknown, { sentMs: number, holdMs: number }>} by id, requests without a reply yet */
    #open = new Map();
    /** @type {{ event: MessageEvent, dueMs: number, sentMs?: number }[]} in the order in which they came; nothing overtakes a held reply */
    #queue = [];
    #terminated = false;

    /** @param {string | URL} url @param {WorkerOptions} [options] */
    constructor(url, options) {
      super(url, options);
      // The first listener of all, so that it can keep a message from the others.
      this.addEventListener('message', (event) => {
        if (event.isTrusted) this.#came(event);
      });
    }

    /** @param {any} message @param {any} [options] */
    postMessage(message, options) {
      if (message?.command === command) {
        totals.requests += 1;
        this.#requests += 1;
        this.#open.set(message.id, { sentMs: now(), holdMs: this.#requests % every === 0 ? addMs : elseMs });
      }
      super.postMessage(message, options);
    }

    terminate() {
      this.#terminated = true;
      this.#queue = [];
      super.terminate();
    }

    /** @param {MessageEvent} event */
    #came(event) {
      const request = this.#open.get(event.data?.id);
      if (request) {
        this.#open.delete(event.data.id);
        totals.ownMs.push(now() - request.sentMs);
      }
      const holdMs = request?.holdMs ?? 0;
      if (holdMs === 0 && this.#queue.length === 0) {
        if (request) totals.givenMs.push(now() - request.sentMs);
        return;
      }
      event.stopImmediatePropagation();
      if (holdMs > 0) totals.held += 1;
      const dueMs = holdMs > 0 ? now() + holdMs : 0;
      this.#queue.push({ event, dueMs, sentMs: request?.sentMs });
      if (this.#queue.length === 1) at(dueMs, () => this.#deliver());
    }

    /** Delivers what is due; called when the first in the queue is. */
    #deliver() {
      if (this.#terminated) return;
      const { event, sentMs } = /** @type {{ event: MessageEvent, sentMs?: number }} */ (this.#queue[0]);
      if (sentMs !== undefined) totals.givenMs.push(now() - sentMs);
      const { data, ports } = event;
      try {
        this.dispatchEvent(new MessageEvent('message', { data, ports: [...ports] }));
      } finally {
        this.#queue.shift();
        const next = this.#queue[0];
        if (next) at(next.dueMs, () => this.#deliver());
      }
    }
  };
  Object.defineProperty(window, Symbol.for('harness.slowWorker'), { value: totals });
}
