/** The real kitchen in CPython, one line in and one line out, for bots to be tried in. */
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PYTHON = process.env.PYTHON ?? 'python3';
const BRIDGE = `
import sys, json
from game.kitchen import bridge
for line in sys.stdin:
    name, arguments = json.loads(line)
    print(getattr(bridge, name)(*arguments), flush=True)
`;

export const HAS_PYTHON = spawnSync(PYTHON, ['-c', 'import sys; sys.exit(sys.version_info < (3, 11))']).status === 0;

export class KitchenProcess {
  #child = spawn(PYTHON, ['-c', BRIDGE], { cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] });
  #lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();

  /** @param {string} name @param {...(string | number)} args @returns {Promise<any>} */
  async call(name, ...args) {
    this.#child.stdin.write(`${JSON.stringify([name, args])}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`The kitchen ended during ${name}.`);
    return JSON.parse(value);
  }

  close() {
    this.#child.kill();
  }
}

/**
 * Plays a whole game of two bots with the input delay of the real one.
 *
 * @param {KitchenProcess} kitchen
 * @param {{ layout: string, frames: number, seed: number, inputDelay: number }} game
 * @param {Array<{ open(reply: any): void, sample(frame: number, drawing: any): number }>} bots
 */
export async function playGame(kitchen, { layout, frames, seed, inputDelay }, bots) {
  const reply = await kitchen.call('init_env', JSON.stringify({ layout, horizon: frames }));
  for (const bot of bots) bot.open(reply);
  let result = await kitchen.call('reset', seed);
  const queues = bots.map(() => new Array(inputDelay).fill(6));
  const actions = [];
  for (let frame = 0; frame < frames; frame += 1) {
    bots.forEach((bot, id) => queues[id].push(bot.sample(frame, result.drawing)));
    const pair = queues.map((queue) => queue.shift());
    actions.push(pair);
    result = await kitchen.call('step', pair[0], pair[1]);
  }
  return { score: result.score, hash: result.hash, actions };
}
