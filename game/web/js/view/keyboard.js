/**
 * Turns keys into one action a frame.
 *
 * A tap is one action however short it is, since it waits in a queue for its frame. A direction that is held repeats at a
 * pace that a person can steer, not at the frame rate; interact does not repeat, or a held key would take and put
 * the same onion thirty times a second.
 */
import { DOWN, INTERACT, LEFT, NOOP, RIGHT, UP } from './actions.js';

/** @type {ReadonlyMap<string, number>} by the place of the key, so that WASD is one block on every keyboard */
const KEYS = new Map([
  ['ArrowUp', UP],
  ['ArrowDown', DOWN],
  ['ArrowLeft', LEFT],
  ['ArrowRight', RIGHT],
  ['KeyW', UP],
  ['KeyS', DOWN],
  ['KeyA', LEFT],
  ['KeyD', RIGHT],
  ['Space', INTERACT],
  ['Enter', INTERACT],
]);

const STEPS_A_SECOND = 8;
const MAX_QUEUED = 4;

export class Keyboard {
  #target;
  #repeatFrames;
  /** @type {number[]} taps that wait for their frame */
  #queue = [];
  /** @type {string[]} direction keys held down, the last pressed last */
  #held = [];
  #frameOfLastStep = 0;

  /**
   * @param {Pick<Window, 'addEventListener' | 'removeEventListener'>} target
   * @param {number} fps
   */
  constructor(target, fps) {
    this.#target = target;
    this.#repeatFrames = Math.max(1, Math.round(fps / STEPS_A_SECOND));
  }

  open() {
    this.#target.addEventListener('keydown', this.#press);
    this.#target.addEventListener('keyup', this.#release);
    this.#target.addEventListener('blur', this.#releaseAll);
  }

  close() {
    this.#target.removeEventListener('keydown', this.#press);
    this.#target.removeEventListener('keyup', this.#release);
    this.#target.removeEventListener('blur', this.#releaseAll);
    this.#releaseAll();
    this.#queue = [];
  }

  /** @param {number} frame */
  sample(frame) {
    const tapped = this.#queue.shift();
    if (tapped !== undefined) {
      this.#frameOfLastStep = frame;
      return tapped;
    }
    const key = this.#held.at(-1);
    if (key === undefined || frame - this.#frameOfLastStep < this.#repeatFrames) return NOOP;
    this.#frameOfLastStep = frame;
    return KEYS.get(key) ?? NOOP;
  }

  /** @param {KeyboardEvent} event */
  #press = (event) => {
    const action = KEYS.get(event.code);
    if (action === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (event.repeat) return;
    if (this.#queue.length < MAX_QUEUED) this.#queue.push(action);
    if (action !== INTERACT) this.#held = [...this.#held.filter((code) => code !== event.code), event.code];
  };

  /** @param {KeyboardEvent} event */
  #release = (event) => {
    this.#held = this.#held.filter((code) => code !== event.code);
  };

  #releaseAll = () => {
    this.#held = [];
  };
}
