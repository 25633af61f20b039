import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Role } from '#app/accounts/contract.ts';
import { ADMIN, type Bench, controlError, createBench, publish, someone } from './testing.ts';

let bench: Bench;
let here: string;
let there: string;
beforeEach(() => {
  bench = createBench();
  here = bench.projectId;
  there = bench.accounts.ensureProject({ slug: 'there', title: 'There' }).id;
});
afterEach(() => bench.remove());

const begin = (viewer = ADMIN, given: { model?: string; project?: string } = {}) =>
  bench.catalog.beginUpload({ viewer, model: 'm', receivedAt: 1, ...given });
const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'none';
  } catch (thrown) {
    return (thrown as { code: string }).code;
  }
};
const send = (model: string, sent = {}) => publish(bench.catalog, model, sent);
const tokenOf = (roles: Record<string, Role[]>) => ({ ...someone(here, []), roles });

describe('who may publish, and where', () => {
  test.each(['', 'Big', 'a b', '..', '.a', '-a', '_a', 'a/b', '🙂', '<script>', 'x'.repeat(64), 'a\n', '\0'])(
    'the name %j is none',
    (model) => {
      expect(codeOf(() => begin(ADMIN, { model }))).toBe('FL_MODEL_BAD_NAME');
    },
  );

  test.each(['a', '0', 'a.b-c_d', 'a..', 'con', 'x'.repeat(63), 'constructor'])('the name %j is fine', (model) => {
    expect(codeOf(() => begin(ADMIN, { model }))).toBe('none');
  });

  test('a model nobody has named a project for goes to default, or to the only one there is', async () => {
    await send('a', { viewer: tokenOf({ [here]: ['publisher'], [there]: ['publisher'] }) });
    await send('b', { viewer: tokenOf({ [there]: ['publisher'] }) });
    await send('c', { viewer: tokenOf({ [here]: ['publisher'] }), project: '' });
    const projects = bench.catalog.listModels(ADMIN).map(({ name, projectId }) => [name, projectId]);
    expect(projects).toEqual([
      ['a', here],
      ['b', there],
      ['c', here],
    ]);
  });

  test('between several projects one must be named, in the address or in the form', async () => {
    const third = bench.accounts.ensureProject({ slug: 'third', title: 'Third' }).id;
    const viewer = tokenOf({ [there]: ['publisher'], [third]: ['publisher'] });
    await expect(send('a', { viewer })).rejects.toMatchObject({
      code: 'FL_REQUEST_INVALID',
      fields: { project: expect.any(String) },
    });
    await send('a', { viewer, project: 'third' });
    expect(bench.catalog.getModel(viewer, 'a').projectId).toBe(third);
  });

  test.each([[['reviewer']], [['approver']], [[]]] as [Role[]][])('%j may not', (roles) => {
    expect(codeOf(() => begin(someone(here, roles)))).toBe('FL_AUTH_FORBIDDEN');
  });

  test('a project one has nothing to do with looks like none', () => {
    const viewer = someone(here, ['publisher']);
    for (const project of ['there', 'nowhere', 'constructor']) {
      expect(codeOf(() => begin(viewer, { project }))).toBe('FL_PROJECT_NOT_FOUND');
    }
  });

  test('the project in the form is looked at like the one in the address', async () => {
    const viewer = someone(here, ['publisher']);
    await expect(send('a', { viewer, project: 'there' })).rejects.toMatchObject({ code: 'FL_PROJECT_NOT_FOUND' });
    await expect(
      send('a', { viewer: tokenOf({ [here]: ['publisher'], [there]: ['reviewer'] }), project: 'there' }),
    ).rejects.toMatchObject({ code: 'FL_AUTH_FORBIDDEN' });
    expect(bench.catalog.listModels(ADMIN)).toEqual([]);
  });

  test('what is refused is told to the project the form named', async () => {
    await expect(send('a', { project: 'there', files: { model: '' } })).rejects.toMatchObject({
      code: 'FL_UPLOAD_EMPTY',
    });
    bench.serving.check = () => Promise.reject(controlError('FL_CHECK_NOT_ONNX', 422));
    await expect(send('a', { project: 'there' })).rejects.toMatchObject({ code: 'FL_CHECK_NOT_ONNX' });
    const refused = bench.ledger.read({}).filter(({ kind }) => kind === 'version.refused');
    expect(refused.map(({ projectId }) => projectId)).toEqual([here, there]);
  });

  test('a name taken in another project is said to be taken, and no more', async () => {
    await send('m', { project: 'there' });
    expect(codeOf(() => begin(someone(here, ['publisher'])))).toBe('FL_MODEL_OTHER_PROJECT');
    expect(codeOf(() => begin(someone(here, ['reviewer'])))).toBe('FL_AUTH_FORBIDDEN');
    expect(codeOf(() => begin(ADMIN, { project: 'default' }))).toBe('FL_MODEL_OTHER_PROJECT');
    // Without a project it is a version of the model there is.
    expect(codeOf(() => begin(ADMIN))).toBe('none');
    expect(codeOf(() => begin(someone(there, ['publisher'])))).toBe('none');
    expect(codeOf(() => begin(someone(there, ['reviewer'])))).toBe('FL_AUTH_FORBIDDEN');
  });

  test('of two projects that take a new name at once one gets it', async () => {
    const both = await Promise.allSettled([
      send('m', { files: { model: 'a' }, project: 'default' }),
      send('m', { files: { model: 'b' }, project: 'there' }),
    ]);
    const failed = both.filter(({ status }) => status === 'rejected');
    expect(failed).toMatchObject([{ reason: { code: 'FL_MODEL_OTHER_PROJECT' } }]);
  });
});

