import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { badTar, badZip, goodTar, goodTarGz, goodZip, pax } from '../../pool/preparing/testing-archives.ts';
import { makeUnpackBench, type UnpackBench } from './testing-unpack.ts';

let bench: UnpackBench;
beforeEach(() => {
  bench = makeUnpackBench();
});
afterEach(() => bench.remove());

/** What is wrong, the code it is refused with, and the archive. */
type Row = [what: string, code: string, bytes: Buffer];

async function expectRefused(bytes: Buffer, code: string): Promise<void> {
  const refused = await bench.unpack(bytes);
  expect(refused).toMatchObject({ type: 'refused', code: `FL_ARCHIVE_${code}` });
  if (refused.type === 'refused') expect(refused.message).toMatch(/^["A-Z][^\n]{15,300}\.$/);
}

const model = { name: 'model.onnx', bytes: 'm' };
const zeros = Buffer.alloc(3 << 20);
const numbered = (count: number) => Array.from({ length: count }, (_, i) => ({ name: `f${i}`, bytes: '' }));
const latin1 = (text: string) => Buffer.from(text, 'latin1');

/** The archive with one byte turned round. */
function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  const i = at < 0 ? bytes.length + at : at;
  copy[i] = copy[i]! ^ 0xff;
  return copy;
}

test.each<Row>([
  ['a step up', 'PATH', badZip([{ name: '../model.onnx' }])],
  ['a step up, in a tar', 'PATH', badTar([{ name: '../model.onnx' }])],
  ['steps up behind a folder', 'PATH', badTar([{ name: 'a/../../model.onnx' }])],
  ['steps up in the longer name', 'PATH', badTar([pax({ path: 'a/../../model.onnx' }), model])],
  ['steps up in what would be left out', 'PATH', badZip([model, { name: '__MACOSX/../../x' }])],
  ['a folder above', 'PATH', badTar([model, { name: '../', type: '5' }])],
  ['an absolute path', 'PATH', badZip([{ name: '/etc/model.onnx' }])],
  ['an absolute path, in a tar', 'PATH', badTar([{ name: '/model.onnx' }])],
  ['a backslash', 'PATH', badZip([{ name: 'a\\model.onnx' }])],
  ['a step up with a backslash', 'PATH', badTar([{ name: '..\\model.onnx' }])],
  ['a drive', 'PATH', badZip([{ name: 'C:/model.onnx' }])],
  ['a drive behind a dot', 'PATH', badTar([{ name: './c:model.onnx' }])],
  ['bytes that are no text', 'NAME', badZip([{ name: latin1('m\xff.onnx') }])],
  ['bytes that are no text, and no word that they are', 'NAME', badZip([{ name: latin1('m\xfc.onnx'), flags: 0 }])],
  ['bytes that are no text, in a tar', 'NAME', badTar([{ name: latin1('m\xff.onnx') }])],
  ['a line break', 'NAME', badZip([{ name: 'a\nb.onnx' }])],
  ['a zero', 'NAME', badZip([{ name: 'a\0b.onnx' }])],
  ['no name', 'NAME', badZip([{ name: '' }])],
  ['a file that is the folder itself', 'NAME', badTar([{ name: '.' }])],
  ['a name longer than a file may have', 'NAME', badZip([{ name: 'a'.repeat(256) }])],
  ['a name longer in bytes than a file may have', 'NAME', badZip([{ name: '模'.repeat(86) }])],
  ['a path longer than the contract lets through', 'NAME', badTar([pax({ path: `${'a/'.repeat(130)}x` }), model])],
  ['two dots that the contract would not let through', 'NAME', badZip([{ name: 'w..bin' }])],
  ['the same path twice', 'DUPLICATE', badZip([model, model])],
  ['the same path in two ways', 'DUPLICATE', badTar([model, { ...model, name: './/model.onnx' }])],
  ['the same letters in two ways', 'DUPLICATE', badTar([{ name: 'w\u00e4' }, { name: 'wa\u0308' }])],
  ['a file in a file', 'DUPLICATE', badTar([model, { name: 'model.onnx/x' }])],
  ['a file that is a folder', 'DUPLICATE', badTar([{ name: 'a/b' }, { name: 'a' }])],
])('A3 a name: %s', (_what, code, bytes) => expectRefused(bytes, code));

test.each<Row>([
  ['a symbolic link', 'LINK', badTar([model, { name: 'x', type: '2', linkname: '/etc/passwd' }])],
  ['a hard link', 'LINK', badTar([model, { name: 'x', type: '1', linkname: 'model.onnx' }])],
  ['a symbolic link in a zip', 'LINK', badZip([model, { name: 'x', bytes: '/etc/passwd', mode: 0o120777 }])],
  ['a link of Windows', 'LINK', badZip([model, { name: 'x', windowsAttributes: 0x420 }])],
  ['a link in what would be left out', 'LINK', badTar([model, { name: '.venv/python', type: '2', linkname: '/x' }])],
  ['a character device', 'SPECIAL', badTar([model, { name: 'x', type: '3' }])],
  ['a block device', 'SPECIAL', badTar([model, { name: 'x', type: '4' }])],
  ['a pipe', 'SPECIAL', badTar([model, { name: 'x', type: '6' }])],
  ['a file with holes', 'SPECIAL', badTar([model, { name: 'x', type: 'S' }])],
  ['a file with holes, the newer way', 'SPECIAL', badTar([pax({ 'GNU.sparse.major': '1' }), model])],
  ['a device in a zip', 'SPECIAL', badZip([model, { name: 'x', mode: 0o020666 }])],
  ['a file behind a password', 'ENCRYPTED', badZip([{ ...model, flags: 0x801 }])],
  ['a file behind a strong password', 'ENCRYPTED', badZip([{ ...model, flags: 0x841 }])],
])('A4 a kind: %s', (_what, code, bytes) => expectRefused(bytes, code));

const hidden = numbered(1000).map((file) => ({ ...file, name: `.${file.name}` }));

test.each<Row>([
  ['1,001 entries', 'TOO_MANY', badZip([model, ...numbered(1000)])],
  ['1,001 entries in a tar', 'TOO_MANY', badTar([model, ...numbered(1000)])],
  ['1,001 entries, most of them to be left out', 'TOO_MANY', badTar([model, ...hidden])],
  ['a file of 5 GB', 'TOO_LARGE', badTar([{ ...model, statedBytes: 5 * 2 ** 30 }])],
  ['a bomb', 'BOMB', badZip([{ ...model, bytes: zeros }])],
  ['a bomb, in a tar', 'BOMB', gzipSync(badTar([{ ...model, bytes: zeros }]))],
  ['a bomb in what would be left out', 'BOMB', gzipSync(badTar([model, { name: '.hidden', bytes: zeros }]))],
])('A5 a size: %s', (_what, code, bytes) => expectRefused(bytes, code));

test('A5 1,000 entries are fine', async () => {
  expect(Object.keys(await bench.filesOf(badZip([model, ...numbered(999)])))).toHaveLength(1000);
});

test('A5 bytes are counted as they come, whatever the headers say', async () => {
  const files = { 'model.onnx': Buffer.alloc(60_000, 1), 'w.bin': Buffer.alloc(60_000, 2) };
  for (const bytes of [await goodZip(files), await goodTar(files), await goodTarGz(files)]) {
    expect(await bench.unpack(bytes, { totalBytes: 100_000 })).toMatchObject({ code: 'FL_ARCHIVE_TOO_LARGE' });
    expect(await bench.unpack(bytes, { totalBytes: 130_000 })).toMatchObject({ type: 'unpacked' });
  }
  const silent = badZip([{ ...model, bytes: Buffer.alloc(100_001), statedBytes: 10 }]);
  expect(await bench.unpack(silent, { totalBytes: 100_000 })).toMatchObject({ type: 'refused' });
});

test('A5 bytes that belong to no file count too', async () => {
  const padded = Buffer.concat([badTar([model]), Buffer.alloc(400 * 512)]);
  expect(await bench.unpack(padded, { totalBytes: 100_000 })).toMatchObject({ code: 'FL_ARCHIVE_TOO_LARGE' });
  expect(await bench.unpack(padded)).toMatchObject({ type: 'unpacked' });
});

test('A5 a file stated to be too large is refused before it is unpacked', async () => {
  const stated = badZip([{ ...model, statedBytes: 100_001 }]);
  expect(await bench.unpack(stated, { totalBytes: 100_000 })).toMatchObject({ code: 'FL_ARCHIVE_TOO_LARGE' });
});

test('A5 entries that share their bytes count as often as they come', async () => {
  const shared = { name: 'model.onnx', bytes: Buffer.alloc(200_000) };
  const alsoNamed = Array.from({ length: 20 }, (_, i) => `copy-${i}`);
  expect(await bench.unpack(badZip([{ ...shared, alsoNamed }]))).toMatchObject({ code: 'FL_ARCHIVE_BOMB' });
  expect(await bench.unpack(badZip([shared]))).toMatchObject({ type: 'unpacked' });
});

const tar = badTar([model, { name: 'labels.txt', bytes: 'a' }]);
const tarGz = gzipSync(badTar([{ ...model, bytes: Buffer.alloc(5000, 'abc') }]));
const zip = badZip([{ ...model, bytes: Buffer.alloc(500, 'abcd') }]);

test.each<Row>([
  ['more bytes than stated', 'DAMAGED', badZip([{ ...model, bytes: zeros, statedBytes: 10 }])],
  ['fewer bytes than stated', 'DAMAGED', badZip([{ ...model, statedBytes: 2 }])],
  ['a checksum that is wrong', 'DAMAGED', badZip([{ ...model, statedCrc: 7 }])],
  ['packed bytes beyond the end', 'DAMAGED', badZip([{ ...model, statedPackedBytes: 1000 }])],
  ['a zip cut by one byte', 'DAMAGED', zip.subarray(0, -1)],
  ['a zip cut in half', 'DAMAGED', badZip([model, { name: 'a', bytes: zeros }]).subarray(0, 2000)],
  ['a zip with a wrong byte', 'DAMAGED', flipped(zip, 45)],
  ['a zip whose list is damaged', 'DAMAGED', flipped(zip, -78)],
  ['a tar.gz cut short', 'DAMAGED', tarGz.subarray(0, -10)],
  ['a tar.gz with a wrong checksum', 'DAMAGED', flipped(tarGz, -6)],
  ['a tar cut in a file', 'DAMAGED', tar.subarray(0, 700)],
  ['a tar cut between two files', 'DAMAGED', tar.subarray(0, 1024)],
  ['a tar without its end', 'DAMAGED', badTar([model], { hasEnd: false })],
  ['a tar with a wrong byte', 'DAMAGED', flipped(tar, 1030)],
  ['a size that is no number', 'DAMAGED', badTar([pax({ size: 'many' }), model])],
  ['extra words without end', 'DAMAGED', badTar([{ name: 'x', type: 'x', statedBytes: 1 << 30 }])],
  ['a text', 'FORMAT', Buffer.from('a text, and no archive at all')],
  ['another kind of archive', 'FORMAT', Buffer.alloc(2000, '7z\xbc\xaf', 'latin1')],
  ['a file that was packed alone', 'FORMAT', gzipSync(Buffer.alloc(5000, 'a model'))],
  ['a short file that was packed alone', 'FORMAT', gzipSync(Buffer.from('short'))],
  ['a way of packing that cannot be read', 'FORMAT', badZip([{ ...model, method: 12 }])],
  ['no bytes', 'EMPTY', Buffer.alloc(0)],
  ['a zip of nothing', 'EMPTY', badZip([])],
  ['a tar of nothing', 'EMPTY', badTar([])],
  ['folders and hidden files only', 'EMPTY', badZip([{ name: 'folder/' }, { name: '.DS_Store' }])],
])('A6 the archive: %s', (_what, code, bytes) => expectRefused(bytes, code));

test.each<Row>([
  ['two versions', 'SEVERAL', badZip([{ name: 'm/1/model.onnx' }, { name: 'm/2/model.onnx' }])],
  ['no model', 'NO_MODEL', badZip([{ name: 'labels.txt' }])],
])('A7 the folder: %s', (_what, code, bytes) => expectRefused(bytes, code));
