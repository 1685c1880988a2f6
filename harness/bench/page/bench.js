import { TimedWorkerPort } from './timed_worker_port.js';

/**
 * Times a step of the game in both of its arms, and an echo through a bare Worker, in turns.
 *
 * Runs in a page of the game's origin that has nothing else in it. What is measured are the game's own modules as its
 * server serves them.
 *
 * @typedef {{ hash: string }} Stepped the part of a step's result that is looked at
 *
 * @typedef {object} Arm what both of the game's arms offer, as far as it is used here
 * @property {() => Promise<void>} init
 * @property {(config: { layout: string, horizon: number }) => Promise<{ width: number, height: number }>} initEnv
 * @property {(seed: number) => Promise<unknown>} reset
 * @property {(actions: readonly number[]) => Promise<Stepped>} step
 * @property {() => Promise<Record<string, unknown>>} info
 * @property {() => void} destroy
 *
 * @typedef {object} Loaded
 * @property {Arm} direct Python on this page
 * @property {Arm} worker Python in a Worker, as the game starts it
 * @property {Arm} timed the same with a clock in the Worker: it says where a step's time goes and is no arm of its own
 * @property {TimedWorkerPort} port
 * @property {Worker} echo
 *
 * @typedef {object} Pass one stretch of steps in one kitchen
 * @property {string} layout
 * @property {number} seed
 * @property {number} warmUp rounds that are not counted
 * @property {number} rounds
 * @property {number} pauseMs idle time before each timing, as a game has between two frames
 *
 * @typedef {object} Times milliseconds, one value a round
 * @property {number[]} echo
 * @property {number[]} direct
 * @property {number[]} worker
 * @property {number[]} busy of a timed step: how long the Worker was busy
 * @property {number[]} crossing of a timed step: to the Worker and back
 * @property {number[]} unpacking of a timed step: from the reply's arrival to the result in the caller's hands
 */

const TURNS = /** @type {const} */ (['echo', 'direct', 'worker', 'timed']);

/** @type {Loaded | null} */
let loaded = null;

/**
 * Loads Python on this page and in two Workers, and starts the echo.
 *
 * @param {{ workerModule: string, directModule: string, echoScript: string, timedScript: string }} addresses
 * @returns {Promise<Record<string, unknown>>} what the Worker says about its Python
 */
export async function load({ workerModule, directModule, echoScript, timedScript }) {
  if (!crossOriginIsolated) throw new Error('The page is not cross-origin isolated, so its clock is too coarse.');
  const [{ PyodideWorker }, { DirectPyodide }] = await Promise.all([import(workerModule), import(directModule)]);
  const port = new TimedWorkerPort(timedScript);
  loaded = {
    direct: new DirectPyodide(),
    worker: new PyodideWorker(),
    timed: new PyodideWorker({ createWorker: () => port }),
    port,
    echo: new Worker(echoScript, { type: 'module', name: 'bench echo' }),
  };
  const { direct, worker, timed } = loaded;
  await Promise.all([direct.init(), worker.init(), timed.init(), echo(loaded.echo, 0)]);
  return worker.info();
}

/**
 * Every round takes one of each, in an order that rotates, so that neither a drift of the machine nor what came just
 * before falls on one of them alone. All arms do the same work, which their hashes show.
 *
 * @param {Pass} pass
 * @returns {Promise<Times & { width: number, height: number }>}
 */
export async function measure({ layout, seed, warmUp, rounds, pauseMs }) {
  if (loaded === null) throw new Error('Nothing is loaded yet: call load() first.');
  const { direct, worker, timed, port, echo: echoWorker } = loaded;
  const horizon = warmUp + rounds;
  const arms = [direct, worker, timed];
  const [{ width, height }] = await Promise.all(arms.map((arm) => arm.initEnv({ layout, horizon })));
  await Promise.all(arms.map((arm) => arm.reset(seed)));
  const draw = actionsFrom(seed);

  /** @type {Times} */
  const times = { echo: [], direct: [], worker: [], busy: [], crossing: [], unpacking: [] };
  for (let round = 0; round < horizon; round += 1) {
    const actions = [draw(), draw()];
    /** @type {Record<(typeof TURNS)[number], () => Promise<any>>} */
    const ask = {
      echo: () => echo(echoWorker, round),
      direct: () => direct.step(actions),
      worker: () => worker.step(actions),
      timed: () => timed.step(actions),
    };
    /** @type {Record<string, Stepped>} */
    const came = {};
    for (const turn of rotated(TURNS, round)) {
      await idle(pauseMs);
      const beganMs = performance.now();
      came[turn] = await ask[turn]();
      const endedMs = performance.now();
      if (round < warmUp) continue;
      if (turn === 'timed') {
        times.busy.push(port.busyMs);
        times.crossing.push(port.arrivedMs - beganMs - port.busyMs);
        times.unpacking.push(endedMs - port.arrivedMs);
      } else {
        times[turn].push(endedMs - beganMs);
      }
    }
    if (came.direct.hash !== came.worker.hash || came.direct.hash !== came.timed.hash) {
      throw new Error(`The arms did different work: in ${layout}, seed ${seed}, they differ after step ${round + 1}.`);
    }
  }
  return { ...times, width, height };
}

/** Ends the Workers; the Python on the page ends with the page. */
export function close() {
  for (const arm of [loaded?.direct, loaded?.worker, loaded?.timed]) arm?.destroy();
  loaded?.echo.terminate();
  loaded = null;
}

/**
 * @template T
 * @param {readonly T[]} items
 * @param {number} by
 * @returns {T[]}
 */
function rotated(items, by) {
  const first = by % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
}

/**
 * Actions that a cook can take, drawn by the linear congruential generator of Numerical Recipes (its high bits).
 *
 * @param {number} seed
 * @returns {() => number}
 */
function actionsFrom(seed) {
  const actions = [0, 1, 2, 3, 4, 6];
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return actions[Math.floor((state / 2 ** 32) * actions.length)];
  };
}

/**
 * @param {Worker} worker
 * @param {number} message
 * @returns {Promise<unknown>}
 */
function echo(worker, message) {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = () => reject(new Error('The echo Worker could not be started.'));
    worker.postMessage(message);
  });
}

/** @param {number} ms */
function idle(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
