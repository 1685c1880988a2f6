/** A cook seen from above and in front: hat, face that looks where it goes, apron, and what it carries. */
import { STEPS } from '../actions.js';
import { paintItem } from './items.js';
import { PALETTE } from './palette.js';
import { at, box, disc, outline, oval } from './shapes.js';

/** @typedef {import('./shapes.js').Context} Context */

const UP = 0;

/**
 * @param {Context} context origin in the middle of the cook's tile
 * @param {{ id: number, direction: number, held: string }} cook
 */
export function paintCook(context, { id, direction, held }) {
  const [dx, dy] = STEPS[direction] ?? [0, 1];
  oval(context, 0, 0.36, 0.3, 0.1, 'rgba(45, 33, 24, 0.28)');
  // What a cook holds in front of it is hidden behind it when it looks away.
  if (held && direction === UP) paintHeld(context, held, dx, dy);
  paintBody(context, id, dx, dy);
  paintHead(context, id, direction, dx);
  if (held && direction !== UP) paintHeld(context, held, dx, dy);
}

/** @param {Context} context @param {string} held @param {number} dx @param {number} dy */
function paintHeld(context, held, dx, dy) {
  at(context, dx * 0.33, dy > 0 ? 0.27 : dy < 0 ? -0.3 : 0.17, () => paintItem(context, held, 0.46));
}

/** @param {Context} context @param {number} id @param {number} dx @param {number} dy */
function paintBody(context, id, dx, dy) {
  const colour = PALETTE.cook[id];
  const dark = PALETTE.cookDark[id];
  for (const side of [-1, 1]) oval(context, side * 0.12, 0.36, 0.09, 0.06, PALETTE.ink);
  box(context, -0.26, -0.02, 0.52, 0.38, 0.17, colour);
  outline(context, dark, 0.03);
  if (dy >= 0) {
    box(context, -0.15 + dx * 0.08, 0.08, 0.3, 0.26, 0.06, PALETTE.hat);
    box(context, -0.1 + dx * 0.08, 0.2, 0.2, 0.05, 0.02, PALETTE.hatEdge);
  } else {
    box(context, -0.05, 0.04, 0.1, 0.3, 0.03, PALETTE.hat);
  }
  const hands = dx === 0 ? [-0.26, 0.26] : [dx * 0.24, dx * 0.1];
  for (const x of hands) disc(context, x, dy < 0 ? 0.02 : 0.16, 0.065, PALETTE.skin[id]);
}

/** @param {Context} context @param {number} id @param {number} direction @param {number} dx */
function paintHead(context, id, direction, dx) {
  const y = -0.14;
  disc(context, 0, y, 0.22, PALETTE.skin[id]);
  outline(context, 'rgba(45, 33, 24, 0.35)', 0.02);
  if (direction !== UP) {
    const eyes = dx === 0 ? [-0.08, 0.08] : [dx * 0.06, dx * 0.16];
    for (const x of eyes) disc(context, x, y + 0.03, 0.033, PALETTE.ink);
    context.beginPath();
    context.lineCap = 'round';
    context.arc(dx * 0.1, y + 0.07, 0.06, 0.2 * Math.PI, 0.8 * Math.PI);
    outline(context, PALETTE.ink, 0.022);
    if (dx === 0) for (const x of [-0.13, 0.13]) disc(context, x, y + 0.09, 0.03, 'rgba(214, 90, 70, 0.45)');
  }
  paintHat(context, id, y);
}

/** @param {Context} context @param {number} id @param {number} y */
function paintHat(context, id, y) {
  const { hat, hatEdge } = PALETTE;
  for (const [x, up, radius] of [
    [-0.14, 0.27, 0.11],
    [0.14, 0.27, 0.11],
    [0, 0.31, 0.14],
  ]) {
    disc(context, x, y - up, radius, hat);
    outline(context, hatEdge, 0.02);
  }
  box(context, -0.17, y - 0.28, 0.34, 0.14, 0.03, hat);
  box(context, -0.185, y - 0.17, 0.37, 0.08, 0.03, PALETTE.cook[id]);
}
