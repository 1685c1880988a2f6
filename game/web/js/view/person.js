/**
 * Turns keys and touched buttons into one action a frame.
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

export class Person {
  #target;
  #pad;
  #repeatFrames;
  /** @type {number[]} taps that wait for their frame */
  #queue = [];
  /** @type {string[]} directions held, as keys, the last pressed last */
  #held = [];
  /** @type {Map<number, string>} which button each finger is on */
  #fingers = new Map();
  #frameOfLastStep = 0;

  /**
   * @param {Pick<Window, 'addEventListener' | 'removeEventListener'>} target
   * @param {number} fps
   * @param {Pick<HTMLElement, 'addEventListener' | 'removeEventListener'>} pad its buttons name the key that they stand for
   */
  constructor(target, fps, pad) {
    this.#target = target;
    this.#pad = pad;
    this.#repeatFrames = Math.max(1, Math.round(fps / STEPS_A_SECOND));
  }

  open() {
    for (const [target, type, listener] of this.#listeners()) target.addEventListener(type, listener);
  }

  close() {
    for (const [target, type, listener] of this.#listeners()) target.removeEventListener(type, listener);
    this.#releaseAll();
    this.#queue = [];
  }

  /** @returns {[Pick<EventTarget, 'addEventListener' | 'removeEventListener'>, string, (event: any) => void][]} */
  #listeners() {
    return [
      [this.#target, 'keydown', this.#press],
      [this.#target, 'keyup', this.#release],
      [this.#target, 'blur', this.#releaseAll],
      [this.#target, 'pointerup', this.#lift],
      [this.#target, 'pointercancel', this.#lift],
      [this.#pad, 'pointerdown', this.#touch],
      [this.#pad, 'click', this.#click],
    ];
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
    if (!event.repeat) this.#begin(event.code, action);
  };

  /** @param {KeyboardEvent} event */
  #release = (event) => this.#end(event.code);

  /** @param {PointerEvent} event */
  #touch = (event) => {
    const [code, action] = keyOf(event);
    if (action === undefined) return;
    event.preventDefault();
    this.#fingers.set(event.pointerId, code);
    this.#begin(code, action);
  };

  /** @param {PointerEvent} event */
  #lift = (event) => {
    this.#end(this.#fingers.get(event.pointerId));
    this.#fingers.delete(event.pointerId);
  };

  /** @param {MouseEvent} event of assistive software, which presses buttons without a pointer */
  #click = (event) => {
    const [code, action] = keyOf(event);
    if (event.detail > 0 || action === undefined) return;
    this.#begin(code, action);
    this.#end(code);
  };

  /** @param {string} code @param {number} action */
  #begin(code, action) {
    if (this.#queue.length < MAX_QUEUED) this.#queue.push(action);
    if (action !== INTERACT) this.#held = [...this.#held.filter((other) => other !== code), code];
  }

  /** @param {string | undefined} code */
  #end(code) {
    this.#held = this.#held.filter((other) => other !== code);
  }

  #releaseAll = () => {
    this.#held = [];
    this.#fingers.clear();
  };
}

/**
 * The key that the button of an event stands for, and its action.
 *
 * @param {Event} event
 * @returns {[string, number | undefined]}
 */
function keyOf(event) {
  const button = /** @type {Element} */ (event.target).closest?.('[data-key]');
  const code = button?.getAttribute('data-key') ?? '';
  return [code, KEYS.get(code)];
}
