import { INTERACT, NOOP } from '../actions.js';
import { chance } from './random.js';

const INTERACT_SHARE = 0.15;
const IDLE_SHARE = 0.25;

/** Walks about at random, now and then trying what is in front of it; the same for the same game and player. */
export class WanderBot {
  #seed;
  #playerId;

  /** @param {{ seed: number, playerId: number }} matched */
  constructor({ seed, playerId }) {
    this.#seed = seed;
    this.#playerId = playerId;
  }

  open() {}

  close() {}

  /** @param {number} frame */
  sample(frame) {
    const drawn = chance(this.#seed, this.#playerId, frame);
    if (drawn < IDLE_SHARE) return NOOP;
    if (drawn < IDLE_SHARE + INTERACT_SHARE) return INTERACT;
    return Math.floor(chance(this.#seed, this.#playerId + 2, frame) * 4);
  }
}
