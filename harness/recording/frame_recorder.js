/**
 * Notes from outside when `game.frameNumber` changed, when the game's canvas was drawn, and when the page's thread came
 * free after the call of a step: a message to itself, sent with the call, arrives when the page does no other thing.
 *
 * The number is looked at with every message of a Worker, every animation frame and every draw; from the first look on,
 * where the game lets it, its assignments are seen themselves. A change therefore has two times: the number was still
 * the old one at the first and the new one at the second, and both are the same when the assignment was seen. A draw is
 * noted once for each animation frame or change, at its first call; canvases that are not in the page do not count.
 *
 * Runs as an init script: one self-contained function, before any script of the page.
 *
 * @typedef {{ object: string, metrics: string, call: string, frame: string | null }} FrameNames  by the game's profile;
 *   `frame` is the game's own property of that name, if it has one
 * @typedef {{ capacity: number, names: FrameNames, reads: { frame: (game: any) => unknown } }} FrameRecorderOptions
 */

/** @param {FrameRecorderOptions} options */
export function recordFrames({ capacity, names, reads }) {
  const { defineProperty, getOwnPropertyDescriptor } = Object;
  const now = performance.now.bind(performance);
  const requestFrame = window.requestAnimationFrame.bind(window);
  const page = /** @type {any} */ (window);

  /** Rows of numbers; those that come after it is full are counted and lost. @param {number} width */
  function table(width) {
    const numbers = new Float64Array(capacity * width);
    let count = 0;
    let overflow = 0;
    return {
      /** @param {number} a @param {number} b @param {number} [c] */
      add(a, b, c) {
        if (count === capacity) {
          overflow += 1;
          return;
        }
        const start = width * count++;
        numbers[start] = a;
        numbers[start + 1] = b;
        if (c !== undefined) numbers[start + 2] = c;
      },
      /** @param {number} row @param {number} column @param {number} number */
      fill(row, column, number) {
        if (row < capacity) numbers[row * width + column] = number;
      },
      read: () => ({
        rows: Array.from({ length: count }, (_, row) => Array.from(numbers.subarray(row * width, (row + 1) * width))),
        overflow,
      }),
    };
  }

  const changes = table(3);
  const turns = table(3);
  const draws = table(2);
  const { port1, port2 } = new MessageChannel();
  let arrived = 0;
  /** @type {WeakSet<object>} */
  const setters = new WeakSet();
  /** @type {any} what is intercepted; let go when the page publishes another game or none */
  let followed = null;
  /** Whether another game is told of when it is published. */
  let isGameSeen = false;
  /** @type {any} */
  let followedMetrics = null;
  /** Python in a Worker leaves the page free, so there is nothing to be learned from when it is. */
  let isWorkerAsked = false;
  let frame = NaN;
  let lookedMs = 0;
  let isDrawDue = true;

  /** @param {unknown} number @param {number} oldMs @param {number} newMs */
  function note(number, oldMs, newMs) {
    lookedMs = newMs;
    if (typeof number !== 'number' || number === frame) return;
    frame = number;
    isDrawDue = true;
    changes.add(number, oldMs, newMs);
  }

  /** @param {number} atMs */
  function look(atMs) {
    const game = page[names.object];
    const metrics = game?.[names.metrics];
    if (game !== followed) {
      isGameSeen = intercept(page, names.object, seeGame);
      followed = names.frame !== null && intercept(game, names.frame, seeNumber) ? game : null;
    }
    if (metrics !== followedMetrics) followedMetrics = intercept(metrics, names.call, seeCall) ? metrics : null;
    note(frameOf(game), lookedMs, atMs);
  }

  /** @param {any} game */
  function frameOf(game) {
    try {
      return game ? reads.frame(game) : undefined;
    } catch {
      return undefined;
    }
  }

  /** A message of a Worker passes. @param {number} atMs */
  function pass(atMs) {
    isWorkerAsked = true;
    if (!isGameSeen || followed === null) look(atMs);
  }

  function seeGame() {
    isWorkerAsked = false;
    look(now());
  }

  /** @param {any} game @param {unknown} number */
  function seeNumber(game, number) {
    const atMs = now();
    if (game === page[names.object]) note(number, atMs, atMs);
  }

  /** @param {any} _metrics @param {unknown} callMs */
  function seeCall(_metrics, callMs) {
    if (isWorkerAsked) return;
    turns.add(Number(callMs), now(), Infinity);
    port2.postMessage(null);
  }

  port1.onmessage = () => turns.fill(arrived++, 2, now());

  /**
   * Tells `seen` of every value that is assigned from now on. What the step recorder or a control has put in its place
   * goes on to work; `window.game` becomes another property when it is first assigned, so this may be called again.
   *
   * @param {any} target
   * @param {string} key
   * @param {(target: any, value: unknown) => void} seen
   * @returns {boolean} whether it will be told
   */
  function intercept(target, key, seen) {
    if (typeof target !== 'object' || target === null) return false;
    const { configurable, writable, enumerable, get, set, ...rest } = getOwnPropertyDescriptor(target, key) ?? {};
    if (set && setters.has(set)) return true;
    if (!configurable || !(writable || set)) return false;
    let { value } = rest;
    /** @param {unknown} next */
    const assign = (next) => {
      if (set) set.call(target, next);
      else value = next;
      seen(target, next);
    };
    setters.add(assign);
    defineProperty(target, key, { configurable, enumerable, get: get ?? (() => value), set: assign });
    return true;
  }

  /** @param {any} context */
  function drawn(context) {
    if (!context.canvas?.isConnected) return;
    const atMs = now();
    look(atMs);
    isDrawDue = false;
    draws.add(atMs, frame);
  }

  /** @param {string} kind @param {string[]} calls */
  function watch(kind, calls) {
    const prototype = page[kind]?.prototype;
    for (const call of calls) {
      const original = prototype?.[call];
      if (!original) continue;
      prototype[call] = function (/** @type {any[]} */ ...args) {
        if (isDrawDue) drawn(this);
        return original.apply(this, args);
      };
    }
  }

  page.requestAnimationFrame = (/** @type {FrameRequestCallback} */ callback) =>
    requestFrame((time) => {
      isDrawDue = true;
      look(now());
      callback(time);
    });
  watch('CanvasRenderingContext2D', [
    'clearRect',
    'fillRect',
    'fillText',
    'drawImage',
    'putImageData',
    'fill',
    'stroke',
  ]);
  for (const kind of ['WebGLRenderingContext', 'WebGL2RenderingContext'])
    watch(kind, ['clear', 'drawArrays', 'drawElements', 'drawArraysInstanced', 'drawElementsInstanced']);
  watch('ImageBitmapRenderingContext', ['transferFromImageBitmap']);
  look(0);
  const read = () => ({ changes: changes.read(), turns: turns.read(), draws: draws.read() });
  defineProperty(window, Symbol.for('harness.frameRecorder'), { value: { pass, read } });
}
