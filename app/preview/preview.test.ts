import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Role, Viewer } from '#app/accounts/contract.ts';
import type { VersionDetail } from '#app/catalog/contract.ts';
import { createFakeClock } from '#app/core/clock.ts';
import { createSeededIds } from '#app/core/ids.ts';
import { createSilentLog } from '#app/core/log.ts';
import { createLedger } from '#app/ledger/index.ts';
import type { Question } from '#app/oip/client.ts';
import { tensorFromValues, tensorValues } from '#app/oip/json-codec.ts';
import { oipError } from '#app/oip/oip-error.ts';
import type { Tensor } from '#app/oip/tensor.ts';
import { description, model, project, run, version } from '#db/schema/index.ts';
import { testDb } from '#db/testing.ts';
import { createPreview } from './index.ts';
import { contentHash } from './runs.ts';
import { testVersion } from './testing.ts';

const asked = testVersion({
  inputs: [
    { name: 'a', default: 1, max: 10 },
    { name: 'b', kind: 'text', datatype: 'BYTES', default: 'hi' },
  ],
  outputs: [{ name: 'y', label: 'Sum', kind: 'number' }],
});
const clock = createFakeClock();

/** A preview on a real database and ledger; the catalog and the server of the models are what the test says. */
function createBench(infer: (question: Question) => Promise<{ outputs: Tensor[]; ms: number }>) {
  const db = testDb();
  const ids = createSeededIds();
  const ledger = createLedger({ db, clock, ids });
  let current: VersionDetail = asked;
  const by = { createdByKind: 'human', createdById: 'usr_1' } as const;
  db.insert(project).values({ id: 'prj_1', slug: 'one', title: 'One', createdAt: 0 }).run();
  db.insert(model).values({ id: 'mdl_1', name: 'tested', title: 'T', projectId: 'prj_1', createdAt: 0 }).run();
  const { publishedBy: _publishedBy, ...row } = asked;
  db.insert(version)
    .values({ ...row, timings: {}, publishedByKind: 'human', publishedById: 'usr_1' })
    .run();
  for (const [at, id] of ['dsc_1', 'dsc_2'].entries()) {
    db.insert(description)
      .values({ id, versionId: 'ver_1', revision: at + 1, body: {}, createdAt: 0, ...by })
      .run();
  }
  const preview = createPreview({
    db,
    clock,
    ids,
    ledger,
    log: createSilentLog(),
    cacheDir: '/nowhere',
    requestStudy: () => undefined,
    oip: { infer, serverReady: async () => true, index: async () => [] },
    control: noControl,
    catalog: {
      versionOfRun: ({ descriptionId }) => (descriptionId === 'dsc_1' ? asked : current),
      ...noReference,
    },
  });
  return {
    db,
    ledger,
    preview,
    version: () => current,
    become: (changes: Partial<VersionDetail>) => {
      current = { ...asked, ...changes };
    },
  };
}

/** Of pictures and texts there are tests of their own. */
const unasked = () => Promise.reject(new Error('nothing is prepared here'));
const noControl = { picture: unasked, tokenize: unasked };

/** Of accuracy there is a test of its own. */
const noReference = {
  readRows: async () => ({ version: asked, sha256: null, rows: [] }),
  referenceOf: () => null,
  ownFile: () => null,
  isExamplePicture: () => false,
  blobs: { hold: unasked, path: unasked, removeUnused: unasked, recover: unasked } as never,
};

const person = (id: string, roles: Role[] = [], isAdmin = false): Viewer => ({
  actor: { kind: 'human', id },
  name: id,
  isAdmin,
  roles: { prj_1: roles },
});
const ada = person('usr_ada', ['reviewer']);

let questions: Question[] = [];
async function answering(question: Question) {
  questions.push(question);
  const [a] = tensorValues(question.inputs[0]!);
  return { outputs: [tensorFromValues({ name: 'y', datatype: 'FP32', shape: [1, 1], values: [a!] })], ms: 1.6 };
}
let bench = createBench(answering);
const question = {
  ...({ viewer: ada, inputs: { a: 2.5 }, source: 'page' } as const),
  get version() {
    return bench.version();
  },
};
beforeEach(() => {
  questions = [];
  bench = createBench(answering);
});