describe('who sees what', () => {
  const reviewer = () => someone(here, ['reviewer']);
  const publisher = () => someone(here, ['publisher']);

  test('a model with nothing announced is there for publishers and admins only', async () => {
    await send('m', { announce: false });
    for (const viewer of [publisher(), ADMIN]) {
      expect(bench.catalog.listModels(viewer)).toMatchObject([{ name: 'm', newest: { number: 1, state: 'ready' } }]);
      expect(bench.catalog.getModel(viewer, 'm').versions).toHaveLength(1);
      expect(bench.catalog.getVersion(viewer, 'm', 'newest').number).toBe(1);
    }
    for (const viewer of [reviewer(), someone(here, ['approver']), someone(there, ['publisher']), tokenOf({})]) {
      expect(bench.catalog.listModels(viewer)).toEqual([]);
      for (const work of [
        () => bench.catalog.getModel(viewer, 'm'),
        () => bench.catalog.getVersion(viewer, 'm', 1),
        () => bench.catalog.getVersion(viewer, 'm', 'newest'),
      ]) {
        expect(codeOf(work)).toBe('FL_MODEL_NOT_FOUND');
      }
    }
  });

  test('reviewers see versions from announced on, publishers all of them', async () => {
    await send('m');
    await send('m', { files: { model: 'two' }, announce: false });
    expect(bench.catalog.getModel(reviewer(), 'm').versions.map(({ number }) => number)).toEqual([1]);
    expect(bench.catalog.getModel(publisher(), 'm').versions.map(({ number }) => number)).toEqual([2, 1]);
    expect(codeOf(() => bench.catalog.getVersion(reviewer(), 'm', 2))).toBe('FL_VERSION_NOT_FOUND');
    // The newest is the newest announced one, for publishers too.
    for (const viewer of [reviewer(), publisher()]) {
      expect(bench.catalog.getVersion(viewer, 'm', 'newest').number).toBe(1);
      expect(bench.catalog.listModels(viewer)[0]?.newest?.number).toBe(1);
    }
  });

  test('a retired version stays to be seen, by those who saw it before', async () => {
    await send('m');
    await send('m', { files: { model: 'two' }, announce: false });
    for (const number of [1, 2]) await bench.catalog.retire(ADMIN, 'm', number);
    expect(bench.catalog.getModel(reviewer(), 'm').versions).toMatchObject([{ number: 1, state: 'retired' }]);
    expect(bench.catalog.getVersion(reviewer(), 'm', 'newest').number).toBe(1);
    expect(bench.catalog.getVersion(ADMIN, 'm', 'newest').number).toBe(2);
    expect(codeOf(() => bench.catalog.getVersion(reviewer(), 'm', 2))).toBe('FL_VERSION_NOT_FOUND');
  });

  test.each([0, -1, 1.5, 2, Number.NaN, Number.MAX_VALUE])('there is no version %d', async (number) => {
    await send('m');
    expect(codeOf(() => bench.catalog.getVersion(ADMIN, 'm', number))).toBe('FL_VERSION_NOT_FOUND');
  });

  test.each(['nothing', '', '../m', 'M', '__proto__'])('there is no model %j', async (name) => {
    expect(codeOf(() => bench.catalog.getModel(ADMIN, name))).toBe('FL_MODEL_NOT_FOUND');
  });

  test('models are listed by name, each project for its own people', async () => {
    for (const [name, project] of [
      ['b', 'default'],
      ['a', 'there'],
      ['c', 'there'],
    ] as const)
      await send(name, { project });
    const namesFor = (viewer: typeof ADMIN) => bench.catalog.listModels(viewer).map(({ name }) => name);
    expect(namesFor(ADMIN)).toEqual(['a', 'b', 'c']);
    expect(namesFor(someone(there, ['reviewer']))).toEqual(['a', 'c']);
    expect(namesFor(tokenOf({ [here]: ['reviewer'], [there]: ['publisher'] }))).toEqual(['a', 'b', 'c']);
    expect(namesFor(tokenOf({ [here]: [] }))).toEqual([]);
  });
});
