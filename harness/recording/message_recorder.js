/**
 * Times from outside what passes between a page and its Workers: every request when the page sends it, every message
 * when it reaches the page, before any listener of the page has it.
 *
 * A Worker is heard from its construction on, by a listener that is added first and therefore called first. A port is
 * heard from its birth (a MessageChannel, or a message that brings it), and counts from the moment at which it leads to
 * a Worker: its other end was sent to one, or it came from one. Ports of which the page keeps both ends never count.
 * Who wraps Worker before this does stands on the Worker's side: the page is taken to get a reply when that one passes
 * it on. What can carry a reply past these listeners is not timed but named (`unseen`).
 *
 * Runs as an init script: one self-contained function, before any script of the page.
 *
 * @typedef {{ capacity: number }} MessageRecorderOptions
 */

/** @param {MessageRecorderOptions} options */
export function recordMessages({ capacity }) {
  const SENT = 0;
  const RECEIVED = 1;
  const SYMBOL = Symbol.for('harness.messageRecorder');
  /** How much of a message is searched, and how many messages of a channel: what is shared is shared at the start. */
  const DEPTH = 4;
  const WIDTH = 32;
  const SEARCHED = 100;
  const now = performance.now.bind(performance);
  const listen = EventTarget.prototype.addEventListener;
  const page = /** @type {any} */ (window);
  const pass = page[Symbol.for('harness.frameRecorder')]?.pass ?? (() => {});

  const times = new Float64Array(capacity);
  const kinds = new Uint8Array(capacity);
  const numbers = new Uint16Array(capacity);
  let count = 0;
  let overflow = 0;
  /** @type {string[]} by channel number */
  const names = [];
  /** @type {number[]} messages searched, by channel number */
  const searched = [];
  /** @type {WeakMap<object, number>} channel numbers */
  const channels = new WeakMap();
  /** @type {WeakMap<MessagePort, MessagePort>} the other end, for as long as the page has both */
  const others = new WeakMap();
  /** @type {Set<string>} */
  const unseen = new Set();
  const shared = ['SharedArrayBuffer', 'ReadableStream', 'WritableStream', 'TransformStream', 'RTCDataChannel']
    .map((name) => page[name])
    .filter(Boolean);

  /** @param {number} kind @param {number} channel */
  function note(kind, channel) {
    const atMs = now();
    if (count === capacity) overflow += 1;
    else {
      times[count] = atMs;
      kinds[count] = kind;
      numbers[count] = channel;
      count += 1;
    }
    pass(atMs);
  }

  /** @param {object} target @param {string} name */
  function adopt(target, name) {
    if (channels.has(target)) return;
    channels.set(target, names.push(name) - 1);
    searched.push(0);
  }

  /** @param {EventTarget} target the first listener it ever has */
  function hear(target) {
    listen.call(target, 'message', (event) => received(target, /** @type {MessageEvent} */ (event)));
  }

  /** @param {EventTarget} target @param {MessageEvent} event */
  function received(target, event) {
    const channel = channels.get(target);
    if (channel === undefined) return;
    note(RECEIVED, channel);
    const { ports } = event;
    if (ports.length > 0) {
      for (const port of ports) {
        // a message that is passed on brings its ports again
        if (channels.has(port)) continue;
        hear(port);
        adopt(port, `a port from ${names[channel]}`);
      }
    }
    if (searched[channel] < SEARCHED) searchFirst(event.data, channel);
  }

  /** @param {object} target @param {unknown} message @param {any} options */
  function sent(target, message, options) {
    const channel = channels.get(target);
    if (channel === undefined) return;
    note(SENT, channel);
    for (const thing of options?.transfer ?? (Array.isArray(options) ? options : [])) {
      const other = others.get(thing);
      if (other) adopt(other, `a port to ${names[channel]}`);
    }
    if (searched[channel] < SEARCHED) searchFirst(message, channel);
  }

  /** @param {unknown} message @param {number} channel */
  function searchFirst(message, channel) {
    searched[channel] += 1;
    search(message, channel, DEPTH);
  }

  /**
   * Looks a little way into a message for what carries data without any message.
   *
   * @param {any} value
   * @param {number} channel
   * @param {number} depth
   */
  function search(value, channel, depth) {
    if (typeof value !== 'object' || value === null || depth === 0) return;
    if (Array.isArray(value)) {
      const length = Math.min(value.length, WIDTH);
      for (let index = 0; index < length; index += 1) search(value[index], channel, depth - 1);
      return;
    }
    const memory = ArrayBuffer.isView(value) || value instanceof WebAssembly.Memory ? value.buffer : value;
    const found = shared.find((kind) => memory instanceof kind);
    if (found) unseen.add(`${found.name} of ${names[channel]}`);
    if (found || memory instanceof ArrayBuffer) return;
    let width = WIDTH;
    for (const key in value) {
      if (width-- === 0) return;
      search(value[key], channel, depth - 1);
    }
  }

  const { Worker, SharedWorker, MessageChannel, BroadcastChannel, MessagePort } = page;
  const { postMessage } = MessagePort.prototype;
  MessagePort.prototype.postMessage = function (/** @type {any[]} */ ...args) {
    sent(this, args[0], args[1]);
    return postMessage.apply(this, args);
  };
  page.MessageChannel = class extends MessageChannel {
    constructor() {
      super();
      const { port1, port2 } = /** @type {any} */ (this);
      others.set(port1, port2);
      others.set(port2, port1);
      hear(port1);
      hear(port2);
    }
  };
  page.Worker = class extends Worker {
    /** @param {any[]} args */
    constructor(...args) {
      super(...args);
      hear(/** @type {any} */ (this));
      adopt(this, `Worker ${args[1]?.name || String(args[0]).split('/').at(-1)}`);
      announce(`a Worker of the frame ${location.pathname}`);
    }
    /** @param {any[]} args */
    postMessage(...args) {
      sent(this, args[0], args[1]);
      return super.postMessage(...args);
    }
  };
  if (SharedWorker) {
    page.SharedWorker = class extends SharedWorker {
      /** @param {any[]} args */
      constructor(...args) {
        super(...args);
        const { port } = /** @type {any} */ (this);
        hear(port);
        adopt(port, `SharedWorker ${String(args[0]).split('/').at(-1)}`);
      }
    };
  }
  page.BroadcastChannel = class extends BroadcastChannel {
    /** @param {string} name */
    constructor(name) {
      super(name);
      unseen.add(`BroadcastChannel ${name}`);
    }
  };
  for (const [name, original] of Object.entries({ Worker, SharedWorker, MessageChannel, BroadcastChannel }))
    if (original) Object.defineProperty(page[name], 'name', { value: name });

  /** A frame has a recorder of its own, which nobody reads: the page at least says so. @param {string} what */
  function announce(what) {
    if (window === window.top) return;
    try {
      page.top[SYMBOL]?.unseen.add(what);
    } catch {
      // a frame from elsewhere cannot reach the page but by messages of windows
    }
  }

  const read = () => ({
    messages: Array.from({ length: count }, (_, row) => [times[row], kinds[row], numbers[row]]),
    overflow,
    channels: names,
    unseen: [...unseen],
    resolutionMs: window.crossOriginIsolated ? 0.005 : 0.1,
  });
  Object.defineProperty(window, SYMBOL, { value: { read, unseen } });
}
