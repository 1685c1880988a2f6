/** What does not move: floor, counters and stations. Painted once into a layer of its own. */
import { paintDish, paintOnion } from './items.js';
import { PALETTE } from './palette.js';
import { at, box, disc, line, outline, oval } from './shapes.js';

/** @typedef {import('./shapes.js').Context} Context */

/** Everything that is not floor has a wooden front where floor lies below it, which gives the kitchen its depth. */
const FRONT = 0.18;

/**
 * @param {Context} context one unit a tile
 * @param {readonly string[]} terrain
 */
export function paintTerrain(context, terrain) {
  const letterAt = (/** @type {number} */ x, /** @type {number} */ y) => terrain[y]?.[x] ?? 'X';
  terrain.forEach((row, y) => {
    Array.from(row).forEach((letter, x) => {
      at(context, x, y, () => {
        if (letter === ' ') paintFloor(context, x, y, letterAt(x, y - 1) !== ' ', letterAt(x - 1, y) !== ' ');
        else paintStation(context, letter, x, y, letterAt(x, y + 1) === ' ');
      });
    });
  });
}

/**
 * @param {Context} context
 * @param {number} x
 * @param {number} y
 * @param {boolean} shadeAbove
 * @param {boolean} shadeLeft
 */
function paintFloor(context, x, y, shadeAbove, shadeLeft) {
  const [light, dark] = PALETTE.floor;
  context.fillStyle = PALETTE.grout;
  context.fillRect(0, 0, 1, 1);
  box(context, 0.02, 0.02, 0.96, 0.96, 0.04, (x + y) % 2 === 0 ? light : dark);
  context.fillStyle = PALETTE.shade;
  if (shadeAbove) context.fillRect(0, 0, 1, 0.12);
  if (shadeLeft) context.fillRect(0, 0, 0.07, 1);
}

/** @param {Context} context @param {string} letter @param {number} x @param {number} y @param {boolean} front */
function paintStation(context, letter, x, y, front) {
  paintCounter(context, x, y, front);
  const height = front ? 1 - FRONT : 1;
  at(context, 0.5, height / 2, () => {
    if (letter === 'O') paintCrate(context);
    else if (letter === 'D') paintDishStack(context);
    else if (letter === 'P') paintStove(context);
    else if (letter === 'S') paintHatch(context);
  });
}

/** @param {Context} context @param {number} x @param {number} y @param {boolean} front */
function paintCounter(context, x, y, front) {
  const { wood, woodLight, woodDark, woodEdge } = PALETTE;
  context.fillStyle = wood;
  context.fillRect(0, 0, 1, 1);
  for (let plank = 0; plank < 4; plank += 1) {
    if ((plank + x + 2 * y) % 3 === 0) {
      context.fillStyle = woodLight;
      context.fillRect(0, plank / 4, 1, 0.25);
    }
    line(context, 0, plank / 4, 1, plank / 4, woodDark, 0.012);
  }
  const joint = 0.25 + 0.5 * ((x * 7 + y * 3) % 2);
  line(context, joint, 0, joint, 0.25, woodDark, 0.012);
  line(context, 1 - joint, 0.5, 1 - joint, 0.75, woodDark, 0.012);
  if (!front) return;
  context.fillStyle = woodDark;
  context.fillRect(0, 1 - FRONT, 1, FRONT);
  context.fillStyle = woodEdge;
  context.fillRect(0, 1 - 0.04, 1, 0.04);
  line(context, 0, 1 - FRONT, 1, 1 - FRONT, woodLight, 0.03);
  line(context, 0.5, 1 - FRONT + 0.03, 0.5, 0.96, woodEdge, 0.02);
}

/** @param {Context} context */
function paintCrate(context) {
  const { crate, crateDark, woodLight } = PALETTE;
  box(context, -0.4, -0.34, 0.8, 0.72, 0.06, crateDark);
  box(context, -0.34, -0.28, 0.68, 0.6, 0.04, '#553816');
  const onions = [
    [-0.19, -0.13],
    [0.03, -0.17],
    [0.21, -0.09],
    [-0.1, 0.06],
    [0.13, 0.07],
  ];
  for (const [x, y] of onions) at(context, x, y, () => paintOnion(context, 0.36));
  box(context, -0.4, 0.16, 0.8, 0.1, 0.02, crate);
  box(context, -0.4, 0.28, 0.8, 0.1, 0.02, crate);
  line(context, -0.38, 0.17, 0.38, 0.17, woodLight, 0.015);
  line(context, -0.38, 0.29, 0.38, 0.29, woodLight, 0.015);
}

/** @param {Context} context */
function paintDishStack(context) {
  oval(context, 0.02, 0.2, 0.38, 0.16, PALETTE.shade);
  for (let plate = 0; plate < 4; plate += 1) {
    oval(context, 0, 0.15 - plate * 0.08, 0.36, 0.17, PALETTE.plate);
    outline(context, PALETTE.plateEdge, 0.025);
  }
  at(context, 0, -0.12, () => {
    context.scale(0.84, 0.42);
    paintDish(context, 0.9);
  });
}

/** @param {Context} context */
function paintStove(context) {
  box(context, -0.43, -0.38, 0.86, 0.78, 0.08, PALETTE.stove);
  disc(context, 0, 0, 0.34, '#24282d');
  outline(context, PALETTE.ember, 0.03);
  for (const x of [-0.3, 0.3]) disc(context, x, 0.34, 0.035, PALETTE.steel);
}

/** @param {Context} context */
function paintHatch(context) {
  const { hatch, hatchLight, plate } = PALETTE;
  box(context, -0.44, -0.36, 0.88, 0.74, 0.07, hatch);
  box(context, -0.36, -0.1, 0.72, 0.4, 0.04, hatchLight);
  for (let stripe = 0; stripe < 6; stripe += 1) {
    context.fillStyle = stripe % 2 === 0 ? plate : PALETTE.ember;
    context.beginPath();
    context.roundRect(-0.44 + stripe * 0.1467, -0.38, 0.1467, 0.22, [0, 0, 0.07, 0.07]);
    context.fill();
  }
  context.fillStyle = PALETTE.steelDark;
  context.beginPath();
  context.arc(0, 0.2, 0.17, Math.PI, 0);
  context.fill();
  box(context, -0.22, 0.2, 0.44, 0.05, 0.02, PALETTE.ink);
  disc(context, 0, 0.02, 0.035, PALETTE.ink);
}
