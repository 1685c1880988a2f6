/**
 * One game between two matched players: prepares Python and the link, then makes frame after frame until the last,
 * and makes sure that the partner can make its last ones too.
 *
 * @typedef {import('./types.js').GamePython} GamePython
 * @typedef {import('./types.js').GameRecord} GameRecord
 * @typedef {import('./types.js').InputSource} InputSource
 * @typedef {import('./types.js').Drawing} Drawing
 * @typedef {import('./types.js').StepResult} StepResult
 * @typedef {import('./lobby_socket.js').LobbySocket} LobbySocket
 * @typedef {import('./lobby_socket.js').Matched} Matched
 * @typedef {object} MatchOptions
 * @property {Matched} matched
 * @property {GameRecord} record     where everybody can read how the game stands
 * @property {GamePython} python
 * @property {Pick<LobbySocket, 'on' | 'send' | 'request'>} lobby
 * @property {InputSource} input
 * @property {boolean} relayOnly
 * @property {(drawing: Drawing) => void} onFrame
 * @property {import('./ticker.js').Clock} [clock]
 * @property {(options: import('./peer_link.js').PeerLinkOptions) => PeerLink} [createLink]
 */
import { Lockstep } from './lockstep.js';
import { PeerLink } from './peer_link.js';
import { PAGE_CLOCK, Ticker } from './ticker.js';

const PARTNER_WAIT_MS = 10_000;
/** A channel that has been silent this long is helped out through the server, and given up after the longer time. */
const HELP_OUT_MS = 500;
const GIVE_UP_CHANNEL_MS = 2500;
const DELIVER_MS = 2000;
const PARTNER_FINISH_MS = 3000;
const RESEND_MS = 50;
/** Half a frame of real lead is jitter; above it, the player ahead slows down by a tenth until both are level. */
const LEAD_FRAMES = 1;
const SLOW_DOWN_FRAMES = 0.1;

export class PartnerLeftError extends Error {
  constructor() {
    super('Your partner left the game.');
    this.name = 'PartnerLeftError';
  }
}

export class Match {
  #options;
  #clock;
  #lockstep;
  #link;
  #ticker;
  /** @type {Drawing | null} */
  #drawing = null;
  #heldSinceMs = 0;
  #held = false;
  #closed = false;
  /** @type {(error: Error) => void} */
  #abort = () => {};
  /** @type {() => void} */
  #end = () => {};
  /** @type {Promise<never>} rejects when the match cannot go on */
  #aborted;
  /** @type {() => void} */
  #partnerNews = () => {};
  #away = false;

