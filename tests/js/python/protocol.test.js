import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';

import * as errors from '../../../game/web/js/python/errors.js';
import { PendingReplies } from '../../../game/web/js/python/pending_replies.js';
import { BATCH, decodeValue, isEvent, isReply, isRequest } from '../../../game/web/js/python/protocol.js';

describe('messages', () => {
  it('are told apart by shape', () => {
    assert.ok(isRequest({ id: 1, command: 'step', args: [] }));
    assert.ok(isReply({ id: 1, ok: true, value: 3 }));
    assert.ok(isEvent({ event: 'progress', stage: 'python', fraction: 0.5 }));
    for (const strange of [null, undefined, 'ready', 7, {}, { id: '1', ok: true }, { event: 'other' }]) {
      assert.equal(isRequest(strange) || isReply(strange) || isEvent(strange), false, JSON.stringify(strange));
    }
    assert.equal(isRequest({ id: 1, command: 'step' }), false);
  });

  it('carry a step as text and bytes, and give it back as one object', () => {
    const observations = new Uint8Array([1, 2]);
    assert.deepEqual(decodeValue('step', { json: '{"frame":3}', observations }), { frame: 3, observations });
    assert.deepEqual(decodeValue('render', '{"terrain":[]}'), { terrain: [] });
    assert.equal(decodeValue('getState', '{"a":1}'), '{"a":1}');
    const results = [
      { command: 'computeHash', value: 'ab' },
      { command: 'render', value: '{}' },
    ];
    assert.deepEqual(decodeValue(BATCH, results), ['ab', {}]);
  });
});

describe('errors', () => {
  it('keep name, message and traceback on their way', () => {
    const sent = new errors.PythonError('ValueError: no', 'Traceback …\nValueError: no');
    const back = errors.errorFromData(structuredClone(errors.errorToData(sent)));
    assert.ok(back instanceof errors.PythonError);
    assert.equal(back.message, sent.message);
    assert.equal(back.traceback, sent.traceback);
    for (const Kind of [errors.TimeoutError, errors.DestroyedError, errors.NotReadyError, errors.LoadError]) {
      assert.ok(errors.errorFromData(errors.errorToData(new Kind('x'))) instanceof Kind);
    }
    assert.equal(errors.errorFromData(errors.errorToData(new RangeError('far'))).name, 'RangeError');
    assert.equal(errors.errorFromData(errors.errorToData('words')).message, 'words');
  });

  it('say which command stopped a batch', () => {
    const back = errors.errorFromData(errors.errorToData(new errors.BatchError('stopped', 2, 'trace')));
    assert.ok(back instanceof errors.BatchError);
    assert.deepEqual([back.index, back.traceback], [2, 'trace']);
  });
});

describe('pending replies', () => {
  it('match replies by id in whatever order they come', async () => {
    const pending = new PendingReplies();
    const first = pending.open('step', 1000);
    const second = pending.open('render', 1000);
    pending.settle({ id: second.id, ok: true, value: 'second' });
    pending.settle({ id: first.id, ok: true, value: 'first' });
    assert.deepEqual([await first.reply, await second.reply], ['first', 'second']);
    assert.equal(pending.size, 0);
  });

  it('time out by name, ignore the late reply and never use its id again', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const pending = new PendingReplies();
      const { id, reply } = pending.open('step', 250);
      mock.timers.tick(250);
      await assert.rejects(reply, { name: 'TimeoutError', message: "Python did not reply to 'step' within 250 ms." });
      assert.equal(pending.settle({ id, ok: true, value: 1 }), false);
      const next = pending.open('step', 250);
      assert.notEqual(next.id, id);
      assert.equal(pending.settle({ id, ok: true, value: 'stale' }), false);
      assert.equal(pending.settle({ id: next.id, ok: true, value: 'fresh' }), true);
      assert.equal(await next.reply, 'fresh');
    } finally {
      mock.timers.reset();
    }
  });

  it('are rejected together', async () => {
    const pending = new PendingReplies();
    const replies = [pending.open('a', 1000).reply, pending.open('b', 1000).reply];
    pending.rejectAll(new errors.DestroyedError('gone'));
    for (const reply of replies) await assert.rejects(reply, { name: 'DestroyedError' });
    assert.equal(pending.size, 0);
  });
});
