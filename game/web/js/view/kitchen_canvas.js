/**
 * The kitchen on a canvas: what does not move in a layer painted once, what moves painted anew for each frame.
 *
 * @typedef {import('../session/types.js').Drawing} Drawing
 * @typedef {import('../session/types.js').KitchenReply} KitchenReply
 */
import { paintCook } from './canvas/cooks.js';
import { HUD_HEIGHT_PX, paintHud, paintLabel } from './canvas/hud.js';
import { paintItem } from './canvas/items.js';
import { PALETTE } from './canvas/palette.js';
import { paintPot } from './canvas/pots.js';
import { at } from './canvas/shapes.js';
import { paintTerrain } from './canvas/tiles.js';
import { inWords } from './canvas/words.js';

const MIN_TILE_PX = 16;
const MAX_TILE_PX = 112;
/** Kept free for what stands around the kitchen. */
const PAGE_MARGIN_X_PX = 64;
const PAGE_MARGIN_Y_PX = 150;
/** Pots and things on counters sit on the top of the counter, above its wooden front. */
const COUNTER_TOP = 0.41;

/**
 * The largest tile with which a kitchen fits.
 *
 * @param {{ width: number, height: number }} kitchen tiles
 * @param {{ widthPx: number, heightPx: number }} room
 */
export function tileSize({ width, height }, { widthPx, heightPx }) {
  const fitting = Math.floor(Math.min(widthPx / width, (heightPx - HUD_HEIGHT_PX) / height));
  return Math.max(MIN_TILE_PX, Math.min(MAX_TILE_PX, fitting));
}

export class KitchenCanvas {
  #kitchen;
  #myPlayerId;
  #fps;
  #canvas;
  #context;
  /** @type {OffscreenCanvas | null} what does not move */
  #still = null;
  /** @type {Drawing | null} */
  #drawing = null;
  #frames = 0;
  #tilePx = MIN_TILE_PX;
  /** @type {number | null} */
  #paintRequest = null;

  /**
   * @param {HTMLElement} stage
   * @param {KitchenReply} kitchen
   * @param {number} myPlayerId
   * @param {number} fps
   */
  constructor(stage, kitchen, myPlayerId, fps) {
    this.#kitchen = kitchen;
    this.#myPlayerId = myPlayerId;
    this.#fps = fps;
    this.#frames = kitchen.horizon;
    this.#canvas = document.createElement('canvas');
    this.#canvas.setAttribute('role', 'img');
    this.#canvas.setAttribute('aria-label', 'The kitchen, seen from above.');
    const context = this.#canvas.getContext('2d', { alpha: false });
    if (!context)
      throw new Error('This browser gives no 2D canvas, so the kitchen cannot be shown; use another browser.');
    this.#context = context;
    stage.append(this.#canvas);
    window.addEventListener('resize', this.#fit);
    this.#fit();
  }

  /**
   * Shows a new frame with the browser's next repaint; when frames come quicker than that, the newest one.
   *
   * @param {Drawing} drawing
   */
  show(drawing) {
    this.#drawing = drawing;
    this.#paintRequest ??= requestAnimationFrame(this.#paint);
  }

  /** The last frame has come: shows it at once. */
  finish() {
    if (this.#paintRequest !== null) cancelAnimationFrame(this.#paintRequest);
    this.#paint();
  }

  /** Idempotent; takes the canvas off the page. */
  destroy() {
    window.removeEventListener('resize', this.#fit);
    if (this.#paintRequest !== null) cancelAnimationFrame(this.#paintRequest);
    this.#paintRequest = null;
    this.#still = null;
    this.#drawing = null;
    this.#canvas.remove();
  }

  #fit = () => {
    const { width, height, terrain } = this.#kitchen;
    const room = {
      widthPx: document.documentElement.clientWidth - PAGE_MARGIN_X_PX,
      heightPx: window.innerHeight - PAGE_MARGIN_Y_PX,
    };
    const tilePx = tileSize(this.#kitchen, room);
    const scale = window.devicePixelRatio || 1;
    this.#tilePx = tilePx;
    const widthPx = width * tilePx;
    const heightPx = height * tilePx + HUD_HEIGHT_PX;
    this.#canvas.width = Math.round(widthPx * scale);
    this.#canvas.height = Math.round(heightPx * scale);
    this.#canvas.style.width = `${widthPx}px`;
    this.#canvas.style.height = `${heightPx}px`;
    this.#still = new OffscreenCanvas(this.#canvas.width, Math.round(height * tilePx * scale));
    const context = this.#still.getContext('2d');
    if (context) {
      context.scale(tilePx * scale, tilePx * scale);
      paintTerrain(context, terrain);
    }
    this.#paint();
  };

  #paint = () => {
    this.#paintRequest = null;
    const drawing = this.#drawing;
    if (!drawing || !this.#still) return;
    const context = this.#context;
    const scale = window.devicePixelRatio || 1;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(this.#still, 0, Math.round(HUD_HEIGHT_PX * scale));
    context.setTransform(scale, 0, 0, scale, 0, 0);
    paintHud(context, {
      widthPx: this.#kitchen.width * this.#tilePx,
      score: drawing.score,
      framesLeft: drawing.framesLeft,
      frames: this.#frames,
      fps: this.#fps,
    });
    context.translate(0, HUD_HEIGHT_PX);
    context.save();
    context.scale(this.#tilePx, this.#tilePx);
    this.#paintMoving(context, drawing);
    context.restore();
    this.#paintLabels(context, drawing);
    const words = inWords(this.#kitchen, drawing, this.#myPlayerId);
    if (words !== this.#canvas.getAttribute('aria-label')) this.#canvas.setAttribute('aria-label', words);
  };

  /** @param {CanvasRenderingContext2D} context @param {Drawing} drawing */
  #paintMoving(context, { pots, things, cooks, framesLeft }) {
    const { cookTime } = this.#kitchen;
    const beat = this.#frames - framesLeft;
    for (const [x, y, onions, ticks] of pots) {
      at(context, x + 0.5, y + this.#top(x, y), () => paintPot(context, { onions, ticks, cookTime, beat }));
    }
    for (const [x, y, kind] of things) {
      at(context, x + 0.5, y + this.#top(x, y), () => paintItem(context, kind, 0.6));
    }
    const order = cooks[0][1] <= cooks[1][1] ? [0, 1] : [1, 0];
    for (const id of order) {
      const [x, y, direction, held] = cooks[id];
      at(context, x + 0.5, y + 0.5, () => paintCook(context, { id, direction, held }));
    }
  }

  /** @param {CanvasRenderingContext2D} context @param {Drawing} drawing */
  #paintLabels(context, { cooks }) {
    cooks.forEach(([x, y], id) => {
      const text = id === this.#myPlayerId ? 'You' : 'Partner';
      at(context, (x + 0.5) * this.#tilePx, (y + 0.98) * this.#tilePx, () =>
        paintLabel(context, text, PALETTE.cookDark[id]),
      );
    });
  }

  /** @param {number} x @param {number} y */
  #top(x, y) {
    return this.#kitchen.terrain[y + 1]?.[x] === ' ' ? COUNTER_TOP : 0.5;
  }
}
