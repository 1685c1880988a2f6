/**
 * Runs in a page through DevTools: times each key until the picture of the game has changed, to the nearest repaint. Rows of
 * the picture that change before it is told to begin, such as a clock's, are left out, and those near them. A key that is
 * pressed before the last one has shown is not timed.
 */
(/** @type {string} */ selector) => {
  const [columns, rows] = [64, 48];
  const leastDifference = 45;
  const near = 3;
  const context = new OffscreenCanvas(columns, rows).getContext('2d', { willReadFrequently: true });
  /** @type {number[]} */
  const delaysMs = [];
  /** @type {Set<number>} */
  const restless = new Set();
  /** @type {{ atMs: number, before: Uint8ClampedArray } | null} */
  let pressed = null;
  /** @type {Uint8ClampedArray | null} */
  let last = null;
  let changedMs = performance.now();
  let begun = false;

  const look = () => {
    const canvas = document.querySelector(selector);
    if (!context || !(canvas instanceof HTMLCanvasElement)) return null;
    context.drawImage(canvas, 0, 0, columns, rows);
    return context.getImageData(0, 0, columns, rows).data;
  };
  /** @param {Uint8ClampedArray} before @param {Uint8ClampedArray} after */
  const changedRows = (before, after) => {
    /** @type {Set<number>} */
    const found = new Set();
    after.forEach((value, i) => {
      if (Math.abs(value - (before[i] ?? value)) > leastDifference) found.add(Math.floor(i / 4 / columns));
    });
    return [...found].filter((row) => !restless.has(row));
  };
  const tick = () => {
    const now = look();
    if (now && pressed && changedRows(pressed.before, now).length > 0) {
      delaysMs.push(performance.now() - pressed.atMs);
      pressed = null;
    }
    const changed = now && last ? changedRows(last, now) : [];
    if (!begun) for (const row of changed) for (let by = -near; by <= near; by++) restless.add(row + by);
    if (changed.length > 0) changedMs = performance.now();
    last = now;
    requestAnimationFrame(tick);
  };
  addEventListener(
    'keydown',
    ({ timeStamp, isTrusted }) => {
      const before = pressed || !isTrusted ? null : look();
      if (before) pressed = { atMs: timeStamp, before };
    },
    { capture: true },
  );
  requestAnimationFrame(tick);
  const seen = {
    delaysMs,
    begin: () => {
      begun = true;
    },
    /** For how long nothing has changed; none while a key has not shown. */
    stillMs: () => (pressed ? 0 : performance.now() - changedMs),
    forget: () => {
      pressed = null;
    },
  };
  Object.defineProperty(window, Symbol.for('harness.keyDelay'), { value: seen });
};
