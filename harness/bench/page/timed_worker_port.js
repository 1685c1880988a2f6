/**
 * The page's end of timed_worker.js: takes the clock's reading off each reply and hands on what the game's Worker said.
 * The game's page side is given this in place of a Worker.
 */
export class TimedWorkerPort {
  #worker;
  /** How long the Worker was busy with the last request, its own clock. */
  busyMs = 0;
  /** When the page was given the last reply, `performance.now()`. */
  arrivedMs = 0;
  /** @type {((event: any) => void) | null} */
  onmessage = null;
  /** @type {((event: any) => void) | null} */
  onmessageerror = null;
  /** @type {((event: any) => void) | null} */
  onerror = null;

  /** @param {string} script address of timed_worker.js */
  constructor(script) {
    this.#worker = new Worker(script, { type: 'module', name: 'bench timed kitchen python' });
    this.#worker.onmessage = ({ data }) => {
      // reading `data` is what unpacks it, so only now has it arrived
      this.arrivedMs = performance.now();
      this.busyMs = data.busyMs;
      this.onmessage?.({ data: data.message });
    };
    this.#worker.onmessageerror = (event) => this.onmessageerror?.(event);
    this.#worker.onerror = (event) => this.onerror?.(event);
  }

  /** @param {unknown} message */
  postMessage(message) {
    this.#worker.postMessage(message);
  }

  terminate() {
    this.#worker.terminate();
  }
}
