/**
 * Records every step of a game that keeps the page contract, from outside and without a change in the game.
 *
 * It stands between the game and three properties: `window.game`, `game.pipelineMetrics` and the two timestamps on it.
 * Each is replaced by an accessor that hands the value on as before and takes a note of it, so a reader who comes in the
 * middle of a step still finds the call newer than the last return, and listings, JSON and copies come out the same.
 * The times kept are those that the game wrote itself.
 *
 * Runs as an init script: one self-contained function, before any script of the page.
 *
 * @typedef {{ object: string, metrics: string, call: string, back: string }} StepNames  properties, by the game's profile
 * @typedef {{ frame: Read, gameId: Read, player: Read, state: Read }} StepReads  of a game object, by the game's profile
 * @typedef {(game: Foreign) => any} Read
 * @typedef {{ capacity: number, names: StepNames, reads: StepReads }} StepRecorderOptions
 * @typedef {Record<string, any>} Foreign  an object of the game's, of which nothing is known
 * @typedef {{ recording: any }} Hook  where the timestamps of a metrics object go; moves with it to another game
 */

/** @param {StepRecorderOptions} options */
export function recordSteps({ capacity, names, reads }) {
  const { object: GAME, metrics: METRICS, call: CALL, back: RETURN } = names;
  // The page may replace its globals later.
  const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf, isExtensible } = Object;
  const later = queueMicrotask.bind(window);
  const nextFrame = requestAnimationFrame.bind(window);
  const now = performance.now.bind(performance);

  /** The steps of one game. Holds the game itself only while it is `window.game`: what is over may be collected. */
  class Recording {
    frames = new Float64Array(capacity);
    calls = new Float64Array(capacity);
    returns = new Float64Array(capacity);
    count = 0;
    /** Steps that came after the arrays were full: counted, their times are lost. */
    overflow = 0;
    /** Calls after which another call came instead of a return. */
    unanswered = 0;
    /** Returns that belong to no call. */
    stray = 0;
    underWay = false;
    lastCall = 0;
    lastReturn = 0;
    frame = NaN;
    /** @type {Foreign | null} */
    game = null;

    /** @param {unknown} value */
    called(value) {
      if (!isTime(value) || value === this.lastCall) return;
      this.lastCall = value;
      if (this.underWay) this.unanswered += 1;
      this.underWay = true;
      const frame = this.game && attempt(reads.frame, this.game);
      this.frame = typeof frame === 'number' ? frame : NaN;
    }

    /** @param {unknown} value */
    returned(value) {
      if (!isTime(value) || value === this.lastReturn) return;
      this.lastReturn = value;
      if (!this.underWay || value < this.lastCall) {
        this.stray += 1;
        return;
      }
      this.underWay = false;
      if (this.count === capacity) {
        this.overflow += 1;
        return;
      }
      this.frames[this.count] = this.frame;
      this.calls[this.count] = this.lastCall;
      this.returns[this.count] = value;
      this.count += 1;
    }

    /** What a game brings with it when it is published happened before; at most one step is under way. @param {Foreign} metrics */
    begin(metrics) {
      const call = metrics[CALL];
      const back = metrics[RETURN];
      if (isTime(back)) this.lastReturn = back;
      if (!isTime(call)) return;
      if (call > this.lastReturn) this.called(call);
      else this.lastCall = call;
    }
  }

  const recordings = /** @type {WeakMap<object, Recording>} */ (new WeakMap());
  const hooks = /** @type {WeakMap<object, Hook>} */ (new WeakMap());
  const getters = new WeakSet();
  /** @type {Recording | null} */
  let current = null;
  let checkComes = false;

  /** @param {unknown} value @returns {value is number} */
  function isTime(value) {
    return typeof value === 'number' && value > 0 && value < Infinity;
  }

  /** @param {unknown} value @returns {value is Foreign} */
  function isObject(value) {
    return (typeof value === 'object' && value !== null) || typeof value === 'function';
  }

  /** @param {Read} read @param {Foreign} game */
  function attempt(read, game) {
    try {
      return read(game) ?? null;
    } catch {
      return null;
    }
  }

  /** @param {Foreign} target @param {string} key */
  function find(target, key) {
    for (let owner = target; owner; owner = getPrototypeOf(owner)) {
      const descriptor = getOwnPropertyDescriptor(owner, key);
      if (descriptor) return { descriptor, own: owner === target };
    }
    return { descriptor: undefined, own: false };
  }

  /**
   * Tells `seen` of every value written to a property. Where the property is closed to that, `missedBy` finds out.
   *
   * @param {Foreign} target @param {string} key @param {(value: unknown) => void} seen
   */
  function intercept(target, key, seen) {
    const { descriptor, own } = find(target, key);
    if (own ? !descriptor?.configurable : !isExtensible(target)) return;
    if (own && descriptor?.get && getters.has(descriptor.get)) return;
    const enumerable = own && descriptor?.enumerable === true;
    if (descriptor?.get || descriptor?.set) {
      const { get, set } = descriptor;
      const setAndSee = (/** @type {unknown} */ value) => {
        set?.call(target, value);
        seen(get ? get.call(target) : value);
      };
      place(target, key, enumerable, get && (() => get.call(target)), set && setAndSee);
      return;
    }
    if (descriptor && !descriptor.writable) return;
    let value = descriptor?.value;
    const get = () => value;
    /** @param {unknown} next */
    const set = (next) => {
      value = next;
      seen(next);
    };
    // What is not the object's own becomes so, and is listed, when it is first written to.
    const setAndOwn = (/** @type {unknown} */ next) => {
      place(target, key, true, get, set);
      set(next);
    };
    place(target, key, enumerable, get, own ? set : setAndOwn);
  }

  /**
   * @param {Foreign} target @param {string} key @param {boolean} enumerable
   * @param {(() => unknown) | undefined} get @param {((value: unknown) => void) | undefined} set
   */
  function place(target, key, enumerable, get, set) {
    if (get) getters.add(get);
    defineProperty(target, key, { configurable: true, enumerable, get, set });
  }

  /** @param {unknown} game */
  function adoptGame(game) {
    if (!isObject(game)) return release();
    let recording = recordings.get(game);
    if (!recording && current?.game && isSameGame(game, current.game)) recording = current;
    if (recording !== current) release();
    const isNew = !recording;
    recording ??= new Recording();
    recordings.set(game, recording);
    recording.game = game;
    current = recording;
    if (isNew && isObject(game[METRICS])) recording.begin(game[METRICS]);
    attach(game, recording);
    checkSoon();
  }

  /** A game that is published as a new object in every frame is still the same one. @param {Foreign} a @param {Foreign} b */
  function isSameGame(a, b) {
    const id = attempt(reads.gameId, a);
    return id !== null && id === attempt(reads.gameId, b);
  }

  function release() {
    if (current) current.game = null;
    current = null;
  }

  /** @param {Foreign} game @param {Recording} recording */
  function attach(game, recording) {
    intercept(game, METRICS, (metrics) => {
      adoptMetrics(metrics, recording);
      checkSoon();
    });
    adoptMetrics(game[METRICS], recording);
  }

  /** @param {unknown} metrics @param {Recording} recording */
  function adoptMetrics(metrics, recording) {
    if (!isObject(metrics)) return;
    const hook = hooks.get(metrics) ?? { recording };
    hook.recording = recording;
    hooks.set(metrics, hook);
    recording.called(metrics[CALL]);
    recording.returned(metrics[RETURN]);
    intercept(metrics, CALL, (value) => hook.recording.called(value));
    intercept(metrics, RETURN, (value) => hook.recording.returned(value));
  }

  /** A class that publishes itself in its constructor defines the fields of its subclass afterwards, over what is here. */
  function checkSoon() {
    if (checkComes) return;
    checkComes = true;
    later(() => {
      checkComes = false;
      if (current?.game) attach(current.game, current);
    });
  }

  /** @param {Recording} recording @param {Foreign} game @returns {string | null} why steps have gone past the recorder */
  function missedBy(recording, game) {
    const metrics = game[METRICS];
    if (!isObject(metrics)) return `the game has no ${METRICS}`;
    const seen = { [CALL]: recording.lastCall, [RETURN]: recording.lastReturn };
    for (const [key, last] of Object.entries(seen)) {
      if (isTime(metrics[key]) && metrics[key] !== last) return `${METRICS}.${key} changes without being assigned`;
    }
    return null;
  }

  /** @param {Recording} recording @param {Foreign} game */
  function describe(recording, game) {
    const [gameId, player, state] = [reads.gameId, reads.player, reads.state].map((read) => attempt(read, game));
    return { gameId, player, state, missed: missedBy(recording, game) };
  }

  function read() {
    const ours = getOwnPropertyDescriptor(window, GAME)?.get;
    if (!ours || !getters.has(ours)) return { missed: `window.${GAME} is defined anew, past Object.defineProperty` };
    if (!current?.game) return null;
    const { count, overflow, unanswered, stray, underWay } = current;
    const numbers = (/** @type {Float64Array} */ all) => [...all.subarray(0, count)];
    return {
      ...describe(current, current.game),
      frames: numbers(current.frames).map((frame) => (Number.isInteger(frame) ? frame : null)),
      callMs: numbers(current.calls),
      returnMs: numbers(current.returns),
      overflow,
      unanswered,
      stray,
      underWay,
      nowMs: now(),
    };
  }

  /** A game that is published by a getter is not assigned: the getter is asked at every picture. @param {PropertyDescriptor} published */
  function followGetter(published) {
    const get = () => {
      const game = published.get?.call(window);
      if (isObject(game) !== isObject(current?.game) || (isObject(game) && game !== current?.game)) adoptGame(game);
      return game;
    };
    getters.add(get);
    const look = () => {
      if (getOwnPropertyDescriptor(window, GAME)?.get !== get) return;
      get();
      nextFrame(look);
    };
    later(look);
    return { ...published, configurable: true, get };
  }

  intercept(window, GAME, adoptGame);
  Object.defineProperty = (target, key, descriptor) =>
    defineProperty(
      target,
      key,
      /** @type {any} */ (target) === window && key === GAME && descriptor.get ? followGetter(descriptor) : descriptor,
    );
  defineProperty(window, Symbol.for('harness.stepRecorder'), { value: { read } });
}
