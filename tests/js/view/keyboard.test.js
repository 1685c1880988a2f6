import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DOWN, INTERACT, LEFT, NOOP, RIGHT, UP } from '../../../game/web/js/view/actions.js';
import { clockText } from '../../../game/web/js/view/canvas/hud.js';
import { Keyboard } from '../../../game/web/js/view/keyboard.js';
import { tileSize } from '../../../game/web/js/view/kitchen_canvas.js';

/** @param {number} [fps] */
function keyboard(fps = 32) {
  const target = new EventTarget();
  const keys = new Keyboard(/** @type {any} */ (target), fps);
  keys.open();
  const send = (/** @type {string} */ type, /** @type {string} */ code, extra = {}) => {
    const event = Object.assign(new Event(type, { cancelable: true }), { code, ...extra });
    target.dispatchEvent(event);
    return event;
  };
  let frame = 0;
  return {
    keys,
    press: (/** @type {string} */ code, extra = {}) => send('keydown', code, extra),
    release: (/** @type {string} */ code) => send('keyup', code),
    blur: () => send('blur', ''),
    sample: (count = 1) => Array.from({ length: count }, () => keys.sample(frame++)),
  };
}

test('a tap shorter than a frame is one action', () => {
  const { press, release, sample } = keyboard();
  press('ArrowUp');
  release('ArrowUp');
  assert.deepEqual(sample(12), [UP, ...new Array(11).fill(NOOP)]);
});

test('taps in one frame follow each other', () => {
  const { press, release, sample } = keyboard();
  for (const code of ['KeyD', 'Space', 'KeyA']) {
    press(code);
    release(code);
  }
  assert.deepEqual(sample(4), [RIGHT, INTERACT, LEFT, NOOP]);
});

test('a direction held repeats eight times a second', () => {
  const { press, sample } = keyboard(32);
  press('KeyS');
  press('KeyS', { repeat: true });
  assert.deepEqual(sample(9), [DOWN, NOOP, NOOP, NOOP, DOWN, NOOP, NOOP, NOOP, DOWN]);
});

test('interact held does not repeat', () => {
  const { press, sample } = keyboard();
  press('Enter');
  assert.deepEqual(sample(10).filter((action) => action === INTERACT).length, 1);
});

test('the last of two directions held counts, and the first again when it is let go', () => {
  const { press, release, sample } = keyboard(8);
  press('ArrowLeft');
  press('ArrowUp');
  assert.deepEqual(sample(4), [LEFT, UP, UP, UP]);
  release('ArrowUp');
  assert.deepEqual(sample(2), [LEFT, LEFT]);
});

test('a window that loses the focus lets go of every key', () => {
  const { press, blur, sample } = keyboard(8);
  press('ArrowLeft');
  sample(2);
  blur();
  assert.deepEqual(sample(2), [NOOP, NOOP]);
});

test('keys of the game do not scroll the page, and shortcuts of the browser stay its own', () => {
  const { press, sample } = keyboard();
  assert.equal(press('Space').defaultPrevented, true);
  assert.equal(press('KeyD', { ctrlKey: true }).defaultPrevented, false);
  assert.equal(press('KeyQ').defaultPrevented, false);
  assert.deepEqual(sample(2), [INTERACT, NOOP]);
});

test('a closed keyboard hears nothing', () => {
  const { keys, press, sample } = keyboard();
  press('KeyW');
  keys.close();
  press('KeyW');
  assert.deepEqual(sample(2), [NOOP, NOOP]);
});

test('kitchens from 5 x 4 to 25 x 15 fit a usual window', () => {
  const room = { widthPx: 1200, heightPx: 700 };
  for (const [width, height] of [
    [5, 4],
    [9, 5],
    [25, 15],
  ]) {
    const tilePx = tileSize({ width, height }, room);
    assert.ok(tilePx * width <= room.widthPx && tilePx * height + 44 <= room.heightPx && tilePx >= 16, `${tilePx}`);
  }
});

test('the clock counts to zero', () => {
  assert.deepEqual([clockText(75), clockText(14.2), clockText(0)], ['1:15', '0:15', '0:00']);
});
