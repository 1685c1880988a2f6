/**
 * A number between 0 and 1 (1 excluded) that follows from the three given: the same in every browser and every run.
 * The mixing is that of the 32-bit finaliser of MurmurHash3 (Austin Appleby, public domain).
 *
 * @param {number} seed
 * @param {number} playerId
 * @param {number} turn
 */
export function chance(seed, playerId, turn) {
  let bits = (seed ^ Math.imul(turn + 1, 0x9e3779b1) ^ Math.imul(playerId + 1, 0x85ebca6b)) >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
}
