import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { CookBot } from '../../../game/web/js/view/bots/cook_bot.js';
import { WanderBot } from '../../../game/web/js/view/bots/wander_bot.js';
import { HAS_PYTHON, KitchenProcess, playGame } from './kitchen_process.js';

const LAYOUTS = [
  'cramped_room',
  'asymmetric_advantages',
  'coordination_ring',
  'forced_coordination',
  'counter_circuit',
  'grand_kitchen',
];
const skip = HAS_PYTHON ? false : 'needs Python 3.11 or newer on the PATH';

/** @type {KitchenProcess | null} */
let kitchen = null;
const theKitchen = () => (kitchen ??= new KitchenProcess());
after(() => kitchen?.close());

/** @param {number} seed @param {number} inputDelay */
const cooks = (seed, inputDelay) => [0, 1].map((playerId) => new CookBot({ playerId, seed, inputDelay }));

for (const layout of LAYOUTS) {
  test(`two bots that cook serve soup in ${layout}`, { skip }, async () => {
    const game = { layout, frames: 450, seed: 3, inputDelay: 3 };
    const { score } = await playGame(theKitchen(), game, cooks(3, 3));
    assert.ok(score >= 20, `score ${score}`);
  });

  test(`they do not block each other for good in ${layout}`, { skip }, async () => {
    const short = await playGame(theKitchen(), { layout, frames: 1000, seed: 9, inputDelay: 1 }, cooks(9, 1));
    const long = await playGame(theKitchen(), { layout, frames: 2000, seed: 9, inputDelay: 1 }, cooks(9, 1));
    assert.ok(long.score >= 1.5 * short.score, `${short.score} after 1000 frames, ${long.score} after 2000`);
  });
}

test('a bot does the same in the same game', { skip }, async () => {
  const game = { layout: 'counter_circuit', frames: 200, seed: 4, inputDelay: 3 };
  const first = await playGame(theKitchen(), game, cooks(4, 3));
  assert.deepEqual(await playGame(theKitchen(), game, cooks(4, 3)), first);
});

test('a bot that wanders follows from the seed and the player, and uses every action', () => {
  const walk = (/** @type {number} */ seed, /** @type {number} */ playerId) => {
    const bot = new WanderBot({ seed, playerId });
    return Array.from({ length: 500 }, (_, frame) => bot.sample(frame));
  };
  assert.deepEqual(walk(1, 0), walk(1, 0));
  assert.notDeepEqual(walk(1, 0), walk(2, 0));
  assert.notDeepEqual(walk(1, 0), walk(1, 1));
  assert.deepEqual([...new Set(walk(1, 0))].sort(), [0, 1, 2, 3, 4, 6]);
});
