import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseOptions } from '../../../game/web/js/session/options.js';
import { canMove, isOver, TRANSITIONS } from '../../../game/web/js/session/states.js';

test('an address without a query plays with a Worker, the keyboard and WebRTC', () => {
  assert.deepEqual(parseOptions(''), { python: 'worker', bot: 'none', transport: 'rtc' });
});

test('every known value is taken, and parameters of others are left alone', () => {
  assert.deepEqual(parseOptions('?python=direct&bot=cook&transport=relay&theirs=1'), {
    python: 'direct',
    bot: 'cook',
    transport: 'relay',
  });
});

for (const query of ['?python=ruby', '?bot=', '?transport=pigeon', '?bot=Cook']) {
  test(`an unknown value is refused with what is allowed: ${query}`, () => {
    assert.throws(() => parseOptions(query), /does not exist; use one of \w+/);
  });
}

test('the states come in order and failure is possible from every one that is not over', () => {
  const order = /** @type {const} */ (['loading', 'ready', 'waiting', 'connecting', 'playing', 'done']);
  order.slice(1).forEach((state, index) => assert.ok(canMove(order[index], state)));
  for (const state of order) assert.equal(canMove(state, 'failed'), !isOver(state));
  assert.deepEqual(
    Object.keys(TRANSITIONS).filter((state) => isOver(/** @type {any} */ (state))),
    ['done', 'failed'],
  );
});
