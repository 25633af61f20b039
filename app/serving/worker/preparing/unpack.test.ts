import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  badTar,
  badZip,
  goodTar,
  goodTarGz,
  goodZip,
  pax,
  streamedZip,
} from '../../pool/preparing/testing-archives.ts';
import { makeUnpackBench, type UnpackBench } from './testing-unpack.ts';

let bench: UnpackBench;
beforeEach(() => {
  bench = makeUnpackBench();
});
afterEach(() => bench.remove());

const model = { name: 'model.onnx', bytes: 'm' };

/** A repository of one model: files beside the version and beside the model, and what desktops leave. */
const REPOSITORY = {
  'credit/': '',
  'credit/config.pbtxt': 'c',
  'credit/labels.txt': 'of the model',
  'credit/reference.csv': 'r',
  'credit/examples/': '',
  'credit/examples/a.png': 'p',
  'credit/3/': '',
  'credit/3/model.onnx': 'm',
  'credit/3/weights.bin': 'w',
  'credit/3/labels.txt': 'of the version',
  'credit/3/preview.json': '{}',
  'credit/.DS_Store': 'd',
  'credit/notes/': '',
  '__MACOSX/credit/labels.txt': 'd',
};

describe('what is taken', () => {
  test.each([
    ['zip', goodZip],
    ['tar', goodTar],
    ['tar.gz', goodTarGz],
  ])('A2 A8 a model folder with one version, as %s', async (_kind, make) => {
    const unpacked = await bench.unpack(await make(REPOSITORY));
    expect(unpacked).toMatchObject({
      type: 'unpacked',
      files: [
        { path: 'model.onnx' },
        { path: 'config.pbtxt' },
        { path: 'examples/a.png' },
        { path: 'labels.txt' },
        { path: 'preview.json' },
        { path: 'reference.csv' },
        { path: 'weights.bin' },
      ],
      notices: [
        {
          code: 'archive.left-out',
          message:
            'Left out, as a model does not need it: "credit/.DS_Store", "__MACOSX/credit/labels.txt" and "credit/notes".',
        },
        { code: 'archive.version-first', message: expect.stringContaining('"labels.txt"') },
      ],
    });
    const files = await bench.filesOf(await make(REPOSITORY));
    expect(files['labels.txt']).toBe('of the version');
    expect(files['model.onnx']).toBe('m');
    expect(files['weights.bin']).toBe('w');
  });

  test('A2 the folder itself, packed from inside', async () => {
    const bytes = badTar([{ name: './', type: '5' }, { name: './model.onnx', bytes: 'm' }, { name: './card.md' }]);
    expect(await bench.unpack(bytes)).toMatchObject({
      files: [{ path: 'model.onnx' }, { path: 'card.md' }],
      notices: [],
    });
  });

  test('A2 the names that longer and older ways of writing hold', async () => {
    const long = `examples/${'ä'.repeat(100)}.png`;
    const gnuLong = `weights/${'w'.repeat(120)}`;
    const bytes = badTar([
      { name: 'old-folder/', bytes: '' },
      pax({ path: long }),
      { name: 'cut', bytes: 'p' },
      { name: '././@LongLink', type: 'L', bytes: `${gnuLong}\0` },
      { name: 'cut', bytes: 'w' },
      model,
    ]);
    expect(await bench.filesOf(bytes)).toEqual({ 'model.onnx': 'm', [long]: 'p', [gnuLong]: 'w' });
  });

  test('A2 a zip whose tool writes UTF-8 without saying so, with stored and with packed bytes', async () => {
    const parts = [model, { name: 'größe.txt', bytes: 'a', flags: 0, method: 0 }, { name: 'empty.txt', bytes: '' }];
    expect(await bench.filesOf(badZip(parts))).toEqual({ 'model.onnx': 'm', 'größe.txt': 'a', 'empty.txt': '' });
  });

  test('A2 a zip written as a stream, and one in the long form', async () => {
    for (const isLong of [false, true]) {
      expect(await bench.filesOf(await streamedZip({ 'model.onnx': 'm' }, isLong))).toEqual({ 'model.onnx': 'm' });
    }
  });

  test('A2 what it unpacks lies in the outbox under numbers only', async () => {
    await bench.unpack(await goodZip(REPOSITORY));
    expect(readdirSync(bench.outbox).every((name) => /^\d+$/.test(name))).toBe(true);
  });
});
