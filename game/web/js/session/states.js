/**
 * The named states of a game and the moves between them.
 *
 * @typedef {'loading' | 'ready' | 'waiting' | 'connecting' | 'playing' | 'done' | 'failed'} GameState
 */

/** @type {Readonly<Record<GameState, readonly GameState[]>>} */
export const TRANSITIONS = {
  loading: ['ready', 'failed'],
  ready: ['waiting', 'failed'],
  waiting: ['connecting', 'failed'],
  connecting: ['playing', 'failed'],
  playing: ['done', 'failed'],
  done: [],
  failed: [],
};

/**
 * @param {GameState} from
 * @param {GameState} to
 */
export function canMove(from, to) {
  return TRANSITIONS[from].includes(to);
}

/** @param {GameState} state */
export function isOver(state) {
  return TRANSITIONS[state].length === 0;
}
