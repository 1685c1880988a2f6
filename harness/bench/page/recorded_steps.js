/**
 * Times the three assignments that a game makes for each step, on a game as it is and on one that is recorded.
 *
 * One look at the clock before and after each game: its ticks are far coarser than one step's cost.
 *
 * @param {{ steps: number }} options @returns {[number, number]} ns for each step of a new game, plain and recorded
 */
export function play({ steps }) {
  const page = /** @type {any} */ (window);
  const make = () => ({ frameNumber: 0, pipelineMetrics: { stepCallTimestamp: 0, stepReturnTimestamp: 0 } });

  /** @param {ReturnType<typeof make>} game */
  function stepNs(game) {
    const began = performance.now();
    for (let step = 1; step <= steps; step += 1) {
      game.pipelineMetrics.stepCallTimestamp = step;
      game.pipelineMetrics.stepReturnTimestamp = step + 0.5;
      game.frameNumber = step;
    }
    return ((performance.now() - began) * 1e6) / steps;
  }

  const plainNs = stepNs(make());
  page.game = make();
  return [plainNs, stepNs(page.game)];
}
