/** The strip above the kitchen: score and time left. Measured in CSS pixels. */
import { paintSoup } from './items.js';
import { FONT, PALETTE } from './palette.js';
import { at, box } from './shapes.js';

/** @typedef {import('./shapes.js').Context} Context */

export const HUD_HEIGHT_PX = 44;
const HURRY_SECONDS = 5;

/** @param {number} seconds */
export function clockText(seconds) {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/**
 * @param {Context} context
 * @param {{ widthPx: number, score: number, framesLeft: number, frames: number, fps: number }} standing
 */
export function paintHud(context, { widthPx, score, framesLeft, frames, fps }) {
  const secondsLeft = framesLeft / fps;
  const hurry = secondsLeft <= HURRY_SECONDS;
  context.fillStyle = PALETTE.ink;
  context.fillRect(0, 0, widthPx, HUD_HEIGHT_PX);
  at(context, 26, HUD_HEIGHT_PX / 2, () => paintSoup(context, 34));
  context.textBaseline = 'middle';
  context.fillStyle = PALETTE.paper;
  context.textAlign = 'left';
  context.font = `700 20px ${FONT}`;
  context.fillText(String(score), 52, HUD_HEIGHT_PX / 2 + 1);
  context.textAlign = 'right';
  context.fillStyle = hurry ? '#ffb199' : PALETTE.paper;
  context.fillText(clockText(secondsLeft), widthPx - 14, HUD_HEIGHT_PX / 2 + 1);
  const barPx = Math.min(160, widthPx * 0.3);
  const left = widthPx - 74 - barPx;
  box(context, left, HUD_HEIGHT_PX / 2 - 5, barPx, 10, 5, 'rgba(255, 250, 240, 0.22)');
  const share = frames > 0 ? framesLeft / frames : 0;
  if (share > 0)
    box(context, left, HUD_HEIGHT_PX / 2 - 5, Math.max(10, barPx * share), 10, 5, hurry ? PALETTE.ember : '#8cc9a1');
}

/**
 * @param {Context} context origin above the cook's head
 * @param {string} text
 * @param {string} colour
 */
export function paintLabel(context, text, colour) {
  context.font = `600 11px ${FONT}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const widthPx = context.measureText(text).width + 12;
  box(context, -widthPx / 2, -8, widthPx, 16, 8, colour);
  context.fillStyle = '#ffffff';
  context.fillText(text, 0, 0.5);
}
