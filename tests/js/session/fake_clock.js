/** A clock that goes only when told; timers run in the order of their times. */
export class FakeClock {
  #nowMs = 0;
  #next = 1;
  /** @type {Map<number, { atMs: number, run: () => void }>} */
  #timers = new Map();
  /** Added to every timer, as a busy browser does. */
  lateMs = 0;

  now = () => this.#nowMs;

  /** @param {() => void} run @param {number} ms */
  setTimer = (run, ms) => {
    const id = this.#next++;
    this.#timers.set(id, { atMs: this.#nowMs + Math.max(0, ms) + this.lateMs, run });
    return id;
  };

  /** @param {any} id */
  clearTimer = (id) => {
    this.#timers.delete(id);
  };

  get pending() {
    return this.#timers.size;
  }

  /** @param {number} ms */
  async advance(ms) {
    await settle();
    const endMs = this.#nowMs + ms;
    for (;;) {
      const due = [...this.#timers]
        .filter(([, timer]) => timer.atMs <= endMs)
        .sort(([, a], [, b]) => a.atMs - b.atMs)[0];
      if (!due) break;
      this.#timers.delete(due[0]);
      this.#nowMs = Math.max(this.#nowMs, due[1].atMs);
      due[1].run();
      await settle();
    }
    this.#nowMs = endMs;
    await settle();
  }

  /** The page is busy: time goes by and no timer runs. @param {number} ms */
  freeze(ms) {
    this.#nowMs += ms;
  }
}

/** Lets every promise that can settle do so. */
export async function settle() {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
