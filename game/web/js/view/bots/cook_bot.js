import { NOOP } from '../actions.js';

/** placeholder until the planner lands */
export class CookBot {
  /** @param {{ playerId: number, inputDelay: number, seed: number }} matched */
  constructor(matched) {
    this.matched = matched;
  }

  open() {}

  close() {}

  sample() {
    return NOOP;
  }
}
