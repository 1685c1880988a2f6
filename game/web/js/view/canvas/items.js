/** What cooks carry and counters hold. Each is painted around the origin, about one unit wide at `size` 1. */
import { PALETTE } from './palette.js';
import { box, disc, line, outline, oval } from './shapes.js';

/** @typedef {import('./shapes.js').Context} Context */

/** @param {Context} context @param {number} size */
export function paintOnion(context, size) {
  const { onion, onionDark, onionLeaf } = PALETTE;
  context.lineCap = 'round';
  line(context, 0, -0.3 * size, -0.1 * size, -0.52 * size, onionLeaf, 0.08 * size);
  line(context, 0, -0.3 * size, 0.1 * size, -0.5 * size, onionLeaf, 0.08 * size);
  context.fillStyle = onion;
  context.beginPath();
  context.moveTo(0, -0.4 * size);
  context.bezierCurveTo(0.12 * size, -0.22 * size, 0.42 * size, -0.2 * size, 0.4 * size, 0.08 * size);
  context.bezierCurveTo(0.38 * size, 0.36 * size, -0.38 * size, 0.36 * size, -0.4 * size, 0.08 * size);
  context.bezierCurveTo(-0.42 * size, -0.2 * size, -0.12 * size, -0.22 * size, 0, -0.4 * size);
  context.fill();
  outline(context, onionDark, 0.05 * size);
  context.beginPath();
  context.ellipse(0, 0.02 * size, 0.17 * size, 0.26 * size, 0, 0, 2 * Math.PI);
  outline(context, onionDark, 0.03 * size);
}

/** @param {Context} context @param {number} size */
export function paintDish(context, size) {
  disc(context, 0, 0, 0.42 * size, PALETTE.plate);
  outline(context, PALETTE.plateEdge, 0.05 * size);
  context.beginPath();
  context.arc(0, 0, 0.26 * size, 0, 2 * Math.PI);
  outline(context, PALETTE.plateEdge, 0.035 * size);
}

/** @param {Context} context @param {number} size */
export function paintSoup(context, size) {
  paintDish(context, size);
  disc(context, 0, 0, 0.29 * size, PALETTE.soup);
  oval(context, -0.07 * size, -0.09 * size, 0.13 * size, 0.08 * size, PALETTE.soupLight);
  disc(context, 0.1 * size, 0.07 * size, 0.05 * size, PALETTE.soupLight);
  disc(context, -0.08 * size, 0.13 * size, 0.04 * size, PALETTE.onion);
}

/** @param {Context} context @param {number} size */
function paintUnknown(context, size) {
  box(context, -0.3 * size, -0.3 * size, 0.6 * size, 0.6 * size, 0.1 * size, PALETTE.plateEdge);
}

/** @param {Context} context @param {string} kind @param {number} size */
export function paintItem(context, kind, size) {
  if (kind === 'onion') paintOnion(context, size);
  else if (kind === 'dish') paintDish(context, size);
  else if (kind === 'soup') paintSoup(context, size);
  else paintUnknown(context, size);
}