describe('a run', () => {
  test('is asked, answered, kept and told to the ledger', async () => {
    const kept = await bench.preview.run(question);
    expect(questions).toMatchObject([{ model: 'tested', version: 1 }]);
    expect(kept).toEqual({
      id: expect.stringMatching(/^run_/),
      modelId: 'mdl_1',
      modelName: 'tested',
      modelTitle: 'Tested',
      projectId: 'prj_1',
      versionId: 'ver_1',
      versionNumber: 1,
      descriptionId: 'dsc_1',
      inputs: { a: 2.5, b: 'hi' },
      answer: {
        decision: null,
        confidence: null,
        closeCall: false,
        scores: [],
        values: [{ name: 'y', label: 'Sum', value: 2.5, unit: null, kind: 'number', datatype: 'FP32', shape: [1, 1] }],
        notices: [],
        timings: { readMs: 0, prepareMs: 0, askMs: 1.6, shapeMs: 0 },
      },
      tookMs: 2,
      source: 'page',
      actor: ada.actor,
      createdAt: clock.now(),
    });
    const { version: of, ...read } = bench.preview.getRun(ada, kept.id);
    expect(read).toEqual(kept);
    expect(of).toBe(asked);
    expect(bench.ledger.read({})).toMatchObject([
      {
        kind: 'run.stored',
        actor: ada.actor,
        subject: { type: 'run', id: kept.id },
        payload: { source: 'page' },
        projectId: 'prj_1',
        modelId: 'mdl_1',
        versionId: 'ver_1',
        at: kept.createdAt,
      },
    ]);
  });

  test('keeps the notices about its input', async () => {
    const kept = await bench.preview.run({ ...question, inputs: { a: 11 } });
    expect(bench.preview.getRun(ada, kept.id).answer.notices).toMatchObject([{ code: 'outside-range', key: 'a' }]);
  });

  test('renders with its own description for ever', async () => {
    const kept = await bench.preview.run(question);
    bench.become({ descriptionId: 'dsc_2', description: { ...asked.description, title: 'Renamed' } });
    expect((await bench.preview.run(question)).modelTitle).toBe('Renamed');
    expect(bench.preview.getRun(ada, kept.id)).toMatchObject({ modelTitle: 'Tested', descriptionId: 'dsc_1' });
  });

  test('the same question has the same content hash, defaults said or not; another has another', async () => {
    const hashAfter = async (inputs: Record<string, unknown>) => {
      const { id } = await bench.preview.run({ ...question, inputs });
      return bench.db.select({ hash: run.contentHash }).from(run).where(eq(run.id, id)).get()?.hash;
    };
    const saidDefault = await hashAfter({ a: 1 });
    expect(saidDefault).toMatch(/^[0-9a-f]{64}$/);
    expect(await hashAfter({ b: 'hi' })).toBe(saidDefault);
    expect(await hashAfter({ b: 'ho' })).not.toBe(saidDefault);
    expect(contentHash('d', { a: 1, b: 2 })).toBe(contentHash('d', { b: 2, a: 1 }));
    expect(contentHash('d', { a: 1 })).not.toBe(contentHash('e', { a: 1 }));
  });

  test('twice at once is two runs', async () => {
    const both = await Promise.all([bench.preview.run(question), bench.preview.run(question)]);
    expect(new Set(both.map(({ id }) => id)).size).toBe(2);
    expect(bench.ledger.verify()).toEqual({ ok: true, count: 2 });
  });

  test('is not kept without its event', async () => {
    const actor = { kind: 'human', id: '\ud800' } as const;
    await expect(bench.preview.run({ ...question, viewer: { ...ada, actor } })).rejects.toThrow();
    expect(bench.db.select().from(run).all()).toEqual([]);
    expect(bench.ledger.read({})).toEqual([]);
  });
});

