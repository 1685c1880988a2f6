/**
 * One game of one player, from loading Python to the end of the episode, as a machine of named states.
 *
 * The public fields are the page's contract with those who watch the game; everything else is private, so that the
 * session can be serialised at any time and keeps nothing alive once it is over.
 *
 * @typedef {import('./types.js').GamePython} GamePython
 * @typedef {import('./types.js').GameRecord} GameRecord
 * @typedef {import('./states.js').GameState} GameState
 * @typedef {object} SessionObserver  told of everything a person may want to see
 * @property {(session: GameSession) => void} changed
 * @property {(session: GameSession, progress: import('./types.js').Progress) => void} progress
 * @property {(session: GameSession, kitchen: import('./types.js').KitchenReply) => void} kitchen
 * @property {(session: GameSession, drawing: import('./types.js').Drawing) => void} frame
 * @typedef {object} SessionOptions
 * @property {'worker' | 'direct'} python
 * @property {boolean} relayOnly
 * @property {import('./lobby_socket.js').LobbySocket} lobby
 * @property {(options: import('./types.js').PythonOptions) => GamePython | Promise<GamePython>} createPython
 * @property {(matched: import('./lobby_socket.js').Matched) => Input} createInput
 * @property {SessionObserver} observer
 * @typedef {import('./types.js').InputSource & { open(kitchen: import('./types.js').KitchenReply): void }} Input
 */
import { Match, PartnerLeftError } from './match.js';
import { canMove, isOver } from './states.js';

const SERVER_LOST = 'The connection to the server was lost, so the game was stopped.';

/** @implements {GameRecord} */
export class GameSession {
  /** @type {GameState} */
  state = 'loading';
  /** @type {string | null} one sentence */
  error = null;
  /** @type {string | null} the whole of a Python error */
  traceback = null;
  frameNumber = 0;
  num_episodes = 0;
  max_episodes = 1;
  /** @type {string | null} */
  gameId = null;
  /** @type {number | null} */
  myPlayerId = null;
  score = 0;
  /** @type {string | null} */
  layout = null;
  /** @type {number | null} */
  fps = null;
  /** @type {'worker' | 'direct'} */
  python;
  /** @type {'webrtc' | 'relay' | null} */
  transport = null;
  /** @type {import('./lockstep.js').Desync | null} */
  desync = null;
  pipelineMetrics = { stepCallTimestamp: 0, stepReturnTimestamp: 0 };
  /** @type {string[]} one a frame, beginning with frame 0 */
  stateHashes = [];
  framesStalled = 0;
  /** @type {'you' | 'partner' | null} whose line to the server is broken */
  away = null;
  reconnects = 0;

  /** @type {SessionOptions | null} null when the game is over, so that nothing is kept alive */
  #options;
  /** @type {GamePython | null} */
  #python = null;
  /** @type {Match | null} */
  #match = null;
  /** @type {Input | null} */
  #input = null;
  /** @type {Array<() => void>} */
  #unsubscribe = [];
  /** @type {import('./lobby_socket.js').Matched | null} */
  #matched = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} until when a broken line may come back */
  #patience;

  /** @param {SessionOptions} options */
  constructor(options) {
    this.#options = options;
    this.python = options.python;
  }

  /** Loads Python. Never rejects: what goes wrong is the state 'failed'. */
  async load() {
    const options = this.#options;
    if (!options) return;
    try {
      const python = await options.createPython({
        onProgress: (progress) => this.#options?.observer.progress(this, progress),
        onCrash: (error) => this.fail(error),
      });
      if (isOver(this.state)) {
        python.destroy();
        return;
      }
      this.#python = python;
      await python.init();
      if (this.state === 'loading') this.#move('ready');
    } catch (error) {
      this.fail(error);
    }
  }

