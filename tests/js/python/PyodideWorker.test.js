import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';

import { PyodideWorker } from '../../../game/web/js/python/PyodideWorker.js';
import { SilentWorker } from './doubles.js';

const ASSETS = { indexURL: 'http://game/vendor/pyodide', kitchenURL: 'http://game/kitchen.zip' };
const STEP = { json: '{"frame":1}', observations: new Uint8Array(2) };

/** @param {import('../../../game/web/js/python/types.js').KitchenOptions} [options] */
function made(options = {}) {
  const worker = new SilentWorker();
  const python = new PyodideWorker({ assets: ASSETS, createWorker: () => worker, ...options });
  return { worker, python };
}

/** @param {import('../../../game/web/js/python/types.js').KitchenOptions} [options] */
async function ready(options = {}) {
  const { worker, python } = made(options);
  const loaded = python.init();
  worker.becomeReady();
  await loaded;
  return { worker, python };
}

describe('loading', () => {
  it('goes from new by loading to ready and reports progress', async () => {
    /** @type {unknown[]} */
    const seen = [];
    const { worker, python } = made({ onProgress: (progress) => seen.push(progress) });
    assert.equal(python.state, 'new');
    const loaded = python.init();
    assert.equal(python.state, 'loading');
    const indexURL = 'http://game/vendor/pyodide/';
    const snapshotURL = `${indexURL}python.snapshot`;
    const absolute = { indexURL, stdLibURL: '', snapshotURL, kitchenURL: ASSETS.kitchenURL };
    assert.deepEqual(worker.received, [{ id: 1, command: 'load', args: [absolute] }]);
    worker.say({ event: 'progress', stage: 'python', fraction: 0.25 });
    worker.becomeReady();
    await loaded;
    assert.equal(python.state, 'ready');
    assert.deepEqual(seen, [
      { stage: 'python', fraction: 0.25 },
      { stage: 'ready', fraction: 1 },
    ]);
  });

  it('is refused the second time', async () => {
    const { worker, python } = made();
    const loaded = python.init();
    await assert.rejects(python.init(), { name: 'NotReadyError', message: /allowed once .* already loading/ });
    worker.becomeReady();
    await loaded;
    await assert.rejects(python.init(), /already ready/);
    assert.equal(python.state, 'ready');
  });

  it('that fails is told, ends the worker and leaves the state failed', async () => {
    const crashes = /** @type {Error[]} */ ([]);
    const { worker, python } = made({ onCrash: (error) => crashes.push(error) });
    const loaded = python.init();
    worker.say({ id: 1, ok: false, error: { name: 'LoadError', message: 'the server answered 404.' } });
    await assert.rejects(loaded, { name: 'LoadError', message: /404/ });
    assert.equal(python.state, 'failed');
    assert.equal(worker.terminated, true);
    assert.equal(crashes.length, 0);
    await assert.rejects(python.step([6, 6]), /failed earlier .*404/);
  });

  it('that takes too long is given up', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const { worker, python } = made({ timeoutsMs: { load: 5000 } });
      const loaded = python.init();
      mock.timers.tick(5000);
      await assert.rejects(loaded, { name: 'TimeoutError', message: /'load' within 5000 ms/ });
      assert.equal(python.state, 'failed');
      assert.equal(worker.terminated, true);
    } finally {
      mock.timers.reset();
    }
  });

  it('fails when no worker can be made', async () => {
    const python = new PyodideWorker({
      assets: ASSETS,
      createWorker: () => {
        throw new Error('refused by policy');
      },
    });
    await assert.rejects(python.init(), { name: 'LoadError', message: /could not be started.*refused by policy/ });
    assert.equal(python.state, 'failed');
  });
});

