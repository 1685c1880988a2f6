/**
 * Who plays for this player: the person at the keyboard or the touch pad, or a bot that the address asked for.
 *
 * @typedef {import('../session/options.js').PageOptions} PageOptions
 * @typedef {import('../session/lobby_socket.js').Matched} Matched
 */
import { CookBot } from './bots/cook_bot.js';
import { WanderBot } from './bots/wander_bot.js';
import { Person } from './person.js';

/**
 * @param {PageOptions['bot']} bot
 * @param {Matched} matched
 * @param {HTMLElement} pad
 * @returns {import('../session/game_session.js').Input}
 */
export function createInput(bot, matched, pad) {
  if (bot === 'cook') return new CookBot(matched);
  if (bot === 'wander') return new WanderBot(matched);
  return new Person(window, matched.fps, pad);
}
