import { describe, expect, test } from 'vitest';
import { arrangeFiles } from './arrange-files.ts';
import type { StoredFile } from './candidate.ts';
import { sortLoose } from './loose-files.ts';

const file = (path: string): StoredFile => ({ path, sha256: `sha of ${path}`, sizeBytes: 1 });
const files = (...paths: string[]) => paths.map(file);
const paths = (list: readonly StoredFile[]) => list.map(({ path }) => path);

describe('the files of a folder', () => {
  test('the model comes first, then what it reads; what tells about it lies beside', () => {
    const given = files(
      'card.md',
      'config.json',
      'config.pbtxt',
      'examples/0.png',
      'labels.txt',
      'model.onnx',
      'model.onnx.data',
      'preview.json',
      'reference.csv',
      'vocab.txt',
    );
    const { own, sides, notices } = arrangeFiles(given);
    expect(paths(own)).toEqual(['model.onnx', 'config.json', 'model.onnx.data', 'vocab.txt']);
    expect(paths(sides)).toEqual([
      'preview.json',
      'labels.txt',
      'card.md',
      'reference.csv',
      'config.pbtxt',
      'examples/0.png',
    ]);
    expect(notices).toEqual([]);
  });

  test.each([
    [['train.csv', 'test.csv'], 'train.csv', ['test.csv']],
    [['reference.csv', 'train.csv'], 'reference.csv', ['train.csv']],
    [['loans 2024.csv'], 'loans 2024.csv', []],
    [['one.csv', 'two.csv'], undefined, ['one.csv', 'two.csv']],
  ])('of the tables %j the reference rows are %s', (tables, chosen, left) => {
    const { sides, notices } = arrangeFiles(files('model.onnx', ...tables));
    expect(sides.find(({ path }) => path === 'reference.csv')?.sha256).toBe(chosen && `sha of ${chosen}`);
    expect(notices.map(({ message }) => message)).toEqual(
      left.length > 0 ? [expect.stringContaining(left.join(', '))] : [],
    );
  });

  test('a README is the card where there is none', () => {
    expect(arrangeFiles(files('model.onnx', 'README.md')).sides).toMatchObject([
      { path: 'card.md', sha256: 'sha of README.md' },
    ]);
    expect(arrangeFiles(files('model.onnx', 'README.md', 'card.md')).sides).toMatchObject([
      { path: 'card.md', sha256: 'sha of card.md' },
    ]);
  });

  test('notebooks, other models and examples that are no pictures are left out', () => {
    const { own, notices } = arrangeFiles(
      files('model.onnx', 'old.onnx', 'train.ipynb', 'examples/0.svg', 'LICENSE', 'code/train.py'),
    );
    expect(paths(own)).toEqual(['model.onnx']);
    expect(notices).toMatchObject([{ code: 'publish.left-out', message: expect.stringContaining('code/train.py.') }]);
  });

  test('without a model it is refused', () => {
    expect(() => arrangeFiles(files('preview.json'))).toThrow(expect.objectContaining({ code: 'FL_UPLOAD_NO_MODEL' }));
  });
});

describe('files that came one by one', () => {
  const sorted = (...given: string[]) => paths(sortLoose(files(...given), false).files).sort();

  test('a single model of any name is the model', () => {
    expect(sorted('My Model (3).onnx', 'labels.txt')).toEqual(['labels.txt', 'model.onnx']);
  });

  test('a model as Hugging Face keeps it comes with the files beside its folder', () => {
    const given = ['m/onnx/model.onnx', 'm/config.json', 'm/tokenizer.json', 'other/x.json'];
    expect(sorted(...given)).toEqual(['config.json', 'model.onnx', 'tokenizer.json']);
  });

  test('a version folder, with what lies beside it in the folder of the model', () => {
    const given = ['mortgage/2/model.onnx', 'mortgage/2/labels.txt', 'mortgage/labels.txt', 'mortgage/preview.json'];
    const { files: kept, notices } = sortLoose(files(...given, 'mortgage/examples/0.png'), false);
    expect(paths(kept).sort()).toEqual(['examples/0.png', 'labels.txt', 'model.onnx', 'preview.json']);
    expect(kept.find(({ path }) => path === 'labels.txt')?.sha256).toBe('sha of mortgage/2/labels.txt');
    expect(notices).toMatchObject([{ message: expect.stringContaining('mortgage/labels.txt') }]);
  });

  test('what lies elsewhere is left out, what desktops leave behind without a word', () => {
    const { files: kept, notices } = sortLoose(files('a/m.onnx', 'b/other.txt', 'a/.DS_Store', 'a/x.json'), false);
    expect(paths(kept).sort()).toEqual(['model.onnx', 'x.json']);
    expect(notices).toMatchObject([{ message: expect.stringMatching(/b\/other\.txt\.$/) }]);
  });

  test('pictures without a folder are those of examples; Windows paths are paths', () => {
    expect(sorted('m.onnx', '0.png')).toEqual(['examples/0.png', 'model.onnx']);
    expect(sorted('d\\m.onnx', 'd\\labels.txt')).toEqual(['labels.txt', 'model.onnx']);
  });

  test('a single archive is the bundle', () => {
    expect(sortLoose(files('m.tar.gz', 'labels.txt'), false)).toMatchObject({
      bundle: { path: 'm.tar.gz' },
      files: [{ path: 'labels.txt' }],
    });
  });

  test.each([
    [['a.onnx', 'b.onnx']],
    [['x/1/model.onnx', 'x/2/model.onnx']],
    [['a.zip', 'b.zip']],
    [['a.zip', 'm.onnx']],
  ])('%j is more than one model', (given) => {
    expect(() => sortLoose(files(...given), false)).toThrow(expect.objectContaining({ code: 'FL_UPLOAD_SEVERAL' }));
  });

  test('of several models the one called model.onnx counts', () => {
    expect(sorted('model.onnx', 'other.onnx')).toEqual(['model.onnx', 'other.onnx']);
  });

  test.each(['../model.onnx', '', 'a\u0000b.onnx', `${'x'.repeat(300)}.onnx`, 'a/../../b'])(
    'the name %j is refused',
    (name) => {
      expect(() => sortLoose(files(name), false)).toThrow(expect.objectContaining({ code: 'FL_REQUEST_INVALID' }));
    },
  );
});
