/**
 * The memory of a Python that has just started, in a file. More than half of it are zeros, which are left out.
 *
 * The file is whole numbers of 32 bits (little-endian, as in WebAssembly): the length of the memory, the number of
 * runs, then start and length of each run; after them the bytes of all runs.
 */

const BLOCK_BYTES = 4096;

/**
 * @param {Uint8Array} memory
 * @returns {Uint8Array}
 */
export function pack(memory) {
  /** @type {number[]} start and length of each run, in turn */
  const runs = [];
  let bytes = 0;
  for (let start = 0; start < memory.length; start += BLOCK_BYTES) {
    const length = Math.min(BLOCK_BYTES, memory.length - start);
    if (memory.subarray(start, start + length).every((byte) => byte === 0)) continue;
    bytes += length;
    const last = runs.length - 2;
    if (last >= 0 && runs[last] + runs[last + 1] === start) runs[last + 1] += length;
    else runs.push(start, length);
  }
  const header = Uint32Array.of(memory.length, runs.length / 2, ...runs);
  const packed = new Uint8Array(header.byteLength + bytes);
  packed.set(new Uint8Array(header.buffer));
  let at = header.byteLength;
  for (let run = 0; run < runs.length; run += 2) {
    packed.set(memory.subarray(runs[run], runs[run] + runs[run + 1]), at);
    at += runs[run + 1];
  }
  return packed;
}

/**
 * @param {Uint8Array} packed
 * @returns {Uint8Array<ArrayBuffer>} the memory
 * @throws {Error} for anything that `pack` did not make
 */
export function unpack(packed) {
  const [length, count] = new Uint32Array(packed.buffer, packed.byteOffset, 2);
  const runs = new Uint32Array(packed.buffer, packed.byteOffset + 8, 2 * count);
  const memory = new Uint8Array(length);
  let at = 8 + runs.byteLength;
  for (let run = 0; run < runs.length; run += 2) {
    memory.set(packed.subarray(at, at + runs[run + 1]), runs[run]);
    at += runs[run + 1];
  }
  if (at !== packed.length) throw new Error(`The snapshot has ${packed.length} bytes and should have ${at}.`);
  return memory;
}

/**
 * @param {string} url '' when there is none
 * @returns {Promise<{memory: Promise<Uint8Array<ArrayBuffer>>} | null>} as soon as it is known whether there is one
 */
export async function fetchSnapshot(url) {
  if (url === '') return null;
  const response = await fetch(url).catch(() => null);
  if (response === null) return null;
  const packed = response.arrayBuffer();
  const memory = packed.then((bytes) => unpack(new Uint8Array(bytes)));
  // A response that is not read to its end counts as a failed request, so a refusal is read as well.
  memory.catch(() => {});
  return response.ok ? { memory } : null;
}
