import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Lockstep, NOOP } from '../../../game/web/js/session/lockstep.js';
import { chance } from '../../../game/web/js/view/bots/random.js';

/** @typedef {{ deliverAt: number, to: number, packet: string }} Flight */

const hashOf = (/** @type {number} */ frame) => frame.toString(16).padStart(16, '0');
const inputOf = (/** @type {number} */ player, /** @type {number} */ frame) => (frame * 5 + player * 3) % 7;

/**
 * Two players over a network that may lose, repeat, delay and reorder; time counts ticks.
 *
 * @param {{ frames: number, inputDelay: number, loss?: number, repeat?: number, delay?: (draw: number) => number,
 *   hash?: (player: number, frame: number) => string, maxTicks?: number }} options
 */
function simulate({
  frames,
  inputDelay,
  loss = 0,
  repeat = 0,
  delay = () => 1,
  hash = (_, f) => hashOf(f),
  maxTicks = 20_000,
}) {
  const players = [0, 1].map((playerId) => new Lockstep({ playerId, frames, inputDelay }));
  /** @type {number[][][]} */
  const steps = [[], []];
  /** @type {Flight[]} */
  let flights = [];
  let draws = 0;
  let mostHeld = 0;
  let longestPacket = 0;
  const draw = () => chance(1, 0, draws++);
  players.forEach((player, id) => player.addHash(hash(id, 0)));
  let tick = 0;
  const over = () => players.every((player) => player.finished && player.partnerFinished);
  for (; tick < maxTicks && !over(); tick += 1) {
    const arrived = flights.filter((flight) => flight.deliverAt <= tick);
    flights = flights.filter((flight) => flight.deliverAt > tick);
    for (const { to, packet } of arrived) assert.ok(players[to].receive(packet), packet);
    players.forEach((player, id) => {
      if (player.needsInput) player.addInput(inputOf(id, player.frame));
      if (player.canStep) {
        steps[id].push(player.actions());
        player.advance();
        player.addHash(hash(id, player.frame));
      }
      mostHeld = Math.max(mostHeld, player.held);
      const packet = player.packet();
      longestPacket = Math.max(longestPacket, packet.length);
      const copies = draw() < repeat ? 2 : 1;
      for (let copy = 0; copy < copies; copy += 1) {
        if (draw() >= loss) flights.push({ deliverAt: tick + delay(draw()), to: 1 - id, packet });
      }
    });
  }
  return { players, steps, tick, mostHeld, longestPacket, over: over() };
}

/** @param {number} frames @param {number} inputDelay */
function expectedSteps(frames, inputDelay) {
  return Array.from({ length: frames }, (_, step) =>
    [0, 1].map((player) => (step < inputDelay ? NOOP : inputOf(player, step - inputDelay))),
  );
}

test('both players make the same steps from the inputs given an input delay earlier', () => {
  const { steps, over, players } = simulate({ frames: 50, inputDelay: 3 });
  assert.ok(over);
  assert.deepEqual(steps[0], expectedSteps(50, 3));
  assert.deepEqual(steps[1], steps[0]);
  assert.equal(players[0].desync, null);
});

test('an input delay longer than the way lets no frame wait', () => {
  const { tick } = simulate({ frames: 100, inputDelay: 3, delay: () => 2 });
  assert.ok(tick <= 100 + 4, `${tick} ticks`);
});

for (const inputDelay of [0, 1, 3, 8]) {
  test(`loss, repeats and reordering change nothing, input delay ${inputDelay}`, () => {
    const frames = 300;
    const result = simulate({ frames, inputDelay, loss: 0.4, repeat: 0.3, delay: (draw) => 1 + Math.floor(draw * 7) });
    assert.ok(result.over);
    assert.deepEqual(result.steps[0], expectedSteps(frames, inputDelay));
    assert.deepEqual(result.steps[1], result.steps[0]);
    assert.equal(result.players[0].desync, null);
    assert.ok(result.mostHeld < 200, `${result.mostHeld} entries held`);
    assert.ok(result.longestPacket < 2048, `${result.longestPacket} bytes`);
  });
}

test('memory does not grow with the length of the game', () => {
  const short = simulate({ frames: 100, inputDelay: 3, delay: () => 3 });
  const long = simulate({ frames: 5000, inputDelay: 3, delay: () => 3 });
  assert.ok(long.over);
  assert.equal(long.mostHeld, short.mostHeld);
});

test('a partner who falls silent stops the game within the input delay', () => {
  const player = new Lockstep({ playerId: 0, frames: 100, inputDelay: 3 });
  player.addHash(hashOf(0));
  for (let tick = 0; tick < 20; tick += 1) {
    if (player.needsInput) player.addInput(1);
    if (player.canStep) {
      player.advance();
      player.addHash(hashOf(player.frame));
    }
  }
  assert.equal(player.frame, 3);
  assert.equal(player.canStep, false);
  assert.equal(player.packet(), player.packet());
});

test('one packet after a long silence brings all that is missing', () => {
  const [first, second] = [0, 1].map((playerId) => new Lockstep({ playerId, frames: 20, inputDelay: 4 }));
  for (const player of [first, second]) {
    player.addHash(hashOf(0));
    for (let tick = 0; tick < 10; tick += 1) {
      if (player.needsInput) player.addInput(2);
      if (player.canStep) {
        player.advance();
        player.addHash(hashOf(player.frame));
      }
    }
  }
  assert.equal(second.frame, 4);
  second.receive(first.packet());
  for (let step = 4; step < 9; step += 1) {
    assert.equal(second.canStep, true);
    second.advance();
  }
  assert.equal(second.frame, 9);
});

