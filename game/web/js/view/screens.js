/**
 * The parts of the page around the kitchen: which are shown in which state, and what they say.
 *
 * @typedef {import('../session/game_session.js').GameSession} GameSession
 * @typedef {import('../session/states.js').GameState} GameState
 * @typedef {import('../session/types.js').Progress} Progress
 */

/** @typedef {'instructions' | 'loading' | 'waitroom' | 'gameContainer' | 'pad' | 'result' | 'message' | 'startButton' | 'advanceButton'} Part */
/** @type {readonly Part[]} */
const PARTS = [
  'instructions',
  'loading',
  'waitroom',
  'gameContainer',
  'pad',
  'result',
  'message',
  'startButton',
  'advanceButton',
];

/** @type {Readonly<Record<GameState, readonly Part[]>>} */
const SHOWN = {
  loading: ['instructions', 'loading', 'startButton'],
  ready: ['instructions', 'startButton'],
  waiting: ['waitroom'],
  connecting: ['waitroom'],
  playing: ['gameContainer', 'pad'],
  done: ['gameContainer', 'result', 'advanceButton'],
  failed: ['message', 'advanceButton'],
};

/** @type {Readonly<Record<Progress['stage'], string>>} */
const STAGES = {
  runtime: 'Fetching Python …',
  python: 'Starting Python …',
  kitchen: 'Setting up the kitchen …',
  ready: 'The kitchen is ready.',
};

const TRANSPORTS = {
  webrtc: 'Connected directly to your partner (WebRTC).',
  relay: 'Connected to your partner through the server (relay).',
};

const AWAY = {
  you: 'Your connection to the server is broken. Trying to get it back …',
  partner: 'Your partner has lost the connection. Waiting for it to come back …',
};

export class Screens {
  #document;
  #button;
  #start;

  /** @param {Document} document */
  constructor(document) {
    this.#document = document;
    this.#button = /** @type {HTMLButtonElement} */ (this.#part('advanceButton'));
    this.#start = /** @type {HTMLButtonElement} */ (this.#part('startButton'));
  }

  /** Where the kitchen's canvas belongs. */
  get stage() {
    return this.#part('gameContainer');
  }

  /** The buttons with which a player without a keyboard plays. */
  get pad() {
    return this.#part('pad');
  }

  /** @param {() => void} listener */
  onAdvance(listener) {
    this.#button.addEventListener('click', listener);
  }

  /** @param {() => void} listener */
  onStart(listener) {
    this.#start.addEventListener('click', listener);
  }

  showInstructions() {
    this.#button.textContent = 'Continue';
    this.#only(['instructions', 'loading', 'advanceButton']);
  }

  /** @param {boolean} loaded while the instructions are being read */
  showLoaded(loaded) {
    this.#part('loading').hidden = loaded;
  }

  /** @param {Progress} progress */
  showProgress({ stage, fraction }) {
    const bar = /** @type {HTMLProgressElement} */ (this.#part('progress'));
    bar.value = Math.round(100 * fraction);
    this.#say('progressText', STAGES[stage] ?? STAGES.kitchen);
  }

  /** @param {GameSession} session */
  show(session) {
    const { state } = session;
    this.#only(SHOWN[state]);
    this.#document.body.dataset.state = state;
    this.#start.disabled = state !== 'ready';
    this.#start.textContent = state === 'ready' ? 'Start' : 'Loading Python …';
    if (state === 'waiting')
      this.#say('waitroomText', 'Waiting for a partner. You start as soon as someone else is ready.');
    if (state === 'connecting') this.#say('waitroomText', 'A partner is here. Connecting …');
    if (state === 'playing') this.#showPlaying(session);
    if (state === 'done') this.#showResult(session);
    if (state === 'failed') this.#showFailure(session);
    if (state === 'done' || state === 'failed') this.#button.textContent = 'Play again';
    if (state === 'ready') this.#start.focus({ preventScroll: true });
  }

  /** @param {GameSession} session called for every frame, so it touches the page only where something changed */
  showFrame(session) {
    this.#showTransport(session);
    if (session.desync) this.#showDesync(session);
  }

  /** The next game begins with an empty stage. */
  forgetGame() {
    this.#say('transportText', '');
    this.#say('messageText', '');
    this.#say('messageTrace', '');
    this.#part('messageDetails').hidden = true;
    this.showProgress({ stage: 'runtime', fraction: 0 });
  }

  /** @param {GameSession} session */
  #showPlaying(session) {
    this.#showTransport(session);
    this.#part('message').hidden = !session.away && !session.desync;
    if (session.away) this.#say('messageText', AWAY[session.away]);
    else if (session.desync) this.#showDesync(session);
  }

  /** @param {GameSession} session */
  #showTransport({ transport }) {
    this.#say('transportText', transport ? TRANSPORTS[transport] : '');
  }

  /** @param {GameSession} session */
  #showDesync({ desync }) {
    this.#part('message').hidden = false;
    this.#say('messageText', `Your kitchen and your partner's differ since frame ${desync?.frame}.`);
  }

  /** @param {GameSession} session */
  #showResult(session) {
    const soups = session.score / 20;
    this.#say('resultTitle', session.score > 0 ? 'Well cooked!' : 'Time is up');
    this.#say(
      'resultText',
      `Together you scored ${session.score} points with ${soups} ${soups === 1 ? 'soup' : 'soups'}.`,
    );
    if (session.desync) this.#showDesync(session);
  }

  /** @param {GameSession} session */
  #showFailure({ error, traceback }) {
    this.#say('transportText', '');
    this.#say('messageText', error ?? 'The game stopped for an unknown reason; reload the page.');
    this.#say('messageTrace', traceback ?? '');
    this.#part('messageDetails').hidden = traceback === null;
  }

  /** The page cannot be played at this address, so nothing is offered. */
  offerNothing() {
    this.#button.hidden = true;
  }

  /** @param {readonly Part[]} shown */
  #only(shown) {
    for (const part of PARTS) this.#part(part).hidden = !shown.includes(part);
  }

  /** @param {string} id */
  #part(id) {
    const part = this.#document.getElementById(id);
    if (!part) throw new Error(`The page lacks #${id}; index.html and screens.js belong together.`);
    return part;
  }

  /** @param {string} id @param {string} text a text set twice would be read aloud twice */
  #say(id, text) {
    const part = this.#part(id);
    if (part.textContent !== text) part.textContent = text;
  }
}
