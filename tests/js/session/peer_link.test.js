import assert from 'node:assert/strict';
import { test } from 'node:test';

import { PeerLink } from '../../../game/web/js/session/peer_link.js';
import { settle } from './fake_clock.js';
import { FakeServer } from './fakes.js';

/** Enough of WebRTC for two ends in one process. @type {FakeConnection[]} */
let opened = [];

class FakeChannel {
  readyState = 'connecting';
  bufferedAmount = 0;
  onopen = () => {};
  onmessage = (/** @type {{ data: string }} */ _event) => {};
  onclose = () => {};
  onerror = () => {};
  /** @type {FakeChannel | null} */
  other = null;

  open() {
    this.readyState = 'open';
    this.onopen?.();
  }

  /** @param {string} data */
  send(data) {
    this.other?.onmessage?.({ data });
  }

  close() {
    if (this.readyState === 'closed') return;
    this.readyState = 'closed';
    const other = this.other;
    queueMicrotask(() => {
      if (other && other.readyState !== 'closed') {
        other.readyState = 'closed';
        other.onclose?.();
      }
    });
  }
}

class FakeConnection {
  /** @type {any} */
  localDescription = null;
  /** @type {any} */
  remoteDescription = null;
  connectionState = 'new';
  closed = false;
  /** @type {any[]} */
  candidates = [];
  onicecandidate = (/** @type {any} */ _event) => {};
  ondatachannel = (/** @type {any} */ _event) => {};
  onconnectionstatechange = () => {};
  /** @type {FakeChannel | null} */
  channel = null;

  constructor() {
    opened.push(this);
  }

  createDataChannel() {
    this.channel = new FakeChannel();
    return this.channel;
  }

  async setLocalDescription() {
    const type = this.remoteDescription ? 'answer' : 'offer';
    this.onicecandidate?.({ candidate: { toJSON: () => ({ candidate: `from the ${type}` }) } });
    this.localDescription = { toJSON: () => ({ type, sdp: 'x' }) };
  }

  /** @param {any} description */
  async setRemoteDescription(description) {
    this.remoteDescription = description;
    if (description.type === 'answer') connectChannels();
  }

  /** @param {any} candidate */
  async addIceCandidate(candidate) {
    if (!this.remoteDescription) throw new Error('too early');
    this.candidates.push(candidate);
  }

  close() {
    this.closed = true;
    this.channel?.close();
  }
}

function connectChannels() {
  const [offering, answering] = opened;
  const theirs = new FakeChannel();
  answering.channel = theirs;
  theirs.other = offering.channel;
  if (offering.channel) offering.channel.other = theirs;
  answering.ondatachannel?.({ channel: theirs });
  theirs.open();
  offering.channel?.open();
}

/** @param {{ relayOnly?: boolean[], passes?: FakeServer['passes'] }} [options] */
function pair({ relayOnly = [false, false], passes = () => true } = {}) {
  opened = [];
  const server = new FakeServer();
  server.passes = passes;
  /** @type {string[][]} */
  const heard = [[], []];
  /** @type {string[][]} */
  const transports = [[], []];
  const links = [0, 1].map(
    (playerId) =>
      new PeerLink({
        lobby: server.connect(),
        gameId: 'g1',
        playerId,
        relayOnly: relayOnly[playerId],
        connectMs: 30,
        onPacket: (packet) => heard[playerId].push(packet),
        onTransport: (transport) => transports[playerId].push(transport),
        createConnection: () => /** @type {any} */ (new FakeConnection()),
      }),
  );
  return { server, links, heard, transports };
}

test('both sides use the channel when it opens', async () => {
  const { links, heard, server } = pair();
  assert.deepEqual(await Promise.all(links.map((link) => link.connect())), ['webrtc', 'webrtc']);
  links[0].send('one');
  links[1].send('two');
  assert.deepEqual(heard, [['two'], ['one']]);
  assert.equal(
    server.log.some(({ event }) => event === 'relay'),
    false,
  );
  assert.equal(opened[0].candidates.length + opened[1].candidates.length, 2);
  links.forEach((link) => link.close());
});

test('both sides relay when no signal gets through', async () => {
  const { links, heard } = pair({ passes: (event) => event !== 'signal' });
  assert.deepEqual(await Promise.all(links.map((link) => link.connect())), ['relay', 'relay']);
  links[0].send('one');
  await settle();
  assert.deepEqual(heard[1], ['one']);
  assert.ok(opened.every(({ closed }) => closed));
  links.forEach((link) => link.close());
});

for (const who of [0, 1]) {
  test(`when player ${who} wants the relay, both relay`, async () => {
    const { links } = pair({ relayOnly: [who === 0, who === 1] });
    assert.deepEqual(await Promise.all(links.map((link) => link.connect())), ['relay', 'relay']);
    assert.ok(opened.every(({ closed }) => closed));
    links.forEach((link) => link.close());
  });
}

test('a channel lost in the middle of a game is replaced by the relay on both sides', async () => {
  const { links, heard, transports } = pair();
  await Promise.all(links.map((link) => link.connect()));
  opened[0].channel?.close();
  await settle();
  assert.deepEqual(transports, [
    ['webrtc', 'relay'],
    ['webrtc', 'relay'],
  ]);
  links[0].send('after');
  await settle();
  assert.deepEqual(heard[1], ['after']);
  links.forEach((link) => link.close());
});

test('a channel that the partner closes when it has finished is no loss', async () => {
  const { links, transports, server } = pair();
  await Promise.all(links.map((link) => link.connect()));
  links[0].expectClose();
  links[1].close();
  await settle();
  assert.deepEqual(transports[0], ['webrtc']);
  assert.equal(
    server.log.some(({ event }) => event === 'relay'),
    false,
  );
  links[0].close();
});

test('what belongs to another game is not heard', async () => {
  const { links, heard, server } = pair({ relayOnly: [true, true] });
  await Promise.all(links.map((link) => link.connect()));
  server.sockets[0].hear('relay', { gameId: 'g2', packet: 'x' });
  server.sockets[0].hear('signal', { gameId: 'g2', description: {} });
  server.sockets[0].hear('relay', undefined);
  assert.deepEqual(heard[0], []);
  links.forEach((link) => link.close());
});

test('a closed link says and hears nothing', async () => {
  const { links, heard, server } = pair();
  await Promise.all(links.map((link) => link.connect()));
  links.forEach((link) => link.close());
  const before = server.log.length;
  links[0].send('x');
  links[0].fallBack();
  await links[0].deliver('x', 10);
  server.sockets[0].hear('relay', { gameId: 'g1', packet: 'x' });
  assert.equal(server.log.length, before);
  assert.deepEqual(heard, [[], []]);
  assert.deepEqual(
    server.sockets.map((socket) => socket.listening),
    [0, 0],
  );
  assert.ok(opened.every(({ closed }) => closed));
});
