import assert from 'node:assert/strict';
import { test } from 'node:test';

import { GameSession } from '../../../game/web/js/session/game_session.js';
import { FakePython, FakeServer } from './fakes.js';

/** @typedef {GameSession['state']} State */

/**
 * @param {FakeServer} server
 * @param {{ act?: (frame: number) => number, python?: FakePython }} [options]
 */
function player(server, { act = () => 6, python = new FakePython() } = {}) {
  /** @type {State[]} */
  const states = [];
  /** @type {Map<State, () => void>} */
  const waiting = new Map();
  let frames = 0;
  let inputs = 0;
  let inputClosed = false;
  const session = new GameSession({
    python: 'worker',
    relayOnly: true,
    lobby: server.connect(),
    createPython: () => python,
    createInput: () => ({
      open: () => {},
      close: () => {
        inputClosed = true;
      },
      sample: (frame) => {
        inputs += 1;
        return act(frame);
      },
    }),
    observer: {
      changed: ({ state }) => {
        states.push(state);
        waiting.get(state)?.();
      },
      progress: () => {},
      kitchen: () => {},
      frame: () => {
        frames += 1;
      },
    },
  });
  const reaches = (/** @type {State} */ state) =>
    new Promise((/** @type {(value: void) => void} */ resolve) => {
      if (session.state === state) resolve();
      else waiting.set(state, resolve);
    });
  return { session, python, states, reaches, seen: () => ({ frames, inputs, inputClosed }) };
}

/** @param {Array<ReturnType<typeof player>>} players */
async function start(players) {
  for (const { session } of players) await session.load();
  for (const { session } of players) await session.enterWaitingRoom();
}

/** Two players in the middle of a game. @param {number} frames */
async function inGame(frames) {
  const server = new FakeServer();
  server.game.frames = frames;
  const players = [player(server), player(server)];
  await start(players);
  await players[0].reaches('playing');
  return { server, players };
}

test('two players are matched, play every frame alike and are done', async () => {
  const server = new FakeServer();
  const players = [player(server, { act: (frame) => frame % 5 }), player(server, { act: (frame) => (frame * 3) % 7 })];
  await start(players);
  await Promise.all(players.map(({ reaches }) => reaches('done')));
  for (const { session, states, python, seen } of players) {
    assert.deepEqual(states, ['ready', 'waiting', 'connecting', 'playing', 'done']);
    assert.equal(session.num_episodes, 1);
    assert.equal(session.frameNumber, 12);
    assert.equal(session.score, 12);
    assert.equal(session.transport, 'relay');
    assert.equal(session.stateHashes.length, 13);
    assert.equal(session.desync, null);
    assert.equal(python.destroyed, 1);
    assert.deepEqual(seen(), { frames: 13, inputs: 9, inputClosed: true });
  }
  assert.deepEqual(players[0].session.stateHashes, players[1].session.stateHashes);
  assert.deepEqual(
    players.map(({ session }) => session.myPlayerId),
    [0, 1],
  );
  assert.equal(
    server.log.some(({ event }) => event === 'leave'),
    false,
  );
});

test('a game that is over holds no subscription', async () => {
  const server = new FakeServer();
  const players = [player(server), player(server)];
  await start(players);
  await Promise.all(players.map(({ reaches }) => reaches('done')));
  assert.deepEqual(
    server.sockets.map((socket) => socket.listening),
    [0, 0],
  );
});

test('a session can be serialised at any time and survives the trip', async () => {
  const server = new FakeServer();
  const players = [player(server), player(server)];
  const fresh = JSON.parse(JSON.stringify(players[0].session));
  assert.equal(fresh.state, 'loading');
  assert.equal(fresh.max_episodes, 1);
  await start(players);
  await players[0].reaches('playing');
  assert.equal(JSON.parse(JSON.stringify(players[0].session)).gameId, 'g1');
  assert.deepEqual(structuredClone({ ...players[0].session }).pipelineMetrics, {
    ...players[0].session.pipelineMetrics,
  });
  await players[0].reaches('done');
});

test('an outsider may put accessors in place of the metrics', async () => {
  const server = new FakeServer();
  const players = [player(server), player(server)];
  /** @type {number[]} */
  const calls = [];
  Object.defineProperty(players[0].session.pipelineMetrics, 'stepCallTimestamp', {
    get: () => 0,
    set: (value) => calls.push(value),
  });
  const stamps = { stepCallTimestamp: 0, stepReturnTimestamp: 0 };
  players[1].session.pipelineMetrics = stamps;
  await start(players);
  await Promise.all(players.map(({ reaches }) => reaches('done')));
  assert.equal(calls.length, 12);
  assert.ok(stamps.stepReturnTimestamp >= stamps.stepCallTimestamp && stamps.stepCallTimestamp > 0);
});

