import { createHash } from 'node:crypto';
import { linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFakeClock } from '#app/core/clock.ts';
import { blobPath, type DataFolder, makeDataFolder } from '#app/core/data-folder.ts';
import { type BlobStore, createBlobStore } from './blob-store.ts';

let folder: DataFolder;
let referenced: Set<string>;
let store: BlobStore;
/** What happens in the moment in which the rows are asked. */
let onLookup: () => void;

beforeEach(() => {
  folder = makeDataFolder(mkdtempSync(join(tmpdir(), 'firstlook-blobs-')));
  referenced = new Set();
  onLookup = () => undefined;
  store = open();
});
afterEach(() => rmSync(folder.root, { recursive: true }));

/** A store as a process has it: what others hold is known to nobody after a kill. */
const open = () => {
  const isReferenced = (sha256: string) => {
    onLookup();
    return referenced.has(sha256);
  };
  return createBlobStore({ folder, clock: createFakeClock(), isReferenced });
};
const bytesOf = (text: string) => Readable.from([Buffer.from(text)]);
const shaOf = (text: string) => createHash('sha256').update(text).digest('hex');
const files = () =>
  readdirSync(folder.blobs, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();

test('bytes become a read-only file named by their hash; the temporary name goes with the hold', async () => {
  const hold = store.hold('upl_1');
  const received = await hold.receive('model', Readable.from([Buffer.from('ab'), Buffer.from('c')]));
  expect(received).toMatchObject({ sha256: shaOf('abc'), sizeBytes: 3 });
  expect(readFileSync(store.path(received.sha256), 'utf8')).toBe('abc');
  expect(statSync(store.path(received.sha256)).mode & 0o777).toBe(0o444);
  expect(files()).toContain(`tmp-upl_1-model.${received.sha256}`);
  referenced.add(received.sha256);
  await hold.keep();
  expect(files()).toEqual([received.sha256]);
});

test('what no row refers to goes with the last hold, and not before', async () => {
  const [one, two] = [store.hold('upl_1'), store.hold('upl_2')];
  await Promise.all([one.receive('model', bytesOf('x')), two.receive('model', bytesOf('x'))]);
  await one.release();
  expect(files()).toContain(shaOf('x'));
  await two.release();
  expect(files()).toEqual([]);
  await two.release();
});

test('a stream that fails leaves only a temporary file, and nothing after the release', async () => {
  const hold = store.hold('upl_1');
  const broken = Readable.from(
    (async function* () {
      yield Buffer.from('half');
      throw new Error('cut');
    })(),
  );
  await expect(hold.receive('model', broken)).rejects.toThrow('cut');
  expect(files()).toEqual(['tmp-upl_1-model']);
  await hold.release();
  expect(files()).toEqual([]);
});

test('a blob put there by someone else is held, and one that is gone is said to be', async () => {
  const maker = store.hold('upl_1');
  await maker.receive('model', bytesOf('x'));
  const hold = store.hold('upl_2');
  expect(await hold.adopt('served', shaOf('x'))).toBe(true);
  expect(await hold.adopt('served', shaOf('gone'))).toBe(false);
  await maker.release();
  expect(files()).toEqual([shaOf('x'), `tmp-upl_2-served.${shaOf('x')}`].sort());
  await hold.release();
  expect(files()).toEqual([]);
});

test('who comes in the moment in which a blob is removed is not told that it is there', async () => {
  const maker = store.hold('upl_1');
  await maker.receive('model', bytesOf('x'));
  const late = store.hold('upl_2');
  let told: Promise<boolean> | undefined;
  onLookup = () => {
    told = late.adopt('served', shaOf('x'));
  };
  await maker.release();
  expect(await told).toBe(false);
  expect(files()).toEqual([]);
});

test('a blob that is not whole is put right by the same bytes', async () => {
  const hold = store.hold('upl_1');
  await hold.receive('model', bytesOf('whole'));
  rmSync(store.path(shaOf('whole')));
  writeFileSync(store.path(shaOf('whole')), 'wh');
  await hold.receive('again', bytesOf('whole'));
  expect(readFileSync(store.path(shaOf('whole')), 'utf8')).toBe('whole');
});

test('a start removes what a killed process left, keeps what rows refer to, and touches nothing else', async () => {
  const killed = store.hold('upl_1');
  await killed.receive('model', bytesOf('orphan'));
  await killed.receive('labels', bytesOf('kept'));
  referenced.add(shaOf('kept'));
  writeFileSync(join(folder.blobs, 'tmp-upl_1-preview'), 'half');
  writeFileSync(join(folder.blobs, 'tmp-note.txt'), 'mine');
  const batch = blobPath(folder, shaOf('batch'));
  await store.hold('upl_9').receive('batch', bytesOf('batch'));
  for (const name of files().filter((file) => file.startsWith('tmp-upl_9'))) rmSync(join(folder.blobs, name));
  await open().recover();
  expect(files()).toEqual(['tmp-note.txt', shaOf('kept'), shaOf('batch')].sort());
  expect(readFileSync(batch, 'utf8')).toBe('batch');
});

test('a start does not take away what is being received', async () => {
  const hold = store.hold('upl_1');
  await hold.receive('model', bytesOf('x'));
  await store.recover();
  expect(files()).toEqual([shaOf('x'), `tmp-upl_1-model.${shaOf('x')}`].sort());
  await hold.release();
});

const SHARED = ['a', 'b'];
const step = fc.record({
  owner: fc.nat({ max: 3 }),
  does: fc.constantFrom('receive', 'receive', 'adopt', 'release', 'keep', 'drop', 'wait'),
  text: fc.constantFrom(...SHARED),
});

test('whatever happens at once, what rows refer to or someone holds is there, and nothing else stays', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const begin = (id: number) => ({ hold: store.hold(`upl_${id}`), held: new Set<string>() });
      const holds = [0, 1, 2, 3].map(begin);
      const running: Promise<unknown>[] = [];
      let count = 0;
      for (const { owner, does, text } of steps) {
        const { hold, held } = holds[owner]!;
        count += 1;
        if (does === 'receive') running.push(hold.receive('x'.repeat(count), bytesOf(text)).then(() => held.add(text)));
        if (does === 'adopt') {
          running.push(hold.adopt('y'.repeat(count), shaOf(text)).then((there) => there && held.add(text)));
        }
        if (does === 'drop') {
          referenced.delete(shaOf(text));
          running.push(store.removeUnused(shaOf(text)));
        }
        if (does === 'wait') {
          await Promise.all(running.splice(0));
          for (const { held: now } of holds) for (const one of now) expect(files()).toContain(shaOf(one));
        }
        // A hold ends when its own work is over, while the work of others goes on.
        if (does === 'keep' || does === 'release') {
          await Promise.all(running.splice(0));
          if (does === 'keep') for (const one of held) referenced.add(shaOf(one));
          running.push(does === 'keep' ? hold.keep() : hold.release());
          holds[owner] = begin(count + 10);
        }
        for (const sha256 of running.length === 0 ? referenced : []) expect(files()).toContain(sha256);
      }
      await Promise.all(running);
      await Promise.all(holds.map(({ hold }) => hold.release()));
      expect(files()).toEqual([...referenced].sort());
      referenced.clear();
      for (const text of SHARED) await store.removeUnused(shaOf(text));
    }),
    { numRuns: 150, seed: 7 },
  );
});

test('a second name for the bytes is no second copy', async () => {
  const hold = store.hold('upl_1');
  await hold.receive('model', bytesOf('x'));
  const named = join(folder.blobs, `tmp-upl_1-model.${shaOf('x')}`);
  expect(statSync(named).ino).toBe(statSync(store.path(shaOf('x'))).ino);
  linkSync(named, join(folder.root, 'mine'));
  await hold.release();
});
