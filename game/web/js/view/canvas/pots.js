/** A pot on its stove: what is in it, how far it has cooked, and steam when the soup is ready. */
import { paintOnion } from './items.js';
import { PALETTE } from './palette.js';
import { at, box, disc, outline } from './shapes.js';

/** @typedef {import('./shapes.js').Context} Context */

const RADIUS = 0.3;
const ONION_PLACES = [
  [-0.1, -0.06],
  [0.11, -0.05],
  [0.0, 0.12],
];

/**
 * @param {Context} context origin in the middle of the stove
 * @param {{ onions: number, ticks: number, cookTime: number, beat: number }} pot `beat` counts frames
 */
export function paintPot(context, { onions, ticks, cookTime, beat }) {
  const { steel, steelDark, steelLight, water, soup, soupLight } = PALETTE;
  const cooking = ticks > 0;
  const ready = ticks >= cookTime;
  for (const side of [-1, 1]) box(context, side * 0.37 - 0.07, -0.05, 0.14, 0.1, 0.04, steelDark);
  disc(context, 0, 0, RADIUS + 0.03, steelDark);
  disc(context, 0, 0, RADIUS, steelLight);
  disc(context, 0, 0, RADIUS - 0.05, steel);
  disc(context, 0, 0, RADIUS - 0.07, cooking ? soup : onions > 0 ? water : '#8f9aa5');
  if (!ready) {
    for (const [x, y] of ONION_PLACES.slice(0, onions)) at(context, x, y, () => paintOnion(context, 0.27));
  }
  if (cooking) paintBubbles(context, beat, soupLight);
  if (ready) paintSteam(context, beat);
  else if (cooking) paintProgress(context, ticks / cookTime);
  else if (onions > 0) paintCount(context, onions);
}

/** @param {Context} context @param {number} beat @param {string} colour */
function paintBubbles(context, beat, colour) {
  for (let bubble = 0; bubble < 4; bubble += 1) {
    const angle = bubble * 1.7 + Math.floor(beat / 6) * 0.9;
    const swell = 0.02 + (0.018 * ((beat + bubble * 5) % 6)) / 6;
    disc(context, 0.13 * Math.cos(angle), 0.13 * Math.sin(angle), swell, colour);
  }
}

/** @param {Context} context @param {number} share */
function paintProgress(context, share) {
  context.lineCap = 'butt';
  context.beginPath();
  context.arc(0, 0, RADIUS + 0.09, 0, 2 * Math.PI);
  outline(context, 'rgba(255, 250, 240, 0.85)', 0.09);
  context.beginPath();
  context.arc(0, 0, RADIUS + 0.09, -Math.PI / 2, -Math.PI / 2 + 2 * Math.PI * share);
  outline(context, PALETTE.ember, 0.07);
}

/** @param {Context} context @param {number} onions */
function paintCount(context, onions) {
  for (let dot = 0; dot < 3; dot += 1) {
    disc(context, (dot - 1) * 0.16, 0.41, 0.06, dot < onions ? PALETTE.onion : 'rgba(255, 250, 240, 0.45)');
    outline(context, PALETTE.ink, 0.018);
  }
}

/** @param {Context} context @param {number} beat */
function paintSteam(context, beat) {
  context.beginPath();
  context.arc(0, 0, RADIUS + 0.09, 0, 2 * Math.PI);
  outline(context, PALETTE.ready, 0.09);
  context.lineCap = 'round';
  for (let wisp = -1; wisp <= 1; wisp += 1) {
    const rise = ((beat + (wisp + 1) * 7) % 24) / 24;
    const x = wisp * 0.15;
    const y = -0.12 - 0.42 * rise;
    context.beginPath();
    context.moveTo(x, y + 0.16);
    context.bezierCurveTo(x - 0.1, y + 0.08, x + 0.1, y, x, y - 0.1);
    outline(context, `rgba(255, 255, 255, ${(0.95 - 0.8 * rise).toFixed(2)})`, 0.07);
  }
}
