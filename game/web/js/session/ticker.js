/**
 * Calls one asynchronous tick a frame, never two at once, and holds the frame rate without drift.
 *
 * Timers come late; so each frame's due time follows from the one before and not from when its timer fired. A page that
 * was held up makes up a few frames and lets the others go. `requestAnimationFrame` is not used: it stops in windows
 * that are not shown.
 *
 * @typedef {'made' | 'held' | 'over'} TickOutcome  a frame was made; none could be made yet; there are no more
 * @typedef {{ now(): number, setTimer(run: () => void, ms: number): unknown, clearTimer(id: any): void }} Clock
 */

/** @type {Clock} */
export const PAGE_CLOCK = {
  now: () => performance.now(),
  setTimer: (run, ms) => setTimeout(run, ms),
  clearTimer: (id) => clearTimeout(id),
};

export const MAX_CATCH_UP_FRAMES = 5;

export class Ticker {
  #frameMs;
  #tick;
  #clock;
  /** @type {unknown} */
  #timer = null;
  #running = false;
  #ticking = false;
  #dueMs = 0;

  /**
   * @param {{ fps: number, tick: () => Promise<TickOutcome>, clock?: Clock }} options
   *   `tick` handles its own errors
   */
  constructor({ fps, tick, clock = PAGE_CLOCK }) {
    this.#frameMs = 1000 / fps;
    this.#tick = tick;
    this.#clock = clock;
  }

  get running() {
    return this.#running;
  }

  start() {
    if (this.#running) return;
    this.#running = true;
    this.#dueMs = this.#clock.now();
    this.#schedule(0);
  }

  stop() {
    this.#running = false;
    this.#clearTimer();
  }

  /**
   * Something has arrived that a held frame may have waited for. Also keeps a window in the background in time, whose
   * timers the browser slows down to one a second but whose messages it delivers.
   */
  poke() {
    if (this.#running && !this.#ticking && this.#clock.now() >= this.#dueMs) {
      this.#clearTimer();
      void this.#run();
    }
  }

  /**
   * Puts the frames to come off, so that a player who runs ahead falls in with the partner.
   *
   * @param {number} frames may be a fraction
   */
  delay(frames) {
    this.#dueMs += frames * this.#frameMs;
  }

  /** Forgets frames that are late: they are not made up. */
  forgetLateness() {
    this.#dueMs = Math.max(this.#dueMs, this.#clock.now());
  }

  /** @param {number} ms */
  #schedule(ms) {
    this.#clearTimer();
    this.#timer = this.#clock.setTimer(() => void this.#run(), ms);
  }

  #clearTimer() {
    if (this.#timer !== null) this.#clock.clearTimer(this.#timer);
    this.#timer = null;
  }

  async #run() {
    this.#timer = null;
    if (!this.#running || this.#ticking) return;
    const early = this.#dueMs - this.#clock.now();
    if (early > 0) {
      this.#schedule(early);
      return;
    }
    this.#ticking = true;
    const outcome = await this.#tick();
    this.#ticking = false;
    if (!this.#running) return;
    if (outcome === 'over') {
      this.stop();
      return;
    }
    const oldest = this.#clock.now() - MAX_CATCH_UP_FRAMES * this.#frameMs;
    if (outcome === 'made') this.#dueMs += this.#frameMs;
    this.#dueMs = Math.max(this.#dueMs, oldest);
    this.#schedule(outcome === 'held' ? this.#frameMs : Math.max(0, this.#dueMs - this.#clock.now()));
  }
}
