import { beforeEach, expect, test } from 'vitest';
import type { FlagView } from './contract.ts';
import { type Bench, createBench, openFlag, person, seedRun, THERE } from './testing.ts';

const rita = person('usr_rita', ['reviewer']);
const pia = person('usr_pia', ['publisher']);
let bench: Bench;
let opened: FlagView;
beforeEach(() => {
  bench = createBench();
  opened = openFlag(bench, rita, { runId: seedRun(bench).runId }).flag;
});
const reply = (body: unknown, viewer = pia, id = opened.id) =>
  bench.feedback.reply(viewer, id, { body: body as string });
const thread = () => bench.feedback.getFlag(rita, opened.id);

test('replies are listed in the order they came, also within one millisecond, with who wrote them', () => {
  bench.clock.advance(7);
  const first = reply(' Which deposit?\r\n<b>And</b> when? ');
  expect(first).toEqual({
    id: expect.stringMatching(/^msg_/),
    body: 'Which deposit?\n<b>And</b> when?',
    actor: { kind: 'human', id: 'usr_pia', name: 'Name of usr_pia' },
    createdAt: bench.clock.now(),
  });
  for (const number of [1, 2, 3, 4, 5]) reply(`${number}`, rita);
  expect(thread().messages.map(({ body }) => body)).toEqual([first.body, '1', '2', '3', '4', '5']);
  expect(thread().updatedAt).toBe(opened.createdAt + 7);
  expect(thread().state).toBe('open');
});

test('the ledger says that there was a reply, not what it says', () => {
  const { id } = reply('secret');
  const event = bench.ledger.read({}).at(-1);
  expect(event).toMatchObject({ kind: 'flag.replied', actor: pia.actor, subject: { type: 'flag', id: opened.id } });
  expect(event).toMatchObject({ projectId: opened.projectId, modelId: opened.modelId, versionId: expect.any(String) });
  expect(event?.payload).toEqual({ messageId: id });
  expect(JSON.stringify(bench.ledger.read({}))).not.toContain('secret');
});

test.each(['', ' \n ', '\u0000', 'x'.repeat(10_001), undefined, 7])('%j is no reply', (body) => {
  expect(() => reply(body)).toThrow(
    expect.objectContaining({ code: 'FL_REQUEST_INVALID', fields: { body: expect.any(String) } }),
  );
  expect(thread().messages).toEqual([]);
});

test('only members of the project reply', () => {
  for (const viewer of [person('usr_out', ['publisher'], THERE), person('usr_rita', [])]) {
    expect(() => reply('a', viewer)).toThrow(expect.objectContaining({ code: 'FL_FLAG_NOT_FOUND' }));
  }
  expect(() => reply('a', pia, 'flg_0000000000000000')).toThrow(expect.objectContaining({ code: 'FL_FLAG_NOT_FOUND' }));
  expect(thread().messages).toEqual([]);
});
