import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inWords } from '../../../game/web/js/view/canvas/words.js';

const KITCHEN = { terrain: ['XPX', 'O D', 'XSX'], cookTime: 20 };

/** @param {Partial<import('../../../game/web/js/session/types.js').Drawing>} changed */
function drawing(changed) {
  /** @type {import('../../../game/web/js/session/types.js').Drawing} */
  const usual = {
    cooks: [
      [1, 1, 0, ''],
      [1, 1, 2, 'onion'],
    ],
    pots: [[1, 0, 2, 0]],
    things: [],
    score: 20,
    framesLeft: 10,
  };
  return { ...usual, ...changed };
}

test('a kitchen in words has the score, both cooks, oneself first, and the pots', () => {
  assert.equal(
    inWords(KITCHEN, drawing({}), 1),
    'The kitchen, seen from above. The score is 20. ' +
      'You face an onion crate, left, column 2, row 2, and hold an onion. ' +
      'Your partner faces a pot, up, column 2, row 2, and holds nothing. The pot has 2 of 3 onions.',
  );
  assert.match(inWords(KITCHEN, drawing({}), 0), /You face a pot, .* Your partner faces an onion crate/);
});

test('a pot cooks, then it is ready, and several are told apart', () => {
  const pots = /** @type {[number, number, number, number][]} */ ([
    [1, 0, 3, 19],
    [0, 0, 3, 20],
  ]);
  assert.match(inWords(KITCHEN, drawing({ pots }), 0), /Pot 1 cooks\. Pot 2 is ready\.$/);
});
