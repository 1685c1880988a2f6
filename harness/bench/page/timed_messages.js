/**
 * Times what a page does for a step in a Worker, the Worker's own work left out: the stamps, the request, the reply as
 * an event, the frame's number.
 *
 * @param {{ steps: number }} options @returns {number} ns for each step of a new game
 */
export function play({ steps }) {
  const page = /** @type {any} */ (window);
  page.worker ??= new Worker('/worker.js');
  const worker = /** @type {Worker} */ (page.worker);
  const game = { frameNumber: 0, pipelineMetrics: { stepCallTimestamp: 0, stepReturnTimestamp: 0 } };
  page.game = game;
  worker.onmessage = ({ data }) => {
    game.frameNumber = data.id;
  };
  const began = performance.now();
  for (let id = 1; id <= steps; id += 1) {
    game.pipelineMetrics.stepCallTimestamp = id;
    worker.postMessage({ id, command: 'step', args: [[0, 6]] });
    const value = { json: '{}', observations: new Uint8Array(8) };
    worker.dispatchEvent(new MessageEvent('message', { data: { id, ok: true, value } }));
    game.pipelineMetrics.stepReturnTimestamp = id + 0.5;
  }
  return ((performance.now() - began) * 1e6) / steps;
}
