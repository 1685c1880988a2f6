/**
 * Runs in the page before its own scripts: the first messages to a new worker wait until the eye is in it, so
 * that nothing of its Python is missed. A worker into which no eye comes gets them a little later.
 */
(() => {
  const { Worker } = globalThis;
  if (!Worker) return;
  const PATIENCE_MS = 8000;
  /** @type {Set<() => void>} */
  const held = new Set();
  Object.defineProperty(globalThis, '__memoryGate', {
    // workers are attached to in the order in which they were made
    value: () => [...held].at(0)?.(),
  });

  /** @param {any} worker */
  const hold = (worker) => {
    /** @type {any[][]} */
    const waiting = [];
    const release = () => {
      clearTimeout(timer);
      held.delete(release);
      delete worker.postMessage;
      for (const message of waiting) worker.postMessage(...message);
    };
    const timer = setTimeout(release, PATIENCE_MS);
    /** @param {any[]} message */
    worker.postMessage = (...message) => void waiting.push(message);
    held.add(release);
  };

  globalThis.Worker = new Proxy(Worker, {
    construct(target, args, newTarget) {
      const worker = Reflect.construct(target, args, newTarget);
      hold(worker);
      return worker;
    },
  });
})();
