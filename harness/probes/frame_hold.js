/**
 * Runs in a page through DevTools: from the given frame of its game on, messages to its Workers wait until they are
 * released. The Workers stand still with what the frames before have left in them; the page itself goes on, but for
 * timers that would give up the step (`upkeep.js`).
 */
(/** @type {() => unknown} */ readFrame, /** @type {number} */ frame) => {
  const HOLD = Symbol.for('harness.frameHold');
  if (HOLD in window) return;
  const upkeep = /** @type {any} */ (window)[Symbol.for('harness.upkeep')];
  const { prototype } = Worker;
  const { postMessage } = prototype;
  /** @type {Array<() => void>} */
  const waiting = [];
  /** @type {number | null} the frame at which the first message was held */
  let heldAt = null;

  /** @this {Worker} @param {any[]} message */
  prototype.postMessage = function (...message) {
    const send = () => postMessage.apply(this, /** @type {any} */ (message));
    const now = heldAt ?? readFrame();
    if (typeof now !== 'number' || now < frame) return send();
    if (heldAt === null) upkeep?.hold();
    heldAt = now;
    waiting.push(send);
  };
  const release = () => {
    prototype.postMessage = postMessage;
    Reflect.deleteProperty(window, HOLD);
    upkeep?.release();
    for (const send of waiting) send();
  };
  Object.defineProperty(window, HOLD, { configurable: true, value: { heldAt: () => heldAt, release } });
};
