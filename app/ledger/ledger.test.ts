import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { createFakeClock } from '#app/core/clock.ts';
import { createSeededIds } from '#app/core/ids.ts';
import { type Database, inTransaction } from '#db/client.ts';
import { event } from '#db/schema/index.ts';
import { testDb } from '#db/testing.ts';
import { FIRST_PREV_HASH, hashOf } from './chain.ts';
import { EVENT_PAYLOADS, type EventKind, type NewEvent, SYSTEM_ACTOR } from './contract.ts';
import { createLedger, type Ledger } from './index.ts';

const clock = createFakeClock();
let db: Database;
let ledger: Ledger;
beforeEach(() => {
  db = testDb();
  ledger = createLedger({ db, clock, ids: createSeededIds() });
});

const stored = (number: number): NewEvent<'flag.opened'> => ({
  kind: 'flag.opened',
  actor: { kind: 'human', id: 'usr_1' },
  subject: { type: 'flag', id: `flg_${number}` },
  payload: { number, kind: 'wrong', severity: 'minor' },
  projectId: 'prj_1',
  modelId: 'mdl_1',
  versionId: 'ver_1',
});
const append = (...events: NewEvent[]) => inTransaction(db, (tx) => ledger.append(tx, ...events));
/** What someone with the file in hand can do: the triggers only stop the program itself. */
const withoutTriggers = (target = db) => {
  target.$client.exec('DROP TRIGGER event_refuses_update; DROP TRIGGER event_refuses_delete;');
  return target;
};

test('an empty ledger is in order', () => {
  expect(ledger.verify()).toEqual({ ok: true, count: 0 });
  expect(ledger.read({})).toEqual([]);
});

test('events are numbered, timed and linked, and come back as they were given', () => {
  const [one] = append(stored(1));
  clock.advance(5);
  const [two, three] = append(stored(2), { ...stored(3), at: 7, projectId: undefined });
  expect(one).toMatchObject({ ...stored(1), projectId: 'prj_1', seq: 1, prevHash: FIRST_PREV_HASH });
  expect(one?.id).toMatch(/^evt_[0-9a-z]{16}$/);
  expect(two).toMatchObject({ seq: 2, at: (one?.at ?? 0) + 5, prevHash: one?.hash });
  expect(three).toMatchObject({ seq: 3, at: 7, projectId: null, prevHash: two?.hash });
  expect(ledger.read({})).toEqual([one, two, three]);
  expect(ledger.verify()).toEqual({ ok: true, count: 3 });
});

test('the hash is the documented one: hash before, line feed, the other fields as JSON with sorted keys', () => {
  const [first] = append({
    kind: 'person.added',
    actor: SYSTEM_ACTOR,
    subject: { type: 'person', id: 'usr_1' },
    payload: { admin: true },
    at: 1,
  });
  const fields =
    `{"actorId":"system","actorKind":"system","at":1,"id":"${first?.id}","kind":"person.added","modelId":null,` +
    '"payload":"{\\"admin\\":true}","projectId":null,"seq":1,"subjectId":"usr_1","subjectType":"person","versionId":null}';
  expect(first?.hash).toBe(createHash('sha256').update(`${FIRST_PREV_HASH}\n${fields}`).digest('hex'));
});

test('an event is there exactly when the fact is', () => {
  expect(() =>
    inTransaction(db, (tx) => {
      ledger.append(tx, stored(1));
      throw new Error('the fact could not be stored');
    }),
  ).toThrow('the fact');
  append(stored(2));
  expect(ledger.read({}).map(({ seq, subject }) => [seq, subject.id])).toEqual([[1, 'flg_2']]);
  expect(ledger.verify()).toEqual({ ok: true, count: 1 });
});

test('outside a transaction nothing is written', () => {
  expect(() => db.transaction(() => undefined) ?? ledger.append(db as never, stored(1))).toThrow(/transaction/);
  expect(ledger.read({})).toEqual([]);
});