  /** @param {MatchOptions} options */
  constructor(options) {
    const { matched, record, lobby, relayOnly, clock = PAGE_CLOCK } = options;
    this.#options = options;
    this.#clock = clock;
    this.#lockstep = new Lockstep({
      playerId: matched.playerId,
      frames: matched.frames,
      inputDelay: matched.inputDelay,
    });
    const createLink = options.createLink ?? ((linkOptions) => new PeerLink(linkOptions));
    this.#link = createLink({
      lobby,
      gameId: matched.gameId,
      playerId: matched.playerId,
      relayOnly,
      onPacket: (packet, by) => this.#receive(packet, by),
      onTransport: (transport) => {
        record.transport = transport;
      },
    });
    this.#ticker = new Ticker({ fps: matched.fps, tick: () => this.#tick(), clock });
    this.#aborted = new Promise((_resolve, reject) => {
      this.#abort = reject;
    });
    // Whoever waits for the match hears of it; between the waits nobody does, and that is no error of the page.
    this.#aborted.catch(() => {});
  }

  /**
   * Sets the kitchen up and finds the way to the partner, both at once.
   *
   * @returns {Promise<import('./types.js').KitchenReply>}
   */
  async prepare() {
    const { matched, python } = this.#options;
    const prepareKitchen = async () => {
      const kitchen = await python.initEnv({ layout: matched.layout, horizon: matched.frames });
      this.#publish(await python.reset(matched.seed));
      return kitchen;
    };
    const ready = Promise.all([prepareKitchen(), this.#link.connect()]);
    ready.catch(() => {});
    const [kitchen] = await Promise.race([ready, this.#aborted]);
    return kitchen;
  }

  /** Resolves when both players have made their last frame, or the partner can do so alone. */
  async play() {
    const lastFrame = new Promise((/** @type {(value: void) => void} */ resolve) => {
      this.#end = resolve;
    });
    if (this.#drawing) this.#options.onFrame(this.#drawing);
    this.#ticker.start();
    await Promise.race([lastFrame, this.#aborted]);
    await this.#seePartnerOff();
  }

  /** The partner's page has gone. Once all its inputs are here, that is no reason to stop. */
  partnerLeft() {
    if (!this.#lockstep.hasAllInputs) this.#abort(new PartnerLeftError());
    this.#partnerNews();
  }

  /**
   * A line to the server is broken or whole again: this player's or the partner's.
   *
   * @param {boolean} away
   */
  setAway(away) {
    this.#away = away;
  }

  /** Idempotent; no timer, subscription or connection is left afterwards. */
  close() {
    this.#closed = true;
    this.#ticker.stop();
    this.#link.close();
    this.#partnerNews();
  }

  /** @param {string} packet @param {import('./peer_link.js').Transport} by */
  #receive(packet, by) {
    if (!this.#lockstep.receive(packet)) return;
    this.#noteDesync();
    if (this.#lockstep.hasAllInputs) this.#link.expectClose();
    if (this.#lockstep.partnerFinished) this.#partnerNews();
    if (!this.#lockstep.canStep) return;
    // What the channel did not bring in all that time came through the server: the channel is dead and says nothing of it.
    if (this.#held && by === 'relay' && this.#heldMs() > HELP_OUT_MS) this.#link.fallBack();
    this.#ticker.poke();
  }

  #heldMs() {
    return this.#clock.now() - this.#heldSinceMs;
  }

  /** @returns {Promise<import('./ticker.js').TickOutcome>} */
  async #tick() {
    try {
      return await this.#makeFrame();
    } catch (error) {
      this.#abort(error instanceof Error ? error : new Error(String(error)));
      return 'over';
    }
  }

  /** @returns {Promise<import('./ticker.js').TickOutcome>} */
  async #makeFrame() {
    const { record, python, input } = this.#options;
    const lockstep = this.#lockstep;
    if (lockstep.needsInput) lockstep.addInput(input.sample(lockstep.frame, this.#drawing));
    if (!lockstep.canStep) return this.#hold();
    this.#keepLevel();
    this.#link.send(lockstep.packet());
    const actions = lockstep.actions();
    record.pipelineMetrics.stepCallTimestamp = performance.now();
    const result = await python.step(actions);
    record.pipelineMetrics.stepReturnTimestamp = performance.now();
    if (this.#closed) return 'over';
    lockstep.advance();
    this.#publish(result);
    this.#options.onFrame(result.drawing);
    if (!lockstep.finished) return 'made';
    this.#end();
    return 'over';
  }

  /** The partner's input for this frame is not here yet. @returns {'held'} */
  #hold() {
    if (!this.#held) {
      this.#held = true;
      this.#heldSinceMs = this.#clock.now();
      this.#options.record.framesStalled += 1;
    }
    const heldMs = this.#heldMs();
    if (heldMs > PARTNER_WAIT_MS) {
      throw new Error(`Nothing came from your partner for ${PARTNER_WAIT_MS / 1000} seconds, so the game was stopped.`);
    }
    const packet = this.#lockstep.packet();
    this.#link.send(packet);
    if (this.#link.transport === 'webrtc') {
      if (heldMs > GIVE_UP_CHANNEL_MS) this.#link.fallBack();
      else if (heldMs > HELP_OUT_MS) this.#link.sendRelayed(packet);
    }
    return 'held';
  }

  #keepLevel() {
    const { lead, advantage, frame } = this.#lockstep;
    const { inputDelay } = this.#options.matched;
    if (this.#held && frame <= inputDelay) {
      // The partner began later: start again level with it, or every frame would be held until its input comes.
      this.#ticker.forgetLateness();
      this.#ticker.delay(Math.max(0, lead));
    } else if (advantage > LEAD_FRAMES) {
      this.#ticker.delay(SLOW_DOWN_FRAMES);
    }
    this.#held = false;
  }

  /** @param {StepResult} result */
  #publish(result) {
    const { record } = this.#options;
    this.#drawing = result.drawing;
    this.#lockstep.addHash(result.hash);
    record.stateHashes.push(result.hash);
    record.score = result.score;
    record.frameNumber = result.frame;
    this.#noteDesync();
  }

  #noteDesync() {
    this.#options.record.desync ??= this.#lockstep.desync;
  }

  /**
   * The channel may lose the last packet, so it goes through the server as well, which does not. After that the partner
   * lacks nothing, unless one of the two has just lost the line to the server: then what it lacks is sent until that is
   * back. Waiting for its last hashes serves the comparison alone and is bounded.
   */
  async #seePartnerOff() {
    const { record, lobby, matched } = this.#options;
    const last = this.#lockstep.packet();
    this.#link.send(last);
    // Refused when the partner has finished and gone: then it needs nothing.
    await this.#link.deliver(last, DELIVER_MS).catch(() => {});
    await this.#partnerFinish();
    if (this.#closed) return;
    const frames = this.#lockstep.frame;
    const hash = record.stateHashes[frames] ?? '';
    const finish = { gameId: matched.gameId, frames, hash, score: record.score };
    const answer = await lobby.request('finish', finish, DELIVER_MS).catch(() => null);
    if (answer?.agreed === false) record.desync ??= { frame: frames, mine: hash, theirs: 'another' };
  }

  /** @returns {Promise<void>} */
  #partnerFinish() {
    return new Promise((resolve) => {
      let startMs = this.#clock.now();
      /** @type {unknown} */
      let timer = null;
      const settle = () => {
        this.#clock.clearTimer(timer);
        this.#partnerNews = () => {};
        resolve();
      };
      const resend = () => {
        if (this.#away) startMs = this.#clock.now();
        if (this.#closed || this.#lockstep.partnerFinished || this.#clock.now() - startMs > PARTNER_FINISH_MS) {
          settle();
          return;
        }
        this.#link.send(this.#lockstep.packet());
        timer = this.#clock.setTimer(resend, RESEND_MS);
      };
      this.#partnerNews = settle;
      resend();
    });
  }
}