describe('who may', () => {
  test('ask: members with a role; before it is announced only publishers', async () => {
    const as = (viewer: Viewer) => bench.preview.run({ ...question, viewer });
    await expect(as(person('usr_x'))).rejects.toMatchObject({ code: 'FL_AUTH_FORBIDDEN' });
    bench.become({ state: 'ready' });
    await expect(as(ada)).rejects.toMatchObject({ code: 'FL_AUTH_FORBIDDEN' });
    await expect(as(person('usr_p', ['publisher']))).resolves.toMatchObject({ versionNumber: 1 });
    expect(questions).toHaveLength(1);
  });

  test('open a run: members, admins and whoever made it; for others there is none', async () => {
    const { id } = await bench.preview.run(question);
    for (const viewer of [person('usr_other', ['approver']), person('usr_admin', [], true), person('usr_ada')]) {
      expect(bench.preview.getRun(viewer, id).id).toBe(id);
    }
    const sameId: Viewer = { ...person('usr_ada'), actor: { kind: 'token', id: 'usr_ada' } };
    for (const viewer of [person('usr_x'), sameId, { ...person('usr_x'), roles: { prj_2: ['publisher'] as const } }]) {
      expect(() => bench.preview.getRun(viewer, id)).toThrow(expect.objectContaining({ code: 'FL_RUN_NOT_FOUND' }));
    }
    for (const made of ['run_0000000000000000', '', "' OR 1=1 --", '__proto__']) {
      expect(() => bench.preview.getRun(ada, made)).toThrow(expect.objectContaining({ code: 'FL_RUN_NOT_FOUND' }));
    }
  });
});

describe('what goes wrong', () => {
  const nothingKept = () => {
    expect(bench.db.select().from(run).all()).toEqual([]);
    expect(bench.ledger.read({})).toEqual([]);
  };

  test('a retired version is not asked', async () => {
    bench.become({ state: 'retired' });
    await expect(bench.preview.run(question)).rejects.toMatchObject({ code: 'FL_VERSION_RETIRED' });
    expect(questions).toEqual([]);
    nothingKept();
  });

  test('values that do not fit are never sent', async () => {
    await expect(bench.preview.run({ ...question, inputs: { a: 'much', c: 1 } })).rejects.toMatchObject({
      code: 'FL_INPUT_INVALID',
      fields: { a: expect.any(String), c: expect.any(String) },
    });
    expect(questions).toEqual([]);
    nothingKept();
  });

  test('16-bit numbers are sent as their two bytes each', async () => {
    const sent: Tensor[] = [];
    bench = createBench(async ({ inputs }) => {
      sent.push(...inputs);
      return { outputs: [{ name: 'y', datatype: 'FP32', shape: [1], bytes: new Uint8Array(4) }], ms: 1 };
    });
    const half = testVersion({
      inputs: [{ datatype: 'FP16', shape: ['N', 2], kind: 'tensor' }],
      outputs: [{ name: 'y' }],
    });
    await bench.preview.answer(half, { x: [1, -2] });
    expect(sent).toMatchObject([{ datatype: 'FP16', bytes: Uint8Array.of(0, 0x3c, 0, 0xc0) }]);
    const refused = bench.preview.answer(half, { x: [1, 70_000] });
    await expect(refused).rejects.toMatchObject({ fields: { x: 'Value 2 of 2: 70000 is too large for FP16.' } });
  });

  test('a failure of the server is a code and leaves nothing', async () => {
    bench = createBench(() => Promise.reject(oipError(503, 'down')));
    await expect(bench.preview.run(question)).rejects.toMatchObject({ code: 'FL_SERVING_UNAVAILABLE' });
    nothingKept();
  });

  test('a version that a ready server does not have cannot load; one that is starting does not know it yet', async () => {
    const infer = () => Promise.reject(oipError(404, 'no such version'));
    bench = createBench(infer);
    await expect(bench.preview.answer(asked, {})).rejects.toMatchObject({ code: 'FL_MODEL_CANNOT_LOAD' });
    const starting = createPreview({
      ...({ db: bench.db, clock, ids: createSeededIds(), ledger: bench.ledger } as const),
      log: createSilentLog(),
      cacheDir: '/nowhere',
      requestStudy: () => undefined,
      oip: { infer, serverReady: async () => false, index: async () => [] },
      control: noControl,
      catalog: { versionOfRun: () => asked, ...noReference },
    });
    await expect(starting.answer(asked, {})).rejects.toMatchObject({ code: 'FL_SERVING_UNAVAILABLE', retryAfterS: 2 });
  });

  test('who has gone ends the question, with what it was ended with', async () => {
    const gone = new Error('gone');
    bench = createBench(() => Promise.reject(gone));
    await expect(bench.preview.run({ ...question, signal: AbortSignal.abort(gone) })).rejects.toBe(gone);
    nothingKept();
  });
});

