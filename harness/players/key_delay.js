/**
 * Runs in a page through DevTools: times each key until the kitchen has changed below the line with clock and score, to the
 * nearest repaint. A key that is pressed before the last one has shown is not timed.
 */
(/** @type {string} */ selector) => {
  const [columns, rows, clockRows] = [64, 48, 12];
  const leastDifference = 45;
  const context = new OffscreenCanvas(columns, rows).getContext('2d', { willReadFrequently: true });
  /** @type {number[]} */
  const delaysMs = [];
  /** @type {{ atMs: number, before: Uint8ClampedArray } | null} */
  let pressed = null;

  const look = () => {
    const canvas = document.querySelector(selector);
    if (!context || !(canvas instanceof HTMLCanvasElement)) return null;
    context.drawImage(canvas, 0, 0, columns, rows);
    return context.getImageData(0, clockRows, columns, rows - clockRows).data;
  };
  const tick = () => {
    const after = pressed && look();
    if (pressed && after?.some((value, i) => Math.abs(value - (pressed?.before[i] ?? value)) > leastDifference)) {
      delaysMs.push(performance.now() - pressed.atMs);
      pressed = null;
    }
    requestAnimationFrame(tick);
  };
  addEventListener(
    'keydown',
    ({ timeStamp }) => {
      const before = pressed ? null : look();
      if (before) pressed = { atMs: timeStamp, before };
    },
    { capture: true },
  );
  requestAnimationFrame(tick);
  Object.defineProperty(window, Symbol.for('harness.keyDelay'), { value: delaysMs });
};
