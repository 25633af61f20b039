import { describe, expect, test } from 'vitest';
import { readUnpacked } from './read-unpacked.ts';

const file = { path: 'model.onnx', at: '0' };
const notice = { code: 'archive.left-out', message: 'Left out.' };
const said = { type: 'unpacked', id: 1, files: [file, { path: 'labels.txt', at: '12' }], notices: [notice] };
const crashed = expect.objectContaining({ code: 'FL_ARCHIVE_CRASHED' });

describe('the words of a preparation child', () => {
  test('A9 an answer that fits is believed', () => {
    expect(readUnpacked(said)).toEqual({ files: said.files, notices: [notice] });
  });

  test.each([
    ['no files', { ...said, files: [] }],
    [
      'too many files',
      { ...said, files: [file, ...Array.from({ length: 1000 }, (_, i) => ({ path: `${i}`, at: '1' }))] },
    ],
    ['no model', { ...said, files: [{ path: 'labels.txt', at: '0' }] }],
    ['the model not first', { ...said, files: [...said.files].reverse() }],
    ['a path twice', { ...said, files: [file, file] }],
    ['a path that leads out', { ...said, files: [file, { path: '../x', at: '1' }] }],
    ['a path that leads out behind a line', { ...said, files: [file, { path: 'a\n/../../x', at: '1' }] }],
    ['an absolute path', { ...said, files: [file, { path: '/etc/passwd', at: '1' }] }],
    ['a place outside its folder', { ...said, files: [{ ...file, at: '../in/archive' }] }],
    ['a notice of another area', { ...said, notices: [{ ...notice, code: 'file.large' }] }],
    ['a notice without end', { ...said, notices: [{ ...notice, message: 'x'.repeat(501) }] }],
    ['notices without end', { ...said, notices: Array(11).fill(notice) }],
    ['another word', { ...said, type: 'checked' }],
    ['a code of another area', { type: 'refused', code: 'FL_CHECK_NOT_ONNX', message: 'x' }],
    ['a code nobody knows', { type: 'refused', code: 'FL_ARCHIVE_NOPE', message: 'x' }],
    ['no sentence', { type: 'refused', code: 'FL_ARCHIVE_BOMB' }],
  ])('A9 %s: as if it had crashed', (_what, header) => {
    expect(() => readUnpacked(header)).toThrow(crashed);
  });

  test.each(['FL_ARCHIVE_BOMB', 'FL_STORAGE_FULL'])('A9 the refusal %s keeps its sentence, cut', (code) => {
    const refused = expect.objectContaining({ code, message: 'x'.repeat(500) });
    expect(() => readUnpacked({ type: 'refused', id: 1, code, message: 'x'.repeat(10_000) })).toThrow(refused);
  });
});
