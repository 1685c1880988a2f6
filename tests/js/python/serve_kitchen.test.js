import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { CommandError, PythonError } from '../../../game/web/js/python/errors.js';
import { serveKitchen } from '../../../game/web/js/python/serve_kitchen.js';

const VERSIONS = { pyodideVersion: '314.0.7', pythonVersion: '3.14.2' };

/** @param {{load?: () => Promise<typeof VERSIONS>, answer?: (command: string, args: unknown[]) => any}} [host] */
function served({ load = async () => VERSIONS, answer = () => ({ value: 'yes', transfer: [] }) } = {}) {
  /** @type {any[]} */
  const sent = [];
  /** @type {import('../../../game/web/js/python/serve_kitchen.js').Port} */
  const port = { postMessage: (message, transfer) => sent.push({ ...Object(message), transfer }), onmessage: null };
  serveKitchen(port, {
    load: (_assets, onProgress) => {
      onProgress({ stage: 'runtime', fraction: 0 });
      return load();
    },
    answer,
  });
  /** @param {unknown} data */
  const ask = (data) => port.onmessage?.({ data });
  return { sent, ask };
}

/** @param {{sent: any[], ask: (data: unknown) => void}} worker */
async function loaded({ sent, ask }) {
  ask({ id: 1, command: 'load', args: [{}] });
  await new Promise(setImmediate);
  return sent.splice(0);
}

describe('the worker', () => {
  it('says READY before it answers to load', async () => {
    const sent = await loaded(served());
    assert.deepEqual(
      sent.map(({ event, id, ok }) => event ?? [id, ok]),
      ['progress', 'ready', [1, true]],
    );
    assert.equal(sent[1].pythonVersion, '3.14.2');
  });

  it('refuses a command before READY by itself, new or loading', async () => {
    const { sent, ask } = served({ load: () => new Promise(() => undefined) });
    ask({ id: 5, command: 'step', args: [[0, 0]] });
    ask({ id: 6, command: 'load', args: [{}] });
    ask({ id: 7, command: 'step', args: [[0, 0]] });
    const refusals = sent.filter((message) => message.ok === false);
    assert.deepEqual(
      refusals.map(({ id, error }) => [id, error.name]),
      [
        [5, 'NotReadyError'],
        [7, 'NotReadyError'],
      ],
    );
    assert.match(refusals[0].error.message, /'step' came before READY \(the worker is new\)/);
    assert.match(refusals[1].error.message, /the worker is loading/);
  });

  it('loads once', async () => {
    const worker = served();
    await loaded(worker);
    worker.ask({ id: 2, command: 'load', args: [{}] });
    assert.match(worker.sent[0].error.message, /loads Python once and is already ready/);
  });

  it('tells why loading failed and answers nothing afterwards', async () => {
    const worker = served({ load: () => Promise.reject(new Error('404')) });
    const sent = await loaded(worker);
    assert.deepEqual([sent.at(-1).ok, sent.at(-1).error.message], [false, '404']);
    assert.equal(
      sent.some(({ event }) => event === 'ready'),
      false,
    );
    worker.ask({ id: 2, command: 'step', args: [[0, 0]] });
    assert.match(worker.sent[0].error.message, /the worker is failed/);
  });

  it('transfers what the host says and answers in order', async () => {
    const { buffer } = new Uint8Array(4);
    const worker = served({ answer: (command) => ({ value: command, transfer: [buffer] }) });
    await loaded(worker);
    worker.ask({ id: 2, command: 'step', args: [] });
    worker.ask({ id: 3, command: 'render', args: [] });
    assert.deepEqual(
      worker.sent.map(({ id, value }) => [id, value]),
      [
        [2, 'step'],
        [3, 'render'],
      ],
    );
    assert.equal(worker.sent[0].transfer[0], buffer);
  });

  it('sends errors as data', async () => {
    const worker = served({
      answer: (command) => {
        throw command === 'step' ? new PythonError('E', 'trace E') : new CommandError(`'${command}' is unknown`);
      },
    });
    await loaded(worker);
    worker.ask({ id: 2, command: 'step', args: [] });
    worker.ask({ id: 3, command: 'fly', args: [] });
    worker.ask({ id: 4, wrong: true });
    worker.ask('nonsense');
    const [first, second, third, fourth] = worker.sent;
    assert.deepEqual(first.error, { name: 'PythonError', message: 'E', traceback: 'trace E' });
    assert.deepEqual([second.id, second.error.name], [3, 'CommandError']);
    assert.deepEqual([third.id, third.error.message], [4, 'The worker was sent a request of unknown shape.']);
    assert.deepEqual([fourth.id, fourth.ok], [0, false]);
  });
});
