/**
 * Times the three assignments that a game makes for each step, on a game as it is and on one that is recorded.
 *
 * The two take turns, a game's length each, and each game is a new one, so that a slow moment of the machine falls on
 * both. One look at the clock before and after each game: its ticks are far coarser than one step's cost.
 *
 * @typedef {{ games: number, steps: number }} CostOptions
 */

/** @param {CostOptions} options @returns {{ plainNs: number[], recordedNs: number[] }} ns for each step, one value a game */
export function measureCost({ games, steps }) {
  const page = /** @type {any} */ (window);
  const make = () => ({ frameNumber: 0, pipelineMetrics: { stepCallTimestamp: 0, stepReturnTimestamp: 0 } });

  /** @param {ReturnType<typeof make>} game */
  function play(game) {
    const began = performance.now();
    for (let step = 1; step <= steps; step += 1) {
      game.pipelineMetrics.stepCallTimestamp = step;
      game.pipelineMetrics.stepReturnTimestamp = step + 0.5;
      game.frameNumber = step;
    }
    return ((performance.now() - began) * 1e6) / steps;
  }

  const plainNs = [];
  const recordedNs = [];
  for (let game = 0; game < games; game += 1) {
    plainNs.push(play(make()));
    page.game = make();
    recordedNs.push(play(page.game));
  }
  return { plainNs, recordedNs };
}
