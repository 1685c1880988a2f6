import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Match } from '../../../game/web/js/session/match.js';
import { FakeClock } from './fake_clock.js';
import { FakePython } from './fakes.js';

/** @typedef {import('../../../game/web/js/session/peer_link.js').PeerLinkOptions} PeerLinkOptions */

/** A link whose channel can go deaf without saying so; the server's way always works. */
class FakeLink {
  /** @type {'webrtc' | 'relay'} */
  transport = 'webrtc';
  deaf = false;
  /** @type {FakeLink | null} */
  other = null;

  /** @param {PeerLinkOptions} options */
  constructor(options) {
    this.options = options;
  }

  async connect() {
    return this.transport;
  }

  /** @param {string} packet */
  send(packet) {
    if (this.transport === 'relay') this.sendRelayed(packet);
    else if (!this.deaf) queueMicrotask(() => this.other?.options.onPacket(packet, 'webrtc'));
  }

  /** @param {string} packet */
  sendRelayed(packet) {
    queueMicrotask(() => this.other?.options.onPacket(packet, 'relay'));
  }

  /** @param {string} packet */
  async deliver(packet) {
    this.sendRelayed(packet);
  }

  fallBack() {
    this.transport = 'relay';
    if (this.other) this.other.transport = 'relay';
  }

  expectClose() {}

  close() {
    this.other = null;
  }
}

function twoMatches({ frames = 120, fps = 30 } = {}) {
  const clock = new FakeClock();
  /** @type {FakeLink[]} */
  const links = [];
  const records = [0, 1].map(() => ({
    state: /** @type {const} */ ('playing'),
    error: null,
    frameNumber: 0,
    num_episodes: 0,
    max_episodes: 1,
    gameId: 'g1',
    myPlayerId: 0,
    score: 0,
    layout: 'x',
    fps,
    python: /** @type {const} */ ('worker'),
    transport: null,
    desync: null,
    pipelineMetrics: { stepCallTimestamp: 0, stepReturnTimestamp: 0 },
    stateHashes: /** @type {string[]} */ ([]),
    framesStalled: 0,
    away: null,
    reconnects: 0,
  }));
  const lobby = {
    on: () => () => {},
    send: () => {},
    request: async () => ({ ok: true, agreed: true }),
  };
  const matches = records.map(
    (record, playerId) =>
      new Match({
        matched: {
          gameId: 'g1',
          playerId,
          seed: 1,
          layout: 'x',
          frames,
          fps,
          inputDelay: 3,
          ticket: 't1',
          reconnectSeconds: 1,
        },
        record,
        python: new FakePython(),
        lobby,
        input: { sample: (frame) => frame % 7, close: () => {} },
        relayOnly: false,
        onFrame: () => {},
        clock,
        createLink: (options) => {
          const link = new FakeLink(options);
          links.push(link);
          return /** @type {any} */ (link);
        },
      }),
  );
  links[0].other = links[1];
  links[1].other = links[0];
  return { clock, links, records, matches };
}

test('a game holds its frame rate and no frame waits', async () => {
  const { clock, matches, records } = twoMatches();
  await Promise.all(matches.map((match) => match.prepare()));
  const played = Promise.all(matches.map((match) => match.play()));
  await clock.advance(4100);
  await played;
  assert.deepEqual(
    records.map(({ frameNumber, framesStalled }) => [frameNumber, framesStalled]),
    [
      [120, 0],
      [120, 0],
    ],
  );
  assert.deepEqual(records[0].stateHashes, records[1].stateHashes);
  assert.equal(clock.pending, 0);
});

test('a player who begins later finds the other one level with it', async () => {
  const { clock, matches, records } = twoMatches();
  await Promise.all(matches.map((match) => match.prepare()));
  const first = matches[0].play();
  await clock.advance(1500);
  const second = matches[1].play();
  await clock.advance(4300);
  await Promise.all([first, second]);
  assert.ok(records[0].framesStalled <= 3, `${records[0].framesStalled} frames waited`);
});

test('a channel that goes deaf on one side is given up by both', async () => {
  const { clock, links, matches, records } = twoMatches();
  await Promise.all(matches.map((match) => match.prepare()));
  const played = Promise.all(matches.map((match) => match.play()));
  await clock.advance(1000);
  links[0].deaf = true;
  await clock.advance(4500);
  await played;
  assert.deepEqual(
    links.map(({ transport }) => transport),
    ['relay', 'relay'],
  );
  assert.deepEqual(
    records.map(({ frameNumber }) => frameNumber),
    [120, 120],
  );
});

test('a partner of whom nothing is heard ends the game after ten seconds', async () => {
  const { clock, links, matches, records } = twoMatches();
  await Promise.all(matches.map((match) => match.prepare()));
  const played = matches.map((match) => match.play());
  const ends = Promise.allSettled(played);
  await clock.advance(1000);
  for (const link of links) link.close();
  await clock.advance(11_000);
  for (const end of await ends) {
    assert.equal(end.status, 'rejected');
    if (end.status === 'rejected') assert.match(end.reason.message, /Nothing came from your partner for 10 seconds/);
  }
  assert.ok(records[0].frameNumber < 40);
  for (const match of matches) match.close();
  assert.equal(clock.pending, 0);
});