test('the first frame whose hashes differ is the one reported, on both sides', () => {
  const hash = (/** @type {number} */ player, /** @type {number} */ frame) =>
    hashOf(frame >= 17 && player === 1 ? frame + 1000 : frame);
  const { players } = simulate({ frames: 40, inputDelay: 3, loss: 0.3, hash });
  assert.deepEqual(players[0].desync, { frame: 17, mine: hashOf(17), theirs: hashOf(1017) });
  assert.deepEqual(players[1].desync, { frame: 17, mine: hashOf(1017), theirs: hashOf(17) });
});

test('the last frame is compared too', () => {
  const hash = (/** @type {number} */ player, /** @type {number} */ frame) =>
    hashOf(frame === 30 && player === 1 ? 999 : frame);
  const { players, over } = simulate({ frames: 30, inputDelay: 3, hash });
  assert.ok(over);
  assert.equal(players[0].desync?.frame, 30);
});

test('the last packet alone is enough for the partner to finish', () => {
  const [ahead, behind] = [0, 1].map((playerId) => new Lockstep({ playerId, frames: 12, inputDelay: 3 }));
  const run = (/** @type {Lockstep} */ player, /** @type {number} */ times) => {
    for (let tick = 0; tick < times; tick += 1) {
      if (player.needsInput) player.addInput(0);
      if (player.canStep) {
        player.advance();
        player.addHash(hashOf(player.frame));
      }
    }
  };
  for (const player of [ahead, behind]) player.addHash(hashOf(0));
  while (!ahead.finished) {
    run(ahead, 1);
    if (behind.frame < 9) {
      run(behind, 1);
      behind.receive(ahead.packet());
    }
    ahead.receive(behind.packet());
  }
  assert.equal(behind.finished, false);
  behind.receive(ahead.packet());
  assert.equal(behind.hasAllInputs, true);
  run(behind, 12);
  assert.equal(behind.finished, true);
  assert.equal(behind.partnerFinished, true);
  ahead.receive(behind.packet());
  assert.equal(ahead.partnerFinished, true);
  assert.equal(ahead.partnerHasAllInputs, true);
});

test('the lead of a player who is ahead in truth is told from the age of the news', () => {
  const [slow, quick] = [0, 1].map((playerId) => new Lockstep({ playerId, frames: 100, inputDelay: 6 }));
  for (const player of [slow, quick]) {
    player.addHash(hashOf(0));
    player.addInput(0);
  }
  const advance = (/** @type {Lockstep} */ player) => {
    player.advance();
    player.addHash(hashOf(player.frame));
    if (player.needsInput) player.addInput(0);
  };
  for (let step = 0; step < 4; step += 1) advance(quick);
  slow.receive(quick.packet());
  quick.receive(slow.packet());
  assert.equal(quick.advantage, 4);
  assert.equal(slow.lead, -4);
});

const nonsense = [
  '',
  'x',
  '{}',
  '[]',
  'null',
  '[1,2,3]',
  '[0,0,0,3,"7",0,0,[]]',
  '[0,0,0,3,"0",0,0,["zz"]]',
  '[-1,0,0,3,"0",0,0,[]]',
  '[0,0,0,3,"0",0,0,"x"]',
  '[0,0,9999,3,"0",0,0,[]]',
  '[0,0,0,90,"000000",0,0,[]]',
  '[101,0,0,3,"0",0,0,[]]',
  `[0,0,0,3,"${'0'.repeat(65)}",0,0,[]]`,
  'x'.repeat(5000),
  '[0,0,0,3,"0",0,50,["0000000000000000"]]',
  '[0,99,0,3,"0",0,0,[]]',
];

for (const packet of nonsense) {
  test(`a packet that makes no sense is ignored: ${packet.slice(0, 40)}`, () => {
    const player = new Lockstep({ playerId: 0, frames: 100, inputDelay: 3 });
    assert.equal(player.receive(packet), false);
    assert.equal(player.receive(/** @type {any} */ ({ packet })), false);
    assert.equal(player.held, 6);
  });
}

test('misuse is refused with a sentence', () => {
  assert.throws(() => new Lockstep({ playerId: 2, frames: 10, inputDelay: 3 }), /0 or 1/);
  assert.throws(() => new Lockstep({ playerId: 0, frames: 0, inputDelay: 3 }), /1 frame or more/);
  assert.throws(() => new Lockstep({ playerId: 0, frames: 10, inputDelay: -1 }), /input delay/);
  const player = new Lockstep({ playerId: 0, frames: 10, inputDelay: 0 });
  assert.throws(() => player.advance(), /lacks an input/);
  assert.throws(() => player.actions(), /lacks an input/);
  assert.throws(() => player.addInput(7), /0 to 6/);
  player.addInput(0);
  assert.throws(() => player.addInput(0), /not to be given yet/);
});

test('a game shorter than the input delay needs nobody', () => {
  const player = new Lockstep({ playerId: 0, frames: 2, inputDelay: 3 });
  assert.equal(player.needsInput, false);
  player.advance();
  player.advance();
  assert.equal(player.finished, true);
});
