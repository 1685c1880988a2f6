/**
 * Records when the page could not run: the moments at which a timer chain came to its turn, and the long tasks that the
 * browser reports by itself (https://w3c.github.io/longtasks/).
 *
 * The chain is `setTimeout(10)`. Messages to oneself would be finer, but they keep the page's thread and with it a whole
 * processor busy, which disturbs what is measured; timers of 10 ms are above the 4 ms to which browsers clamp a chain.
 *
 * Runs as an init script: one self-contained function, before any script of the page.
 *
 * @typedef {{ intervalMs: number, capacity: number }} FreezeRecorderOptions
 */

/** @param {FreezeRecorderOptions} options */
export function recordFreezes({ intervalMs, capacity }) {
  const setTimer = window.setTimeout.bind(window);
  const clearTimer = window.clearTimeout.bind(window);
  const now = performance.now.bind(performance);
  const turns = new Float64Array(capacity);
  let count = 0;
  /** Set when the arrays are full: the recorder stops and does not pretend to have gone on. */
  let full = false;
  let running = true;
  let timer = 0;
  /** @type {[number, number][]} */
  const longTasks = [];

  function note() {
    if (count === capacity) full = true;
    else turns[count++] = now();
  }

  function turn() {
    note();
    if (full) end();
    else timer = setTimer(turn, intervalMs);
  }

  /** @param {PerformanceEntryList} entries */
  function takeTasks(entries) {
    for (const { startTime, duration } of entries)
      if (longTasks.length < capacity) longTasks.push([startTime, duration]);
  }

  const observer = new PerformanceObserver((list) => takeTasks(list.getEntries()));

  function end() {
    running = false;
    clearTimer(timer);
    takeTasks(observer.takeRecords());
    observer.disconnect();
  }

  async function stop() {
    if (running) {
      note();
      // A task is reported after its end: let the last one be.
      await new Promise((resolve) => setTimer(resolve, intervalMs));
      if (running) end();
    }
    return { turnsMs: Array.from(turns.subarray(0, count)), longTasks, full };
  }

  turn();
  if (PerformanceObserver.supportedEntryTypes.includes('longtask'))
    observer.observe({ type: 'longtask', buffered: true });
  Object.defineProperty(window, Symbol.for('harness.freezeRecorder'), { value: { mark: now, stop } });
}
