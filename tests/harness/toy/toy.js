/**
 * The smallest game that keeps the page contract, and breaks it in one way when the address says `?fault=…`.
 * Two pages are paired by the toy server; each counts frames by itself.
 */
const query = new URLSearchParams(location.search);
const fault = query.get('fault') ?? '';
const lastFrame = Number(query.get('frames') ?? 400);
const me = crypto.randomUUID();
const kept = [];
let worker = null;

window.socket = { connected: fault !== 'no_connection' };

const $ = (id) => document.getElementById(id);
const show = (id, shown) => {
  $(id).hidden = !shown;
};

function load() {
  worker = new Worker('/worker.js', { type: 'module' });
  if (fault === 'worker_error') worker.postMessage('throw');
  if (fault === 'worker_complaint') worker.postMessage('complain');
  if (fault === 'page_error')
    setTimeout(() => {
      throw new Error('toy page is broken');
    });
  if (fault === 'console_error') console.error('toy page complains');
  if (fault === 'missing_file') fetch('/no-such-file').catch(() => {});
  if (fault === 'elsewhere') fetch(query.get('elsewhere')).catch(() => {});
}

function advance() {
  show('advanceButton', false);
  if (window.game?.state === 'done') load();
  show('startButton', true);
  $('startButton').disabled = fault === 'never_ready';
}

async function start() {
  show('startButton', false);
  show('waitroomText', true);
  for (;;) {
    const paired = fault === 'never_starts' ? null : await (await fetch(`/pair?me=${me}`)).json();
    if (paired) return play(paired);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function play({ gameId, seat }) {
  show('waitroomText', false);
  $('gameContainer').replaceChildren(document.createElement('canvas'));
  const game = {
    state: 'playing',
    error: null,
    frameNumber: 0,
    num_episodes: 0,
    max_episodes: 1,
    gameId,
    myPlayerId: seat,
    pipelineMetrics: { stepCallTimestamp: 0, stepReturnTimestamp: 0 },
    stateHashes: ['0'],
  };
  window.game = game;
  const tick = setInterval(() => {
    game.pipelineMetrics.stepCallTimestamp = performance.now();
    game.frameNumber += 1;
    game.stateHashes.push(String(game.frameNumber));
    game.pipelineMetrics.stepReturnTimestamp = performance.now();
    if (fault === 'stands_still' && game.frameNumber === 20) clearInterval(tick);
    if (fault === 'hangs' && game.frameNumber === Math.floor(lastFrame / 2)) for (;;);
    if (fault === 'fails' && game.frameNumber === 20) {
      clearInterval(tick);
      Object.assign(game, { state: 'failed', error: 'Toy Python raised ValueError.' });
      $('messageText').textContent = game.error;
    }
    if (game.frameNumber >= lastFrame) {
      clearInterval(tick);
      end(game);
    }
  }, 4);
}

function end(game) {
  if (fault !== 'leaves_worker') worker.terminate();
  // the page keeps 8 MiB of numbers more after each game
  if (fault === 'grows') kept.push(Array.from({ length: 1_000_000 }, (_, i) => i + 0.5));
  Object.assign(game, { state: 'done', num_episodes: 1 });
  $('advanceButton').textContent = 'Play again';
  show('advanceButton', true);
}

// the picture of the last game is shown until the next one comes; its listener is never removed
class Picture {
  #canvas = document.createElement('canvas');
  show() {
    $('gameContainer').replaceChildren(this.#canvas);
    window.addEventListener('resize', this.#onResize);
  }
  #onResize = () => {
    this.#canvas.width = innerWidth;
  };
}
window.leavePicture = () => new Picture().show();

$('advanceButton').addEventListener('click', advance);
$('startButton').addEventListener('click', start);
load();
show('advanceButton', true);