describe('commands', () => {
  it('are refused before READY and never reach the worker', async () => {
    const { worker, python } = made();
    await assert.rejects(python.step([0, 0]), { name: 'NotReadyError', message: /'step' came before READY/ });
    const loaded = python.init();
    await assert.rejects(python.reset(1), /'reset' came before READY \(Python is loading\)/);
    assert.equal(worker.received.length, 1);
    worker.becomeReady();
    await loaded;
  });

  it('get the reply with their id, in whatever order the replies come', async () => {
    const { worker, python } = await ready();
    const hash = python.computeHash();
    const step = python.step([0, 4]);
    const [first, second] = worker.received.slice(1);
    assert.deepEqual([first.command, second.command, second.args], ['computeHash', 'step', [[0, 4]]]);
    worker.say({ id: second.id, ok: true, value: STEP });
    worker.say({ id: first.id, ok: true, value: 'abcd' });
    assert.deepEqual(await step, { frame: 1, observations: STEP.observations });
    assert.equal(await hash, 'abcd');
  });

  it('that raise in Python reject with the traceback, and the next one is answered', async () => {
    const { worker, python } = await ready();
    const step = python.step([9, 9]);
    const error = { name: 'PythonError', message: 'ValueError: no', traceback: 'Traceback\nValueError: no' };
    worker.say({ id: worker.last.id, ok: false, error });
    await assert.rejects(step, error);
    const hash = python.computeHash();
    worker.agree('ef');
    assert.equal(await hash, 'ef');
  });

  it('time out by name, and the late reply disturbs nobody', async () => {
    const { worker, python } = await ready({ timeoutsMs: { reply: 100 } });
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const step = python.step([6, 6]);
      const late = worker.last.id;
      mock.timers.tick(100);
      await assert.rejects(step, { name: 'TimeoutError', message: /'step' within 100 ms/ });
      const hash = python.computeHash();
      worker.say({ id: late, ok: true, value: STEP });
      worker.agree('01');
      assert.equal(await hash, '01');
      assert.equal(python.state, 'ready');
    } finally {
      mock.timers.reset();
    }
  });

  it('that cannot be cloned are refused by name', async () => {
    const { python } = await ready();
    const bad = /** @type {any} */ ({ layout: () => 'cramped_room', horizon: 1 });
    await assert.rejects(python.initEnv(bad), { name: 'CommandError', message: /'initEnv' cannot be sent/ });
  });
});

describe('a crash', () => {
  it('rejects everything pending, ends the worker and is told once', async () => {
    const crashes = /** @type {Error[]} */ ([]);
    const { worker, python } = await ready({ onCrash: (error) => crashes.push(error) });
    const { onerror } = worker;
    const pending = [python.step([6, 6]), python.computeHash()];
    onerror?.({ message: 'out of memory', filename: 'w.js', lineno: 3 });
    onerror?.({ message: 'again' });
    for (const reply of pending)
      await assert.rejects(reply, { name: 'CrashError', message: /out of memory \(w.js:3\)/ });
    assert.equal(python.state, 'failed');
    assert.equal(worker.terminated, true);
    assert.equal(crashes.length, 1);
    await assert.rejects(python.computeHash(), /failed earlier/);
  });

  it('while loading rejects init', async () => {
    const { worker, python } = made();
    const loaded = python.init();
    worker.onerror?.({});
    await assert.rejects(loaded, { name: 'CrashError', message: /script or one of its imports could not be loaded/ });
    assert.equal(python.state, 'failed');
  });

  it('is seen in a message that cannot be read or has an unknown shape', async () => {
    const first = await ready();
    const step = first.python.step([6, 6]);
    first.worker.onmessageerror?.({});
    await assert.rejects(step, { name: 'CrashError', message: /could not be read/ });
    const second = await ready();
    second.worker.say({ strange: true });
    assert.equal(second.python.state, 'failed');
  });
});

describe('destroy', () => {
  it('in the middle of a step rejects it and ends the worker at once', async () => {
    const { worker, python } = await ready();
    const step = python.step([6, 6]);
    const { onmessage } = worker;
    python.destroy();
    assert.equal(worker.terminated, true);
    assert.equal(python.state, 'destroyed');
    await assert.rejects(step, { name: 'DestroyedError' });
    onmessage?.({ data: { id: 2, ok: true, value: STEP } });
    python.destroy();
    await assert.rejects(python.step([6, 6]), { name: 'DestroyedError' });
    await assert.rejects(python.init(), /already destroyed/);
  });

  it('after the reply and before its reader gives no answer either', async () => {
    const { worker, python } = await ready();
    const hash = python.computeHash();
    worker.agree('ab');
    python.destroy();
    await assert.rejects(hash, { name: 'DestroyedError' });
  });

  it('while loading rejects init and reports no more progress', async () => {
    const seen = /** @type {unknown[]} */ ([]);
    const { worker, python } = made({ onProgress: (progress) => seen.push(progress) });
    const loaded = python.init();
    const { onmessage } = worker;
    python.destroy();
    onmessage?.({ data: { event: 'progress', stage: 'python', fraction: 0.5 } });
    await assert.rejects(loaded, { name: 'DestroyedError' });
    assert.equal(worker.terminated, true);
    assert.deepEqual([python.state, seen], ['destroyed', []]);
  });

  it('before init starts no worker', async () => {
    let started = 0;
    const createWorker = () => {
      started += 1;
      return new SilentWorker();
    };
    const python = new PyodideWorker({ assets: ASSETS, createWorker });
    python.destroy();
    await assert.rejects(python.init(), /already destroyed/);
    assert.equal(started, 0);
  });

  it('silences a crash that comes afterwards', async () => {
    const crashes = /** @type {Error[]} */ ([]);
    const { worker, python } = await ready({ onCrash: (error) => crashes.push(error) });
    const { onerror } = worker;
    python.destroy();
    onerror?.({ message: 'late' });
    assert.deepEqual([python.state, crashes], ['destroyed', []]);
  });
});
