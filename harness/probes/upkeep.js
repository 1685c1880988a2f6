/**
 * Keeps a list of what a page or a Worker keeps going outside its heap, each with the place in its code that asked for
 * it: timers and pictures still to come, and addresses of blobs, whose bytes live in the browser until they are given up.
 *
 * A game that is held (`frame_hold.js`) does not wait for its step: a timer of three seconds or more that is due
 * meanwhile goes on, once the game does, with the time that was left to it.
 *
 * Runs in a page as an init script, before any script of the page, and in a Worker before its first message.
 */
() => {
  const KEY = Symbol.for('harness.upkeep');
  const scope = /** @type {any} */ (globalThis);
  // a Worker that is only being made has no timers yet; this runs again once its script is there
  if (KEY in scope || !scope.setTimeout) return;
  const LONG_MS = 3000;
  const now = performance.now.bind(performance);
  /** @type {{ since: number, late: Array<() => void> } | null} */
  let hold = null;
  /** @typedef {Map<number | string, string>} Places */
  const kept = {
    window_timers: /** @type {Places} */ (new Map()),
    window_frames: /** @type {Places} */ (new Map()),
    object_urls: /** @type {Places} */ (new Map()),
  };

  /** 'setInterval at ticker.js:94', of the innermost script that has an address. @param {string} what */
  function place(what) {
    const line = /[^/]+:\d+(?=:\d+\)?$)/m.exec((new Error('where').stack ?? '').replace(/^.*<anonymous>.*$/gm, ''));
    return line ? `${what} at ${line[0]}` : what;
  }

  /** @type {Map<number, number>} what a timer is called since it was held up */
  const moved = new Map();

  /** @param {Places} places @param {string} ask @param {string[]} cancels @param {boolean} once */
  function watch(places, ask, cancels, once) {
    const original = scope[ask];
    if (!original) return;
    scope[ask] = (/** @type {unknown} */ run, /** @type {unknown[]} */ ...rest) => {
      // What is no function is compiled by the browser: a page with a Content-Security-Policy has none.
      if (typeof run !== 'function') return original.call(scope, run, ...rest);
      const delay = Number(rest[0]);
      const due = now() + delay;
      const called = (/** @type {unknown[]} */ ...given) => {
        if (once && hold && delay >= LONG_MS) {
          const left = due - hold.since;
          hold.late.push(() => {
            if (places.has(id)) moved.set(id, original.call(scope, called, left, ...given));
          });
          return undefined;
        }
        if (once) places.delete(id);
        moved.delete(id);
        return run.apply(scope, given);
      };
      /** @type {number} */
      const id = original.call(scope, called, ...rest);
      places.set(id, place(ask));
      return id;
    };
    for (const name of cancels) {
      const cancel = scope[name];
      scope[name] = (/** @type {number} */ id) => {
        places.delete(Number(id));
        return cancel.call(scope, moved.get(Number(id)) ?? id);
      };
    }
  }

  watch(kept.window_timers, 'setInterval', ['clearInterval', 'clearTimeout'], false);
  watch(kept.window_timers, 'setTimeout', ['clearTimeout', 'clearInterval'], true);
  watch(kept.window_frames, 'requestAnimationFrame', ['cancelAnimationFrame'], true);
  const { createObjectURL, revokeObjectURL } = URL;
  URL.createObjectURL = (object) => {
    const url = createObjectURL.call(URL, object);
    kept.object_urls.set(url, place(`${object.constructor.name} given an address`));
    return url;
  };
  URL.revokeObjectURL = (url) => {
    kept.object_urls.delete(String(url));
    revokeObjectURL.call(URL, url);
  };
  const read = () => Object.fromEntries(Object.entries(kept).map(([layer, places]) => [layer, [...places.values()]]));
  function release() {
    const late = hold?.late ?? [];
    hold = null;
    for (const goOn of late) goOn();
  }
  Object.defineProperty(scope, KEY, { value: { read, hold: () => (hold = { since: now(), late: [] }), release } });
};
