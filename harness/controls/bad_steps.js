/**
 * Makes single steps of a game bad, from outside, where the page sends them to its Worker. A control.
 *
 * - moves: the step is made with other moves than the players';
 * - refused: the step is made with moves that there are not, so that Python raises an error;
 * - busy: the page's thread is kept busy once the step is over.
 *
 * Runs as an init script: one self-contained function, before any script of the page.
 *
 * @typedef {{ command: string, how: 'moves' | 'refused' | 'busy', from: number, to: number, every: number, busyMs: number }} BadStepsOptions
 */

/** @param {BadStepsOptions} options  steps count from 1, in each Worker; `from` and `to` are bad ones too */
export function badSteps({ command, how, from, to, every, busyMs }) {
  const MOVES = 4;
  const now = performance.now.bind(performance);
  const setTimer = window.setTimeout.bind(window);

  function keepBusy() {
    const endMs = now() + busyMs;
    while (now() < endMs);
  }

  /** @type {Record<BadStepsOptions['how'], (message: any, worker: Worker) => any>} */
  const made = {
    moves: (message) => ({
      ...message,
      args: [message.args[0].map((/** @type {number} */ move) => (move + 1) % MOVES)],
    }),
    refused: (message) => ({ ...message, args: [[-1, -1]] }),
    busy: (message, worker) => {
      worker.addEventListener('message', () => setTimer(keepBusy, 0), { once: true });
      return message;
    },
  };

  const { Worker } = window;
  /** @type {WeakMap<Worker, number>} */
  const steps = new WeakMap();
  const { postMessage } = Worker.prototype;
  /** @this {Worker} @param {any[]} message */
  Worker.prototype.postMessage = function (...message) {
    if (message[0]?.command === command) {
      const step = (steps.get(this) ?? 0) + 1;
      steps.set(this, step);
      if (step >= from && step <= to && step % every === 0) message[0] = made[how](message[0], this);
    }
    return postMessage.apply(this, /** @type {any} */ (message));
  };
}
