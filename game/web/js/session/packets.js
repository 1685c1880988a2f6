/**
 * What two players' pages tell each other in one packet, as short JSON.
 *
 * @typedef {object} Packet
 * @property {number} frame       the sender's next step
 * @property {number} lead        how many steps the sender takes itself to be ahead, by the last news it had
 * @property {number} inputAck    the first input of the receiver's that the sender lacks
 * @property {number} inputStart  the step that the first of `inputs` belongs to
 * @property {number[]} inputs    the sender's inputs, one a step
 * @property {number} hashAck     the first state hash of the receiver's that the sender lacks
 * @property {number} hashStart   the frame that the first of `hashes` belongs to
 * @property {string[]} hashes    the sender's state hashes, one a frame
 */

/** More than two input delays' worth is never outstanding; the bound keeps a packet under 2 KiB whatever happens. */
export const MAX_ENTRIES = 64;
export const LAST_ACTION = 6;

const HASH = /^[0-9a-f]{16}$/;
const MAX_FRAME = 1_000_000;

/** @param {Packet} packet */
export function encodePacket(packet) {
  const { frame, lead, inputAck, inputStart, inputs, hashAck, hashStart, hashes } = packet;
  return JSON.stringify([frame, lead, inputAck, inputStart, inputs.join(''), hashAck, hashStart, hashes]);
}

/** @param {unknown} value @returns {value is number} */
function isFrame(value) {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_FRAME;
}

/**
 * @param {unknown} text
 * @returns {Packet | null} null when it is not a packet: whatever arrives from outside must not stop a game
 */
export function decodePacket(text) {
  if (typeof text !== 'string' || text.length > 4096) return null;
  let parts;
  try {
    parts = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(parts) || parts.length !== 8) return null;
  const [frame, lead, inputAck, inputStart, digits, hashAck, hashStart, hashes] = parts;
  if (![frame, inputAck, inputStart, hashAck, hashStart].every(isFrame)) return null;
  if (!Number.isInteger(lead) || Math.abs(lead) > MAX_ENTRIES) return null;
  if (typeof digits !== 'string' || digits.length > MAX_ENTRIES || !/^[0-6]*$/.test(digits)) return null;
  if (!Array.isArray(hashes) || hashes.length > MAX_ENTRIES) return null;
  if (!hashes.every((hash) => typeof hash === 'string' && HASH.test(hash))) return null;
  return { frame, lead, inputAck, inputStart, inputs: Array.from(digits, Number), hashAck, hashStart, hashes };
}
