/**
 * Leads a visitor from the instructions through one game after another in the same window.
 *
 * @typedef {import('../session/options.js').PageOptions} PageOptions
 * @typedef {import('../session/types.js').Drawing} Drawing
 * @typedef {import('../session/types.js').KitchenReply} KitchenReply
 */

import { DirectPyodide } from '../python/DirectPyodide.js';
import { PyodideWorker } from '../python/PyodideWorker.js';
import { GameSession } from '../session/game_session.js';
import { createInput } from './inputs.js';
import { KitchenCanvas } from './kitchen_canvas.js';

/** @type {PageOptions} */
const DEFAULTS = { python: 'worker', bot: 'none', transport: 'rtc' };

export class App {
  #lobby;
  #screens;
  #options = DEFAULTS;
  /** @type {GameSession | null} the game that the page is about now */
  #session = null;
  /** @type {KitchenCanvas | null} */
  #canvas = null;
  #instructionsRead = false;

  /** @param {{ lobby: import('../session/lobby_socket.js').LobbySocket, screens: import('./screens.js').Screens }} parts */
  constructor({ lobby, screens }) {
    this.#lobby = lobby;
    this.#screens = screens;
  }

  /** @param {() => PageOptions} readOptions throws a sentence when the address asks for something unknown */
  start(readOptions) {
    this.#screens.onAdvance(() => this.#advance());
    this.#screens.onStart(() => void this.#session?.enterWaitingRoom());
    try {
      this.#options = readOptions();
    } catch (error) {
      const session = this.#createSession();
      publish(session);
      session.fail(error);
      this.#screens.offerNothing();
      return;
    }
    this.#screens.showInstructions();
    const session = this.#createSession();
    publish(session);
    void session.load();
  }

  #advance() {
    const { state } = this.#session ?? { state: 'failed' };
    if (state === 'done' || state === 'failed') this.#playAgain();
    else {
      this.#instructionsRead = true;
      this.#show();
    }
  }

  #playAgain() {
    this.#instructionsRead = true;
    this.#dropCanvas();
    this.#screens.forgetGame();
    // the browser notes every file that it has fetched, six a game
    performance.clearResourceTimings();
    const session = this.#createSession();
    this.#show();
    void session.load();
  }

  #createSession() {
    const { python, transport, bot } = this.#options;
    const session = new GameSession({
      python,
      relayOnly: transport === 'relay',
      lobby: this.#lobby,
      createPython: (options) => (python === 'worker' ? new PyodideWorker(options) : new DirectPyodide(options)),
      createInput: (matched) => createInput(bot, matched, this.#screens.pad),
      observer: {
        changed: (changed) => this.#changed(changed),
        progress: (_session, progress) => this.#screens.showProgress(progress),
        kitchen: (of, kitchen) => this.#openKitchen(of, kitchen),
        frame: (of, drawing) => this.#draw(of, drawing),
      },
    });
    this.#session = session;
    return session;
  }

  /** @param {GameSession} session */
  #changed(session) {
    // The finished game stays readable until the next one is matched, or has failed.
    if (session.state === 'connecting' || session.state === 'failed') publish(session);
    if (session.state === 'failed') this.#dropCanvas();
    if (session.state === 'done') this.#canvas?.finish();
    if (session === this.#session) this.#show();
  }

  #show() {
    const session = this.#session;
    if (!session) return;
    const { state } = session;
    if ((state === 'loading' || state === 'ready') && !this.#instructionsRead) {
      this.#screens.showLoaded(state === 'ready');
      return;
    }
    this.#screens.show(session);
  }

  /** @param {GameSession} session @param {KitchenReply} kitchen */
  #openKitchen(session, kitchen) {
    this.#dropCanvas();
    this.#canvas = new KitchenCanvas(this.#screens.stage, kitchen, session.myPlayerId ?? 0, session.fps ?? 30);
  }

  /** @param {GameSession} session @param {Drawing} drawing */
  #draw(session, drawing) {
    this.#canvas?.show(drawing);
    this.#screens.showFrame(session);
  }

  #dropCanvas() {
    this.#canvas?.destroy();
    this.#canvas = null;
  }
}

/** @param {GameSession} session */
function publish(session) {
  Object.assign(window, { game: session });
}
