import { describe, expect, test } from 'vitest';
import { arrange } from './arrange.ts';

/** Paths in the version's folder. */
const laid = (...paths: string[]) => arrange(paths).files.map(({ path }) => path);
const refused = (code: string, words: RegExp) =>
  expect.objectContaining({ code: `FL_ARCHIVE_${code}`, message: expect.stringMatching(words) });

describe('one version is laid flat', () => {
  test.each<[string, string[], string[]]>([
    ['as it is', ['labels.txt', 'model.onnx'], ['model.onnx', 'labels.txt']],
    ['in a folder', ['credit/labels.txt', 'credit/model.onnx'], ['model.onnx', 'labels.txt']],
    ['in folders', ['repo/models/credit/1/model.onnx', 'repo/models/credit/card.md'], ['model.onnx', 'card.md']],
    ['a version alone', ['2/model.onnx', '2/examples/a.png'], ['model.onnx', 'examples/a.png']],
    ['a version beside files', ['2/model.onnx', 'examples/a.png'], ['model.onnx', 'examples/a.png']],
    ['weights in a folder', ['m.onnx', 'weights/b', 'weights/a'], ['model.onnx', 'weights/a', 'weights/b']],
    ['a folder with a number that is no version', ['model.onnx', '1/w.bin'], ['model.onnx', '1/w.bin']],
    ['a number that is none', ['0/model.onnx', '0/01/a'], ['model.onnx', '01/a']],
    ['a Hugging Face folder', ['config.json', 'onnx/model.onnx'], ['model.onnx', 'config.json']],
    ['a model beside others', ['model.onnx', 'onnx/model.onnx'], ['model.onnx', 'onnx/model.onnx']],
    ['capitals', ['Credit.ONNX', 'Labels.txt'], ['model.onnx', 'Labels.txt']],
  ])('A2 %s', (_what, paths, expected) => {
    expect(laid(...paths)).toEqual(expected);
  });

  test('A2 a model of another name is renamed, and what it came from is known', () => {
    const { files, notices } = arrange(['m/credit.onnx', 'm/credit.onnx.data']);
    expect(files).toEqual([
      { from: 'm/credit.onnx', path: 'model.onnx' },
      { from: 'm/credit.onnx.data', path: 'credit.onnx.data' },
    ]);
    expect(notices).toEqual([]);
  });

  test('A2 the files of the version go before those of the model, with a notice', () => {
    const { files, notices } = arrange(['1/model.onnx', 'labels.txt', '1/labels.txt', 'card.md']);
    expect(files.map(({ from }) => from)).toEqual(['1/model.onnx', 'card.md', '1/labels.txt']);
    expect(notices).toMatchObject([{ code: 'archive.version-first', message: expect.stringContaining('labels.txt') }]);
  });

  test('A2 model.onnx is the model whatever lies beside it, with a notice', () => {
    const { files, notices } = arrange(['a.onnx', 'model.onnx']);
    expect(files[0]).toEqual({ from: 'model.onnx', path: 'model.onnx' });
    expect(notices).toMatchObject([{ code: 'archive.other-models', message: expect.stringContaining('a.onnx') }]);
  });
});

describe('what is not one version', () => {
  test.each<[what: string, paths: string[], refusal: [code: string, words: RegExp]]>([
    ['two versions', ['1/model.onnx', '10/model.onnx', '9/model.onnx'], ['SEVERAL', /versions 1, 9, 10: send one/]],
    ['a version and the files of another', ['1/model.onnx', '2/labels.txt'], ['SEVERAL', /versions 1, 2/]],
    ['a flat version and another', ['model.onnx', '2/model.onnx'], ['SEVERAL', /at its top and in the folder 2/]],
    ['two models of a repository', ['a/1/model.onnx', 'b/1/model.onnx'], ['SEVERAL', /send one version's folder/]],
    ['two models side by side', ['encoder.onnx', 'decoder.onnx'], ['SEVERAL', /"encoder.onnx" and "decoder.onnx"/]],
    ['no model', ['labels.txt', 'model.pkl'], ['NO_MODEL', /no .onnx file/]],
    ['no model in the version', ['1/labels.txt', 'card.md'], ['NO_MODEL', /no .onnx file/]],
    ['a model too deep', ['README.md', 'export/model.onnx'], ['NO_MODEL', /"export\/model.onnx" lies too deep/]],
    ['a model where a folder is', ['a.onnx', 'model.onnx/x'], ['DUPLICATE', /model.onnx/]],
    ['nothing', [], ['EMPTY', /nothing/]],
  ])('A7 %s', (_what, paths, refusal) => {
    expect(() => arrange(paths)).toThrow(refused(...refusal));
  });

  test('A7 names are shown short and without what is not seen', () => {
    const evil = `${'x'.repeat(500)}\u202e.onnx`;
    expect(() => arrange([evil, `${evil}.onnx`, 'c.onnx', 'd.onnx', 'e.onnx'])).toThrow(
      refused('SEVERAL', /^[^\u202e]{1,300} and 2 more: name the one/),
    );
  });
});
