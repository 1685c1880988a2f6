/**
 * Has Python in a fresh Worker play a finished game again and render its last frame, and compares that picture with the
 * one on the player's screen, pixel by pixel.
 *
 * The modules are the game's own, as its server hands them out: what is shown is that the screen has what Python
 * renders, not that the drawing is a good one.
 *
 * @typedef {object} Played
 * @property {{ layout: string, horizon: number }} kitchen
 * @property {number} seed
 * @property {number[][]} actions of every step
 * @property {string} canvas
 */

// @ts-expect-error: an address of the game's server
import { PyodideWorker } from '/web/js/python/PyodideWorker.js';
// @ts-expect-error: an address of the game's server
import { KitchenCanvas } from '/web/js/view/kitchen_canvas.js';

/** @param {Played} played */
export async function replay({ kitchen: config, seed, actions, canvas }) {
  const screen = pixels(/** @type {HTMLCanvasElement} */ (document.querySelector(canvas)));
  const python = new PyodideWorker();
  await python.init();
  const kitchen = await python.initEnv(config);
  await python.reset(seed);
  const start = drawn(kitchen, await python.render());
  await python.batch(actions.map((both) => ({ command: 'step', args: [both] })));
  const end = drawn(kitchen, await python.render());
  const hash = await python.computeHash();
  python.destroy();
  return { pixels: end.length, differing: differing(screen, end), changed: differing(start, end), hash };
}

/** @param {unknown} kitchen @param {{ drawing: unknown }} rendered */
function drawn(kitchen, { drawing }) {
  const stage = document.createElement('div');
  const { myPlayerId, fps } = /** @type {any} */ (window).game;
  const view = new KitchenCanvas(stage, kitchen, myPlayerId, fps);
  view.show(drawing);
  view.finish();
  const found = pixels(/** @type {HTMLCanvasElement} */ (stage.querySelector('canvas')));
  view.destroy();
  return found;
}

/** @param {HTMLCanvasElement} canvas @returns {Uint32Array} one number a pixel */
function pixels(canvas) {
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (copy.getContext('2d'));
  context.drawImage(canvas, 0, 0);
  return new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
}

/** @param {Uint32Array} one @param {Uint32Array} other pictures of another size differ everywhere */
function differing(one, other) {
  if (one.length !== other.length) return Math.max(one.length, other.length);
  return one.reduce((count, pixel, at) => count + Number(pixel !== other[at]), 0);
}