test.each([
  ['an unknown kind', { kind: 'flag.eaten' }, /no kind of event/],
  ['a kind every object has', { kind: 'constructor' }, /no kind of event/],
  ['a missing field', { payload: { number: 1, kind: 'wrong' } }, /severity/],
  ['a field that is not in the kind, such as a note', { payload: { ...stored(1).payload, note: 'Ada said' } }, /note/],
  ['no payload', { payload: null }, /payload/],
  ['a time with a fraction', { at: 1.5 }, /whole milliseconds/],
  ['a time that is no number', { at: Number.NaN }, /whole milliseconds/],
  ['a time before 1970', { at: -1 }, /whole milliseconds/],
  ['half a character', { subject: { type: 'flag', id: '\ud800' } }, /as it is/],
])('%s is refused and leaves the chain whole', (_what, change, message) => {
  append(stored(1));
  expect(() => append({ ...stored(2), ...change } as NewEvent)).toThrow(message);
  append(stored(3));
  expect(ledger.verify()).toEqual({ ok: true, count: 2 });
});

test('texts of every script survive', () => {
  append({ ...stored(1), subject: { type: 'flag', id: 'naïve 😀 \u0000 مرحبا "\\' } });
  expect(ledger.verify()).toEqual({ ok: true, count: 1 });
  expect(ledger.read({})[0]?.subject.id).toBe('naïve 😀 \u0000 مرحبا "\\');
});

test('the database refuses to change or delete an event', () => {
  append(stored(1));
  expect(() => db.update(event).set({ actorId: 'usr_2' }).run()).toThrow(/append-only/);
  expect(() => db.delete(event).run()).toThrow(/append-only/);
  expect(() =>
    db.$client.exec(
      "INSERT OR REPLACE INTO event SELECT 1, 'x', at, kind, project_id, model_id, version_id, subject_type, subject_id, actor_kind, actor_id, payload, prev_hash, hash FROM event",
    ),
  ).toThrow(/append-only/);
});

test('reading goes on after a number, up to a limit, in some projects only', () => {
  append(stored(1), { ...stored(2), projectId: 'prj_2' }, { ...stored(3), projectId: undefined }, stored(4));
  const seqs = (query: Parameters<Ledger['read']>[0]) => ledger.read(query).map(({ seq }) => seq);
  expect(seqs({ after: 1, limit: 2 })).toEqual([2, 3]);
  expect(seqs({ projectIds: ['prj_1'] })).toEqual([1, 4]);
  expect(seqs({ projectIds: ['prj_1', 'prj_2'], after: 1 })).toEqual([2, 4]);
  expect(seqs({ projectIds: [] })).toEqual([]);
  expect(seqs({ after: 4 })).toEqual([]);
  expect(seqs({ limit: 0 })).toEqual([]);
});

test('a chain longer than what is read at a time is checked to its end', () => {
  inTransaction(db, (tx) => {
    for (let number = 1; number <= 2500; number += 1) ledger.append(tx, stored(number));
  });
  expect(ledger.verify()).toEqual({ ok: true, count: 2500 });
  withoutTriggers().$client.exec('UPDATE event SET at = at + 1 WHERE seq = 2400');
  expect(ledger.verify()).toEqual({ ok: false, seq: 2400, reason: 'its content is not what was written' });
});

test.each([
  { what: 'the first', statement: 'DELETE FROM event WHERE seq = 1', seq: 2, reason: 'event 1 is missing' },
  { what: 'one in the middle', statement: 'DELETE FROM event WHERE seq = 3', seq: 4, reason: 'event 3 is missing' },
  { what: 'the last', statement: 'DELETE FROM event WHERE seq = 5', seq: 5, reason: 'event 5 is missing' },
  { what: 'the last two', statement: 'DELETE FROM event WHERE seq > 3', seq: 4, reason: 'events 4 to 5 are missing' },
  { what: 'all', statement: 'DELETE FROM event', seq: 1, reason: 'events 1 to 5 are missing' },
])('deleting $what is found', ({ statement, seq, reason }) => {
  append(...[1, 2, 3, 4, 5].map(stored));
  withoutTriggers().$client.exec(statement);
  expect(ledger.verify()).toEqual({ ok: false, seq, reason });
});

