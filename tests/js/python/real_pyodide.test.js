// Real Pyodide, the real kitchen, the real worker script (in a thread of Node) and the direct twin.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';

import { DirectPyodide } from '../../../game/web/js/python/DirectPyodide.js';
import { KitchenHost } from '../../../game/web/js/python/kitchen_host.js';
import { loadPyodideWithKitchen } from '../../../game/web/js/python/load_pyodide.js';
import { PyodideWorker } from '../../../game/web/js/python/PyodideWorker.js';
import { ThreadWorker } from './doubles.js';
import { kitchenURL } from './kitchen_zip.js';

/**
 * @typedef {{layout: string, horizon: number, seed: number, actions: [number, number][], hashes: string[]}} Trace
 * @typedef {import('../../../game/web/js/python/types.js').KitchenPython} KitchenPython
 */

const ASSETS = { indexURL: new URL('../../../node_modules/pyodide/', import.meta.url).href, kitchenURL: kitchenURL() };
const TRACES = new URL('../../kitchen/traces/', import.meta.url);
const LAYOUT = { layout: 'cramped_room', horizon: 100 };

/** @returns {Trace[]} */
function traces() {
  const names = readdirSync(TRACES).filter((name) => name.endsWith('.json'));
  return names.map((name) => JSON.parse(readFileSync(new URL(name, TRACES), 'utf8')));
}

const ARMS = {
  PyodideWorker: () => new PyodideWorker({ assets: ASSETS, createWorker: () => new ThreadWorker() }),
  DirectPyodide: () => new DirectPyodide({ assets: ASSETS }),
};

for (const [name, make] of Object.entries(ARMS)) {
  describe(name, () => {
    /** @type {PyodideWorker | DirectPyodide} */
    let python;

    before(async () => {
      python = make();
      await python.init();
    });
    after(() => python.destroy());

    it('replays every trace of CPython to the same hashes', async () => {
      const all = traces();
      assert.ok(all.length > 0, `There is no trace in ${TRACES.pathname}.`);
      for (const { layout, horizon, seed, actions, hashes } of all) {
        await python.initEnv({ layout, horizon });
        const items = actions.map((pair) => ({ command: 'step', args: [pair] }));
        const results = await python.batch([{ command: 'reset', args: [seed] }, ...items]);
        const seen = results.map((result) => /** @type {{hash: string}} */ (result).hash);
        assert.deepEqual(seen.slice(-hashes.length), hashes, layout);
      }
    });

    it('gives each step its own observations, read from the environment that is there now', async () => {
      for (const layout of ['cramped_room', 'grand_kitchen', 'cramped_room']) {
        const { observationShape } = await python.initEnv({ layout, horizon: 100 });
        const size = observationShape.reduce((product, length) => product * length);
        const first = await python.reset(1);
        const second = await python.step([3, 2]);
        assert.deepEqual([first.observations.length, second.observations.length], [size, size], layout);
        assert.notEqual(first.observations.buffer, second.observations.buffer);
        assert.ok(first.observations.some((value) => value > 0));
      }
    });

    it('goes back to a state and continues to the same hash', async () => {
      await python.initEnv(LAYOUT);
      await python.reset(7);
      await python.step([0, 1]);
      const state = await python.getState();
      const hash = await python.computeHash();
      const once = await python.step([3, 4]);
      const back = await python.setState(state);
      assert.equal(back.hash, hash);
      assert.equal(await python.computeHash(), hash);
      assert.equal((await python.step([3, 4])).hash, once.hash);
    });

    it('delivers the Python traceback and goes on', async () => {
      await python.initEnv(LAYOUT);
      await python.reset(7);
      await assert.rejects(python.step([9, 0]), (/** @type {any} */ error) => {
        assert.equal(error.name, 'PythonError');
        assert.match(error.message, /^ValueError: .*9/);
        assert.match(error.traceback, /^Traceback.*bridge\.py.*ValueError: .*9/s);
        return true;
      });
      await assert.rejects(python.setState('{"damaged":'), /ValueError/);
      await assert.rejects(python.initEnv({ layout: 'nowhere', horizon: 5 }), /ValueError: .*nowhere/);
      assert.equal((await python.step([6, 6])).frame, 1);
    });

    it('refuses arguments of the wrong kind without asking Python', async () => {
      const odd = /** @type {any} */ (python);
      await assert.rejects(odd.step([0.5, 1]), { name: 'CommandError', message: /takes whole numbers, not 0.5/ });
      await assert.rejects(odd.step([0]), { name: 'CommandError', message: /one list of two actions/ });
      await assert.rejects(odd.reset('7'), { name: 'CommandError' });
      await assert.rejects(odd.setState({}), { name: 'CommandError', message: /takes a string, not object/ });
      await assert.rejects(odd.batch('all'), { name: 'CommandError' });
    });

    it('stops a batch at the first error and says which', async () => {
      await python.initEnv(LAYOUT);
      const items = [
        { command: 'reset', args: [3] },
        { command: 'step', args: [[6, 6]] },
        { command: 'step', args: [[6, 8]] },
        { command: 'step', args: [[6, 6]] },
      ];
      await assert.rejects(python.batch(items), (/** @type {any} */ error) => {
        assert.deepEqual([error.name, error.index], ['BatchError', 2]);
        assert.match(error.message, /command 3 of 4 \('step'\): ValueError/);
        assert.match(error.traceback, /Traceback/);
        return true;
      });
      assert.equal((await python.step([6, 6])).frame, 2);
      await assert.rejects(python.batch([{ command: 'fly' }]), /command 1 of 1 \('fly'\): 'fly' is unknown; known are/);
      await assert.rejects(python.batch([{ command: 'batch', args: [[]] }]), /'batch' is unknown/);
    });

    it('renders, seeds and tells its versions and size', async () => {
      await python.initEnv(LAYOUT);
      await python.reset(3);
      const before = await python.computeHash();
      await python.seedRng(99);
      assert.match(before, /^[0-9a-f]{16}$/);
      const { terrain, drawing } = await python.render();
      assert.equal(terrain.length, 4);
      assert.equal(drawing.cooks.length, 2);
      const { pyodideVersion, pythonVersion, wasmHeapBytes } = await python.info();
      assert.equal(pyodideVersion, '314.0.7');
      assert.match(pythonVersion, /^3\.14\./);
      assert.ok(wasmHeapBytes > 16 * 1024 * 1024);
    });
  });
}

