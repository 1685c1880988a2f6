/** A lobby for two in memory, and a Python that keeps count instead of cooking. */
import { LobbySocket } from '../../../game/web/js/session/lobby_socket.js';

/** @typedef {(message: any) => void} Listener */

/** The server's part for one game: passes relay and signal on, compares the ends, tells who left. */
export class FakeServer {
  /** @type {FakeSocket[]} */
  sockets = [];
  /** @type {Array<{ from: number, event: string, message: any }>} */
  log = [];
  /** @type {Map<number, string>} */
  #finished = new Map();
  /** @type {(event: string, message: any) => boolean} what goes through */
  passes = () => true;
  game = {
    gameId: 'g1',
    seed: 5,
    layout: 'cramped_room',
    frames: 12,
    fps: 60,
    inputDelay: 3,
    ticket: 't1',
    reconnectSeconds: 0.2,
  };

  connect() {
    const socket = new FakeSocket(this, this.sockets.length);
    this.sockets.push(socket);
    return new LobbySocket(socket);
  }

  /** @param {number} from @param {string} event @param {any} message @returns {any} */
  receive(from, event, message) {
    this.log.push({ from, event, message });
    if (event === 'join') return this.#join(from);
    if (event === 'finish') return this.#finish(from, message);
    if (event === 'leave') this.leave(from);
    if (event === 'resume') return this.#resume(from, message);
    if ((event === 'relay' || event === 'signal') && this.passes(event, message)) {
      queueMicrotask(() => this.sockets[1 - from]?.hear(event, message));
    }
    return { ok: true };
  }

  /** @param {number} who */
  leave(who) {
    if (!this.#finished.has(who) && !this.#finished.has(1 - who)) {
      this.sockets[1 - who]?.hear('partner_left', { gameId: this.game.gameId, reason: 'left' });
    }
  }

  /** What the server tells the partner of a broken line. @param {number} who */
  lose(who) {
    this.sockets[who].connected = false;
    this.sockets[who].hear('disconnect');
    this.sockets[1 - who]?.hear('partner_away', { gameId: this.game.gameId });
  }

  /** @param {number} who */
  bringBack(who) {
    this.sockets[who].connected = true;
    this.sockets[who].hear('connect');
  }

  /** @param {number} who @param {any} message */
  #resume(who, { gameId, ticket }) {
    if (gameId !== this.game.gameId || ticket !== this.game.ticket) return { ok: false, reason: 'that game is over.' };
    this.sockets[1 - who]?.hear('partner_back', { gameId });
    return { ok: true };
  }

  /** @param {number} who */
  #join(who) {
    this.sockets[who].joined = true;
    if (this.sockets.length === 2 && this.sockets.every((socket) => socket.joined)) {
      queueMicrotask(() =>
        this.sockets.forEach((socket, playerId) => socket.hear('matched', { ...this.game, playerId })),
      );
    }
    return { ok: true, waiting: true };
  }

  /** @param {number} who @param {any} message */
  #finish(who, message) {
    this.#finished.set(who, message.hash);
    const other = this.#finished.get(1 - who);
    return { ok: true, agreed: other === undefined ? null : other === message.hash };
  }
}

class FakeSocket {
  connected = true;
  joined = false;
  /** @type {Map<string, Set<Listener>>} */
  #listeners = new Map();
  #server;
  #id;

  /** @param {FakeServer} server @param {number} id */
  constructor(server, id) {
    this.#server = server;
    this.#id = id;
  }

  /** @param {string} event @param {Listener} listener */
  on(event, listener) {
    this.#listeners.set(event, (this.#listeners.get(event) ?? new Set()).add(listener));
  }

  /** @param {string} event @param {Listener} listener */
  off(event, listener) {
    this.#listeners.get(event)?.delete(listener);
  }

  /** @param {string} event @param {any} message */
  emit(event, message) {
    this.#server.receive(this.#id, event, message);
  }

  timeout() {
    return {
      emitWithAck: async (/** @type {string} */ event, /** @type {any} */ message) =>
        this.#server.receive(this.#id, event, message),
    };
  }

  /** @param {string} event @param {any} [message] */
  hear(event, message) {
    for (const listener of [...(this.#listeners.get(event) ?? [])]) listener(message);
  }

  get listening() {
    return [...this.#listeners.values()].reduce((sum, each) => sum + each.size, 0);
  }
}

/** Deterministic like the kitchen: the hash follows from the seed and all actions. */
export class FakePython {
  destroyed = 0;
  #frame = 0;
  #sum = 0;
  /** @type {Error | null} */
  raises = null;
  /** @type {number} */
  raisesAt = 0;
  /** @type {(frame: number) => number} a fault that only this Python has */
  drift = () => 0;
  horizon = 0;

  async init() {}

  /** @param {{ layout: string, horizon: number }} config */
  async initEnv({ layout, horizon }) {
    this.horizon = horizon;
    const terrain = ['XXX', 'X X', 'XXX'];
    return { layout, width: 3, height: 3, horizon, terrain, cookTime: 20, observationShape: [2, 3, 3, 26] };
  }

  /** @param {number} seed */
  async reset(seed) {
    this.#sum = seed;
    return this.#result();
  }

  /** @param {readonly number[]} actions */
  async step([first, second]) {
    this.#frame += 1;
    if (this.raises && this.#frame === this.raisesAt) throw this.raises;
    this.#sum = (this.#sum * 31 + first * 7 + second + this.drift(this.#frame)) % 0xffffffff;
    return this.#result();
  }

  destroy() {
    this.destroyed += 1;
  }

  #result() {
    const framesLeft = this.horizon - this.#frame;
    return {
      frame: this.#frame,
      rewards: /** @type {[number, number]} */ ([0, 0]),
      score: this.#frame,
      done: framesLeft === 0,
      hash: this.#sum.toString(16).padStart(16, '0'),
      observations: new Uint8Array(0),
      drawing: { cooks: [], pots: [], things: [], score: 0, framesLeft },
    };
  }
}