test('events cut off the end stay missing when the ledger goes on', () => {
  append(stored(1), stored(2));
  withoutTriggers().$client.exec('DELETE FROM event WHERE seq = 2');
  append(stored(3));
  expect(ledger.verify()).toEqual({ ok: false, seq: 3, reason: 'event 2 is missing' });
});

test('an event put in before the first is found', () => {
  append(stored(1));
  db.$client.exec(
    "INSERT INTO event SELECT 0, 'evt_x', at, kind, project_id, model_id, version_id, subject_type, subject_id, actor_kind, actor_id, payload, prev_hash, hash FROM event",
  );
  expect(ledger.verify()).toMatchObject({ ok: false, seq: 0 });
});

test('an event changed together with its own hash is found at the next one', () => {
  append(stored(1), stored(2), stored(3));
  const row = { ...db.select().from(event).all()[1]!, actorId: 'usr_2' };
  const hash = hashOf({ ...row, payload: JSON.stringify(row.payload) });
  withoutTriggers().$client.prepare("UPDATE event SET actor_id = 'usr_2', hash = ? WHERE seq = 2").run(hash);
  expect(ledger.verify()).toEqual({ ok: false, seq: 3, reason: 'its link to the event before it does not fit' });
});

test('two events that changed places are found', () => {
  append(stored(1), stored(2), stored(3));
  withoutTriggers().$client.exec(
    'UPDATE event SET seq = 9 WHERE seq = 1; UPDATE event SET seq = 1 WHERE seq = 2; UPDATE event SET seq = 2 WHERE seq = 9;',
  );
  expect(ledger.verify()).toMatchObject({ ok: false, seq: 1 });
});

const kinds = Object.keys(EVENT_PAYLOADS).filter((kind) => {
  return EVENT_PAYLOADS[kind as EventKind].safeParse({}).success;
}) as EventKind[];
const anyEvent = fc.oneof(
  fc.nat({ max: 1e6 }).map((number) => stored(number) as NewEvent),
  fc.record({
    kind: fc.constantFrom(...kinds),
    actor: fc.constant(SYSTEM_ACTOR),
    subject: fc.record({ type: fc.string(), id: fc.string({ unit: 'binary' }) }),
    payload: fc.constant({}),
    at: fc.nat(),
    projectId: fc.option(fc.string(), { nil: undefined }),
  }) as fc.Arbitrary<NewEvent>,
);

test('whatever is written verifies, and changing any field of any event is found', () => {
  const columns = db.$client.prepare("SELECT name FROM pragma_table_info('event')").pluck().all() as string[];
  expect(columns).toHaveLength(14);
  fc.assert(
    fc.property(
      fc.record({
        events: fc.array(anyEvent, { minLength: 1, maxLength: 5 }),
        place: fc.nat(),
        column: fc.constantFrom(...columns),
        value: fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.constant(''), fc.constant('{ }')),
      }),
      ({ events, place, column, value }) => {
        const own = withoutTriggers(testDb());
        const book = createLedger({ db: own, clock, ids: createSeededIds() });
        inTransaction(own, (tx) => book.append(tx, ...events));
        expect(book.verify()).toEqual({ ok: true, count: events.length });
        const seq = (place % events.length) + 1;
        const read = () => own.$client.prepare('SELECT * FROM event').all();
        const before = read();
        try {
          own.$client.prepare(`UPDATE event SET ${column} = ? WHERE seq = ?`).run(value, seq);
        } catch {
          return; // The table itself refused it: null, no number, not unique.
        }
        const isChanged = JSON.stringify(read()) !== JSON.stringify(before);
        expect(book.verify().ok).toBe(!isChanged);
      },
    ),
    { numRuns: 400, seed: 3 },
  );
});