test('an answer alone is kept nowhere', async () => {
  const { inputs, answer, tookMs } = await bench.preview.answer(asked, { a: 3 });
  expect(inputs).toEqual({ a: 3, b: 'hi' });
  expect(answer.values).toMatchObject([{ value: 3 }]);
  expect(tookMs).toBe(2);
  expect(bench.db.select().from(run).all()).toEqual([]);
  expect(bench.ledger.read({})).toEqual([]);
});

describe('a live answer', () => {
  const live = () => bench.preview.answerLive({ viewer: ada, version: bench.version(), inputs: { a: 2.5 } });

  test('is not stored, and is kept exactly as it was shown, once', async () => {
    const shown = await live();
    expect(shown).toMatchObject({ id: expect.stringMatching(/^lve_/), inputs: { a: 2.5, b: 'hi' } });
    expect(bench.db.select().from(run).all()).toEqual([]);
    // A correction of the description after the answer was shown does not reach it.
    bench.become({ descriptionId: 'dsc_2' });
    const { run: kept, created } = bench.preview.keepLive({ viewer: ada, live: shown.id });
    expect(created).toBe(true);
    expect(kept).toMatchObject({ answer: shown.answer, inputs: shown.inputs, descriptionId: 'dsc_1', source: 'page' });
    expect(bench.preview.keepLive({ viewer: ada, live: shown.id })).toEqual({ run: kept, created: false });
    expect(questions).toHaveLength(1);
  });

  test('of someone else, or one that is gone, is not kept', async () => {
    const shown = await live();
    const bob = person('usr_bob', ['reviewer']);
    expect(() => bench.preview.keepLive({ viewer: bob, live: shown.id })).toThrow(/no longer held/);
    clock.advance(10 * 60_000);
    expect(() => bench.preview.keepLive({ viewer: ada, live: shown.id })).toThrow(/no longer held/);
  });

  test('of a version one may not try is refused before the model is asked', async () => {
    bench.become({ state: 'ready' });
    await expect(live()).rejects.toMatchObject({ code: 'FL_AUTH_FORBIDDEN' });
    expect(questions).toEqual([]);
  });
});

describe('an example', () => {
  const examples = [
    { name: 'Only a picture', image: 'x.png' },
    { name: 'First', values: { a: 4 } },
  ];
  const click = (viewer = ada, place = 0) => bench.preview.runExample({ viewer, version: bench.version(), place });
  beforeEach(() => bench.become({ description: { ...asked.description, examples } }));

  test('is stored once per version and person, however often it is clicked', async () => {
    const both = await Promise.all([click(), click()]);
    const third = await click();
    expect(new Set([...both, third].map(({ run: { id } }) => id)).size).toBe(1);
    expect([...both, third].map(({ created }) => created).sort()).toEqual([false, false, true]);
    expect(third.run).toMatchObject({ source: 'example', inputs: { a: 4, b: 'hi' } });
    const his = await click(person('usr_bob', ['reviewer']));
    expect(his.created).toBe(true);
    expect(bench.db.select().from(run).all()).toHaveLength(2);
  });

  test('is another run once the description changed', async () => {
    await click();
    bench.become({ descriptionId: 'dsc_2', description: { ...asked.description, examples } });
    expect((await click()).created).toBe(true);
  });

  test('that is not there is said', async () => {
    await expect(click(ada, 1)).rejects.toMatchObject({ code: 'FL_EXAMPLE_NOT_FOUND', status: 404 });
  });
});

test('recent runs are the viewer’s own, the newest first, no more than asked for', async () => {
  const ids: string[] = [];
  for (const a of [1, 2, 3]) {
    clock.advance(10);
    ids.push((await bench.preview.run({ ...question, inputs: { a } })).id);
  }
  await bench.preview.run({ ...question, viewer: person('usr_bob', ['reviewer']) });
  const recent = bench.preview.recentRuns(ada, 'ver_1', 2);
  expect(recent.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
  expect(recent[0]).toMatchObject({ source: 'page', answer: { values: [{ value: 3 }] }, createdAt: clock.now() - 0 });
  expect(bench.preview.recentRuns(ada, 'ver_2', 2)).toEqual([]);
});