describe('the host', () => {
  it('leaves no PyProxy behind, per step or at the end, and survives growing memory', async () => {
    /** @type {any} */
    let pyodide;
    const host = new KitchenHost(async (assets, onProgress) => {
      pyodide = await loadPyodideWithKitchen(assets, onProgress);
      pyodide._module.enable_pyproxy_allocation_tracing();
      return pyodide;
    });
    const alive = () => pyodide._module.pyproxy_alloc_map.size;
    await host.load({ stdLibURL: '', snapshotURL: '', ...ASSETS }, () => undefined);
    host.answer('initEnv', [LAYOUT]);
    host.answer('reset', [1]);
    const atStart = alive();
    for (let frame = 0; frame < 50; frame++) host.answer('step', [[frame % 7, (frame * 3) % 7]]);
    assert.throws(() => host.answer('step', [[9, 9]]), { name: 'PythonError' });
    assert.equal(alive(), atStart);

    const bytesBefore = pyodide._module.HEAPU8.byteLength;
    pyodide.runPython('ballast = bytearray(48 << 20)');
    assert.ok(pyodide._module.HEAPU8.byteLength > bytesBefore);
    const { observations } = /** @type {any} */ (host.answer('step', [[6, 6]]).value);
    const inPython = pyodide.runPython('import kitchen.bridge; kitchen.bridge.OBSERVATIONS.hex()');
    assert.equal(Buffer.from(observations).toString('hex'), inPython);

    host.close();
    // pyimport() keeps one for itself, importlib.import_module, for as long as the interpreter lives.
    const left = [...pyodide._module.pyproxy_alloc_map.values()].filter((stack) => !/\.pyimport /.test(stack));
    assert.deepEqual(
      left.filter((stack) => /kitchen_host/.test(stack)),
      [],
    );
  });
});

describe('destroy', () => {
  it('of the direct twin while it loads rejects init, and a second one loads in the same place', async () => {
    const first = new DirectPyodide({ assets: ASSETS });
    const loading = first.init();
    first.destroy();
    await assert.rejects(loading, { name: 'DestroyedError' });
    assert.equal(first.state, 'destroyed');

    const second = new DirectPyodide({ assets: ASSETS });
    await second.init();
    await second.initEnv(LAYOUT);
    assert.equal((await second.reset(1)).frame, 0);
    second.destroy();
    await assert.rejects(second.step([6, 6]), { name: 'DestroyedError' });
  });

  it('of the worker while it loads ends the thread', async () => {
    const worker = new ThreadWorker();
    const python = new PyodideWorker({ assets: ASSETS, createWorker: () => worker });
    const loading = python.init();
    python.destroy();
    await assert.rejects(loading, { name: 'DestroyedError' });
    await worker.exited;
  });
});
