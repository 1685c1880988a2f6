// The snapshot of a started Python: packed and unpacked, restored, and done without when it is of no use.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';

import { DirectPyodide } from '../../../game/web/js/python/DirectPyodide.js';
import { loadPyodideWithKitchen } from '../../../game/web/js/python/load_pyodide.js';
import { pack, unpack } from '../../../game/web/js/python/snapshot.js';
import { kitchenURL } from './kitchen_zip.js';

const made = new URL('../../../node_modules/.compiled/', import.meta.url);
const indexURL = new URL('../../../node_modules/pyodide/', import.meta.url).href;
const stdLibURL = new URL('python_stdlib.zip', made).href;
const real = readFileSync(new URL('python.snapshot', made));

/** @returns {Buffer} a snapshot that unpacks and is of another Pyodide */
function ofAnother() {
  const memory = unpack(real);
  memory[16] ^= 1;
  return Buffer.from(pack(memory));
}

/** @type {Partial<Record<string, () => Buffer>>} */
const FILES = {
  '/python.snapshot': () => real,
  '/short.snapshot': () => real.subarray(0, 100_000),
  '/text.snapshot': () => Buffer.from('<!doctype html>'),
  '/other.snapshot': ofAnother,
};
/** @type {import('node:http').Server} */
const server = createServer((request, response) => {
  const file = FILES[request.url ?? ''];
  response.statusCode = file ? 200 : 404;
  response.end(file?.() ?? 'no');
});
let origin = '';

before(async () => {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  origin = `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`;
});
after(() => server.close());

/** @param {string} snapshotURL */
async function load(snapshotURL) {
  let starts = 0;
  const assets = { indexURL, stdLibURL, snapshotURL, kitchenURL: kitchenURL() };
  const python = await loadPyodideWithKitchen(assets, ({ stage }) => {
    starts += Number(stage === 'python');
  });
  return { python, starts };
}

describe('packing', () => {
  it('leaves zeros out and gives the same bytes back', () => {
    for (const places of [[], [0], [4095, 4096], [0, 50_000], [100_000]]) {
      const memory = new Uint8Array(100_001);
      for (const place of places) memory[place] = 7;
      const packed = pack(memory);
      assert.ok(packed.length < 20_000);
      assert.deepEqual(unpack(packed), memory);
    }
  });

  it('refuses what is cut off', () => {
    assert.throws(
      () => unpack(pack(new Uint8Array(10_000).fill(1)).slice(0, -1)),
      /The snapshot has .* bytes and should/,
    );
  });
});

describe('a Python from the snapshot', () => {
  it('has the path, the versions and the memory of one that was started', async () => {
    const { python: restored, starts } = await load(`${origin}/python.snapshot`);
    const { python: started } = await load('');
    assert.equal(starts, 1);
    const look = 'import sys; repr((sys.path, sys.version, sorted(sys.modules)))';
    assert.equal(restored.runPython(look), started.runPython(look));
    const bytes = (/** @type {any} */ python) => python._module.HEAPU8.byteLength;
    assert.equal(bytes(restored), bytes(started));
  });

  it('imports what was not loaded before from the library', async () => {
    const { python } = await load(`${origin}/python.snapshot`);
    assert.equal(python.runPython('import colorsys; colorsys.rgb_to_hsv(1, 1, 1)[2]'), 1);
  });

  it('plays the kitchen as the started one does', async () => {
    const hashes = [];
    for (const snapshotURL of [`${origin}/python.snapshot`, '']) {
      const python = new DirectPyodide({ assets: { indexURL, stdLibURL, snapshotURL, kitchenURL: kitchenURL() } });
      await python.init();
      await python.initEnv({ layout: 'cramped_room', horizon: 50 });
      await python.reset(11);
      const items = Array.from({ length: 40 }, (_, frame) => ({
        command: 'step',
        args: [[frame % 5, (3 * frame) % 5]],
      }));
      hashes.push((await python.batch(items)).map((step) => /** @type {{hash: string}} */ (step).hash));
      python.destroy();
    }
    assert.deepEqual(hashes[0], hashes[1]);
  });
});

describe('without a usable snapshot Python starts as usual', () => {
  for (const name of ['missing', 'short', 'text', 'other']) {
    it(name, async () => {
      const { python } = await load(`${origin}/${name}.snapshot`);
      assert.equal(python.runPython('6 * 7'), 42);
    });
  }

  it('when nobody answers', async () => {
    const { python } = await load('http://127.0.0.1:9/python.snapshot');
    assert.equal(python.runPython('6 * 7'), 42);
  });
});
