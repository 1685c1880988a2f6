/*
 * A classic script: the games of games.py follow it. `stepping` makes steps one after the other, each over two turns of
 * the event loop, and writes down what it did; a game says in which manner it stamps.
 */
// biome-ignore-all lint/correctness/noUnusedVariables: the games that follow use them
const made = [];
const shapes = [];
const turn = () => new Promise((resolve) => setTimeout(resolve, 1));
const own = (game, name, value) => {
  game.pipelineMetrics[name] = value;
};
const zero = () => ({ stepCallTimestamp: 0, stepReturnTimestamp: 0 });
const fresh = (id) => ({
  gameId: id,
  myPlayerId: 1,
  frameNumber: 0,
  state: 'playing',
  pipelineMetrics: zero(),
});

function shapeOf(game) {
  const json = JSON.parse(JSON.stringify(game));
  const copy = structuredClone({ ...game });
  return [game, json, copy].map((one) => [keysOf(one), keysOf(one.pipelineMetrics)]);
}

/* sorted: a field that a game adds after its publication may be listed earlier than without the recorder */
const keysOf = (object) => Object.keys(object ?? {}).sort();

async function stepping(first, count, { stamp = own, when = 'after' } = {}) {
  const game = () => window.game ?? first;
  const raise = (now) => {
    if (now === when) game().frameNumber += 1;
  };
  const read = (name, value) => {
    if (game().pipelineMetrics[name] !== value) throw new Error(`${name} does not read as it was written`);
  };
  shapes.push(shapeOf(game()));
  for (let step = 0; step < count; step += 1) {
    raise('before');
    const frame = game().frameNumber;
    const call = performance.now();
    stamp(game(), 'stepCallTimestamp', call);
    await turn();
    read('stepCallTimestamp', call);
    raise('between');
    const back = performance.now();
    stamp(game(), 'stepReturnTimestamp', back);
    read('stepReturnTimestamp', back);
    made.push([frame, call, back]);
    raise('after');
    if (step === 0) shapes.push(shapeOf(game()));
  }
  shapes.push(shapeOf(game()));
}

/* `outcome` is there once the game is through */
function ended(work) {
  work.then(
    () => {
      window.outcome = { made, shapes };
    },
    (error) => {
      window.outcome = { error: String(error) };
    },
  );
}
