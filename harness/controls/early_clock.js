/**
 * Makes a page's clock lie about a Worker that is made slower: what the page writes as the return of a step is moved
 * back by the time for which the reply was held, but not before the call. A control: a second clock has to detect it.
 *
 * The stamps are hooked when a request goes out, around what else stands between the page and them, so that whoever
 * reads or records them finds the moved time.
 *
 * Runs as an init script: one self-contained function, before any script of the page.
 *
 * @typedef {{ command: string, earlyMs: number }} EarlyClockOptions
 */

/** @param {EarlyClockOptions} options */
export function earlyClock({ command, earlyMs }) {
  const { defineProperty, getOwnPropertyDescriptor } = Object;
  const page = /** @type {any} */ (window);
  const RETURN = 'stepReturnTimestamp';
  const hooked = new WeakSet();

  /** @param {any} metrics */
  function moveBack(metrics) {
    if (!metrics || hooked.has(metrics)) return;
    hooked.add(metrics);
    const { get, set, value, enumerable = true } = getOwnPropertyDescriptor(metrics, RETURN) ?? {};
    let stamp = value;
    defineProperty(metrics, RETURN, {
      configurable: true,
      enumerable,
      get: get ?? (() => stamp),
      set: (returnMs) => {
        stamp = Math.max(metrics.stepCallTimestamp, returnMs - earlyMs);
        set?.call(metrics, stamp);
      },
    });
  }

  const { Worker } = page;
  page.Worker = class extends Worker {
    /** @param {any[]} args */
    postMessage(...args) {
      if (args[0]?.command === command) moveBack(page.game?.pipelineMetrics);
      super.postMessage(...args);
    }
  };
  defineProperty(page.Worker, 'name', { value: 'Worker' });
}
