import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFrameReader, encodeFrame, type Frame } from './frames.ts';

function bytesOf(...frames: Uint8Array[][]): Buffer {
  return Buffer.concat(frames.flat());
}

function readAll(chunks: Uint8Array[], caps?: { headerBytes: number; bodyBytes: number }): Frame[] {
  const frames: Frame[] = [];
  const read = createFrameReader((frame) => frames.push(frame), caps);
  for (const chunk of chunks) read(chunk);
  return frames;
}

describe('frames', () => {
  test('W10 come out as they went in, whatever the chunks', () => {
    const frame = fc.record({
      header: fc.record({ type: fc.string(), id: fc.nat(), text: fc.string({ unit: 'grapheme' }) }),
      parts: fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 5 }), fc.array(fc.nat({ max: 60 })), (sent, cuts) => {
        const stream = bytesOf(...sent.map(({ header, parts }) => encodeFrame(header, parts)));
        const chunks: Uint8Array[] = [];
        let rest: Uint8Array = stream;
        for (const cut of cuts) {
          chunks.push(rest.subarray(0, cut));
          rest = rest.subarray(cut);
        }
        const got = readAll([...chunks, rest]);
        expect(got.map(({ header }) => header)).toEqual(sent.map(({ header }) => header));
        expect(got.map(({ body }) => [...body])).toEqual(sent.map(({ parts }) => parts.flatMap((part) => [...part])));
      }),
    );
  });

  test('W10 a header or body over its cap is refused before it has arrived', () => {
    const huge = Buffer.alloc(8);
    huge.writeUInt32LE(1000, 0);
    expect(() => readAll([huge], { headerBytes: 999, bodyBytes: 0 })).toThrow(/header/);
    huge.writeUInt32LE(2, 0);
    huge.writeUInt32LE(0xffffffff, 4);
    expect(() => readAll([huge], { headerBytes: 999, bodyBytes: 999 })).toThrow(/body/);
  });

  test.each(['[]', '7', 'null', '{}', '{"type":7}', '{', ''])('W10 %s is no header', (text) => {
    const frame = Buffer.alloc(8 + text.length);
    frame.writeUInt32LE(text.length, 0);
    frame.write(text, 8);
    expect(() => readAll([frame])).toThrow();
  });
});
