import assert from 'node:assert/strict';
import { test } from 'node:test';

import { MAX_CATCH_UP_FRAMES, Ticker } from '../../../game/web/js/session/ticker.js';
import { FakeClock } from './fake_clock.js';

/** @typedef {import('../../../game/web/js/session/ticker.js').TickOutcome} TickOutcome */

/** @param {{ fps?: number, outcome?: () => TickOutcome }} [options] */
function started({ fps = 50, outcome = () => 'made' } = {}) {
  const clock = new FakeClock();
  /** @type {number[]} */
  const times = [];
  const ticker = new Ticker({
    fps,
    clock,
    tick: async () => {
      times.push(clock.now());
      return outcome();
    },
  });
  ticker.start();
  return { clock, ticker, times };
}

test('frames come at the frame rate', async () => {
  const { clock, times } = started();
  await clock.advance(1000);
  assert.deepEqual(times.slice(0, 4), [0, 20, 40, 60]);
  assert.equal(times.length, 51);
});

test('timers that come late do not make the game slower', async () => {
  const { clock, times } = started();
  clock.lateMs = 7;
  await clock.advance(2000);
  assert.ok(times.length >= 99, `${times.length} frames`);
});

test('after a short freeze the missing frames are made up', async () => {
  const { clock, times } = started();
  await clock.advance(200);
  clock.freeze(60);
  await clock.advance(740);
  assert.equal(times.length, 51);
});

test('after a long freeze only a few frames are made up', async () => {
  const { clock, times } = started();
  await clock.advance(200);
  clock.freeze(5000);
  await clock.advance(10);
  assert.ok(times.length <= 11 + MAX_CATCH_UP_FRAMES + 2, `${times.length} frames`);
});

test('a tick that takes long is not overlapped by the next', async () => {
  const clock = new FakeClock();
  /** @type {Array<() => void>} */
  const finish = [];
  let running = 0;
  const ticker = new Ticker({
    fps: 50,
    clock,
    tick: async () => {
      running += 1;
      await new Promise((resolve) => finish.push(() => resolve(undefined)));
      running -= 1;
      return 'made';
    },
  });
  ticker.start();
  await clock.advance(100);
  ticker.poke();
  await clock.advance(100);
  assert.equal(running, 1);
  assert.equal(finish.length, 1);
  finish[0]();
  await clock.advance(0);
  assert.equal(finish.length, 2);
});

test('a held frame is tried again at the frame rate, and at once when poked', async () => {
  let outcome = /** @type {TickOutcome} */ ('held');
  const { clock, ticker, times } = started({ outcome: () => outcome });
  await clock.advance(50);
  assert.deepEqual(times, [0, 20, 40]);
  outcome = 'made';
  ticker.poke();
  assert.equal(times.at(-1), 50);
});

test('a poke before the frame is due changes nothing', async () => {
  const { clock, ticker, times } = started();
  await clock.advance(5);
  ticker.poke();
  await clock.advance(5);
  assert.deepEqual(times, [0]);
});

test('frames can be put off', async () => {
  const { clock, ticker, times } = started();
  await clock.advance(0);
  ticker.delay(2);
  await clock.advance(100);
  assert.deepEqual(times, [0, 60, 80, 100]);
});

test('nothing is left after the end, by itself or by stop', async () => {
  const ended = started({ outcome: () => 'over' });
  await ended.clock.advance(100);
  assert.equal(ended.times.length, 1);
  assert.equal(ended.clock.pending, 0);
  const stopped = started();
  await stopped.clock.advance(30);
  stopped.ticker.stop();
  stopped.ticker.poke();
  await stopped.clock.advance(100);
  assert.equal(stopped.times.length, 2);
  assert.equal(stopped.clock.pending, 0);
});