  /** The player is ready to be matched. Never rejects. */
  async enterWaitingRoom() {
    const options = this.#options;
    if (!options || this.state !== 'ready') return;
    const { lobby } = options;
    this.#move('waiting');
    try {
      this.#unsubscribe.push(
        lobby.on('matched', (matched) => void this.#play(matched)),
        lobby.on('partner_left', (message) => this.#ofPartner(message, (match) => match.partnerLeft())),
        lobby.on('partner_away', (message) => this.#ofPartner(message, () => this.#setAway('partner'))),
        lobby.on('partner_back', (message) => this.#ofPartner(message, () => this.#setAway(null))),
        lobby.on('disconnect', () => this.#disconnected()),
      );
      await lobby.whenConnected();
      // The server forgets who disconnects: a line that comes back while nobody was found stands in the queue again.
      this.#unsubscribe.push(lobby.on('connect', () => void (this.#matched ? this.#resume() : this.#join())));
      await this.#join();
    } catch (error) {
      this.fail(error);
    }
  }

  /**
   * Ends the game with a reason. Does nothing to a game that is over.
   *
   * @param {unknown} reason
   */
  fail(reason) {
    if (isOver(this.state)) return;
    this.error = reason instanceof Error ? reason.message : String(reason);
    if (reason instanceof Error && 'traceback' in reason) this.traceback = String(reason.traceback);
    const options = this.#options;
    const seen = ['waiting', 'connecting', 'playing'].includes(this.state);
    if (seen && options?.lobby.connected && !(reason instanceof PartnerLeftError)) options.lobby.send('leave', {});
    this.#over('failed');
  }

  async #join() {
    if (this.state !== 'waiting' || !this.#options) return;
    try {
      await this.#options.lobby.request('join', {});
    } catch (error) {
      if (this.state === 'waiting' && this.#options.lobby.connected) this.fail(error);
    }
  }

  /** @param {import('./lobby_socket.js').Matched} matched */
  async #play(matched) {
    const options = this.#options;
    if (!options || !this.#python || this.state !== 'waiting') return;
    try {
      this.#matched = matched;
      this.gameId = matched.gameId;
      this.myPlayerId = matched.playerId;
      this.layout = matched.layout;
      this.fps = matched.fps;
      const input = options.createInput(matched);
      this.#input = input;
      const match = new Match({
        matched,
        record: this,
        python: this.#python,
        lobby: options.lobby,
        input,
        relayOnly: options.relayOnly,
        onFrame: (drawing) => options.observer.frame(this, drawing),
      });
      this.#match = match;
      this.#move('connecting');
      const kitchen = await match.prepare();
      if (isOver(this.state)) return;
      input.open(kitchen);
      options.observer.kitchen(this, kitchen);
      this.#move('playing');
      await match.play();
      if (isOver(this.state)) return;
      this.#over('done');
    } catch (error) {
      this.fail(error);
    }
  }

  /** @param {{ gameId?: string }} message @param {(match: Match) => void} act */
  #ofPartner(message, act) {
    if (message?.gameId === this.gameId && this.#match) act(this.#match);
  }

  /** @param {GameSession['away']} who */
  #setAway(who) {
    this.away = who;
    this.#match?.setAway(who !== null);
    this.#options?.observer.changed(this);
  }

  /** The server keeps the seat for a while, and the players may still reach each other. */
  #disconnected() {
    if (!this.#matched) return;
    clearTimeout(this.#patience);
    this.#patience = setTimeout(() => this.fail(new Error(SERVER_LOST)), this.#matched.reconnectSeconds * 1000);
    this.#setAway('you');
  }

  async #resume() {
    if (!this.#matched || !this.#options) return;
    const { lobby } = this.#options;
    const { gameId, ticket } = this.#matched;
    try {
      const { partnerAway } = await lobby.request('resume', { gameId, ticket });
      clearTimeout(this.#patience);
      this.reconnects += 1;
      this.#setAway(partnerAway ? 'partner' : null);
    } catch (error) {
      if (lobby.connected) this.fail(error);
    }
  }

  /** @param {'done' | 'failed'} state */
  #over(state) {
    const options = this.#options;
    for (const end of this.#unsubscribe) end();
    this.#unsubscribe = [];
    this.#input?.close();
    this.#match?.close();
    this.#python?.destroy();
    clearTimeout(this.#patience);
    this.away = null;
    this.#input = this.#match = this.#python = this.#matched = this.#options = null;
    if (state === 'done') this.num_episodes = 1;
    this.#move(state);
    options?.observer.changed(this);
  }

  /** @param {GameState} state */
  #move(state) {
    if (!canMove(this.state, state)) throw new Error(`A game that is ${this.state} cannot become ${state}.`);
    this.state = state;
    this.#options?.observer.changed(this);
  }
}
