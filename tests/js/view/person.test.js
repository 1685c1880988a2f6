import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DOWN, INTERACT, LEFT, NOOP, RIGHT, UP } from '../../../game/web/js/view/actions.js';
import { clockText } from '../../../game/web/js/view/canvas/hud.js';
import { tileSize } from '../../../game/web/js/view/kitchen_canvas.js';
import { Person } from '../../../game/web/js/view/person.js';

/** @param {number} [fps] */
function person(fps = 32) {
  const target = new EventTarget();
  const pad = new EventTarget();
  const keys = new Person(/** @type {any} */ (target), fps, /** @type {any} */ (pad));
  keys.open();
  const send = (/** @type {string} */ type, /** @type {string} */ code, extra = {}) => {
    const event = Object.assign(new Event(type, { cancelable: true }), { code, ...extra });
    target.dispatchEvent(event);
    return event;
  };
  /** an event of a button of the pad, or of anything for a finger that leaves it */
  const finger = (/** @type {string} */ type, /** @type {string | null} */ key, extra = {}) => {
    const event = Object.assign(new Event(type, { cancelable: true }), { pointerId: 1, detail: 1, ...extra });
    const button = { closest: () => (key === null ? null : { getAttribute: () => key }) };
    Object.defineProperty(event, 'target', { value: button });
    (type === 'pointerdown' || type === 'click' ? pad : target).dispatchEvent(event);
  };
  let frame = 0;
  return {
    keys,
    finger,
    press: (/** @type {string} */ code, extra = {}) => send('keydown', code, extra),
    release: (/** @type {string} */ code) => send('keyup', code),
    blur: () => send('blur', ''),
    sample: (count = 1) => Array.from({ length: count }, () => keys.sample(frame++)),
  };
}

test('a tap shorter than a frame is one action', () => {
  const { press, release, sample } = person();
  press('ArrowUp');
  release('ArrowUp');
  assert.deepEqual(sample(12), [UP, ...new Array(11).fill(NOOP)]);
});

test('taps in one frame follow each other', () => {
  const { press, release, sample } = person();
  for (const code of ['KeyD', 'Space', 'KeyA']) {
    press(code);
    release(code);
  }
  assert.deepEqual(sample(4), [RIGHT, INTERACT, LEFT, NOOP]);
});

test('a direction held repeats eight times a second', () => {
  const { press, sample } = person(32);
  press('KeyS');
  press('KeyS', { repeat: true });
  assert.deepEqual(sample(9), [DOWN, NOOP, NOOP, NOOP, DOWN, NOOP, NOOP, NOOP, DOWN]);
});

test('interact held does not repeat', () => {
  const { press, sample } = person();
  press('Enter');
  assert.deepEqual(sample(10).filter((action) => action === INTERACT).length, 1);
});

test('the last of two directions held counts, and the first again when it is let go', () => {
  const { press, release, sample } = person(8);
  press('ArrowLeft');
  press('ArrowUp');
  assert.deepEqual(sample(4), [LEFT, UP, UP, UP]);
  release('ArrowUp');
  assert.deepEqual(sample(2), [LEFT, LEFT]);
});

test('a window that loses the focus lets go of every key', () => {
  const { press, blur, sample } = person(8);
  press('ArrowLeft');
  sample(2);
  blur();
  assert.deepEqual(sample(2), [NOOP, NOOP]);
});

test('keys of the game do not scroll the page, and shortcuts of the browser stay its own', () => {
  const { press, sample } = person();
  assert.equal(press('Space').defaultPrevented, true);
  assert.equal(press('KeyD', { ctrlKey: true }).defaultPrevented, false);
  assert.equal(press('KeyQ').defaultPrevented, false);
  assert.deepEqual(sample(2), [INTERACT, NOOP]);
});

test('a finger on an arrow walks until it is lifted, wherever that is', () => {
  const { finger, sample } = person(8);
  finger('pointerdown', 'ArrowLeft');
  assert.deepEqual(sample(3), [LEFT, LEFT, LEFT]);
  finger('pointerup', null);
  finger('click', 'ArrowLeft');
  assert.deepEqual(sample(2), [NOOP, NOOP]);
});

test('one thumb walks while the other takes', () => {
  const { finger, sample } = person(8);
  finger('pointerdown', 'ArrowUp');
  finger('pointerdown', 'Space', { pointerId: 2 });
  finger('pointerup', null, { pointerId: 2 });
  assert.deepEqual(sample(3), [UP, INTERACT, UP]);
  finger('pointercancel', null);
  assert.deepEqual(sample(1), [NOOP]);
});

test('a finger between the buttons does nothing, and assistive software presses them without a pointer', () => {
  const { finger, sample } = person(8);
  finger('pointerdown', null);
  finger('click', 'Space', { detail: 0 });
  assert.deepEqual(sample(2), [INTERACT, NOOP]);
});

test('a closed game hears nothing', () => {
  const { keys, press, finger, sample } = person();
  press('KeyW');
  keys.close();
  press('KeyW');
  finger('pointerdown', 'ArrowUp');
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