test('a partner who leaves is announced, and this side does not answer that it leaves', async () => {
  const { server, players } = await inGame(500);
  server.leave(1);
  await players[0].reaches('failed');
  assert.equal(players[0].session.error, 'Your partner left the game.');
  assert.equal(players[0].python.destroyed, 1);
  assert.equal(
    server.log.some(({ event, from }) => event === 'leave' && from === 0),
    false,
  );
  players[1].session.fail('end of the test');
});

test('an error in Python stops the game with its traceback and tells the server', async () => {
  const server = new FakeServer();
  const python = new FakePython();
  python.raises = Object.assign(new Error('ValueError: no such onion'), {
    traceback: 'Traceback (most recent call last): …',
  });
  python.raisesAt = 4;
  const players = [player(server, { python }), player(server)];
  await start(players);
  await Promise.all(players.map(({ reaches }) => reaches('failed')));
  assert.equal(players[0].session.error, 'ValueError: no such onion');
  assert.match(players[0].session.traceback ?? '', /^Traceback/);
  assert.equal(players[1].session.error, 'Your partner left the game.');
  assert.deepEqual(
    players.map((each) => each.python.destroyed),
    [1, 1],
  );
});

test('a Python that does not load is the end of the session', async () => {
  const server = new FakeServer();
  const python = new FakePython();
  python.init = () => Promise.reject(new Error('Python could not be loaded.'));
  const { session } = player(server, { python });
  await session.load();
  assert.equal(session.state, 'failed');
  assert.equal(session.error, 'Python could not be loaded.');
  await session.enterWaitingRoom();
  assert.deepEqual(server.log, []);
});

test('kitchens that differ are noticed by both, with the frame', async () => {
  const server = new FakeServer();
  const python = new FakePython();
  python.drift = (frame) => (frame === 7 ? 1 : 0);
  const players = [player(server, { python }), player(server)];
  await start(players);
  await Promise.all(players.map(({ reaches }) => reaches('done')));
  assert.deepEqual(
    players.map(({ session }) => session.desync?.frame),
    [7, 7],
  );
});

test('a line that stays broken while playing ends the game', async () => {
  const { server, players } = await inGame(500);
  server.lose(0);
  assert.deepEqual(
    players.map(({ session }) => [session.state, session.away]),
    [
      ['playing', 'you'],
      ['playing', 'partner'],
    ],
  );
  await players[0].reaches('failed');
  assert.match(players[0].session.error ?? '', /connection to the server was lost/);
  players[1].session.fail('end of the test');
});

test('a line that comes back while playing goes on with the game, and nothing old is sent', async () => {
  const { server, players } = await inGame(40);
  server.lose(0);
  const sent = server.log.filter(({ from }) => from === 0).length;
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(server.log.filter(({ from }) => from === 0).length, sent);
  server.bringBack(0);
  await Promise.all(players.map(({ reaches }) => reaches('done')));
  assert.deepEqual(
    players.map(({ session }) => [session.away, session.reconnects, session.frameNumber, session.desync]),
    [
      [null, 1, 40, null],
      [null, 0, 40, null],
    ],
  );
});

test('a line that comes back when the game is over ends it with the reason', async () => {
  const { server, players } = await inGame(500);
  server.lose(0);
  server.game.ticket = 'another';
  server.bringBack(0);
  await players[0].reaches('failed');
  assert.match(players[0].session.error ?? '', /that game is over/);
  players[1].session.fail('end of the test');
});

test('who has finished waits for a partner whose line is broken', async () => {
  const server = new FakeServer();
  server.game.reconnectSeconds = 10;
  const players = [player(server), player(server)];
  // The first player gets everything; the second one lacks the first one's last inputs when its line breaks.
  server.passes = (_event, { packet }) => !packet || players[0].session.frameNumber < 9;
  await start(players);
  await players[0].reaches('playing');
  while (players[0].session.frameNumber < 12) await new Promise((resolve) => setTimeout(resolve, 5));
  server.lose(1);
  await new Promise((resolve) => setTimeout(resolve, 3500));
  assert.equal(players[0].session.state, 'playing');
  server.passes = () => true;
  server.bringBack(1);
  await Promise.all(players.map(({ reaches }) => reaches('done')));
  assert.equal(players[1].session.frameNumber, 12);
});

test('a line that comes back while waiting stands in the queue again', async () => {
  const server = new FakeServer();
  const { session } = player(server);
  await session.load();
  await session.enterWaitingRoom();
  server.sockets[0].hear('disconnect');
  server.sockets[0].hear('connect');
  assert.equal(server.log.filter(({ event }) => event === 'join').length, 2);
  assert.equal(session.state, 'waiting');
  session.fail('end of the test');
});

test('a partner who closes the window after finishing does not spoil the last frames', async () => {
  const server = new FakeServer();
  const players = [player(server), player(server)];
  await start(players);
  await players[0].reaches('done');
  server.leave(0);
  await players[1].reaches('done');
  assert.equal(players[1].session.error, null);
});
