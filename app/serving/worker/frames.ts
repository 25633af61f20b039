/**
 * Frames between serving and its child processes, on file descriptor 3: two little-endian uint32 (bytes of header,
 * bytes of body), the header as JSON, the body as it is. Both sides read with caps, since either may be lying: a
 * worker runs hostile models, and a broken parent must not make a worker allocate without end.
 */

export interface FrameHeader {
  type: string;
  id?: number;
  [field: string]: unknown;
}

export interface Frame {
  header: FrameHeader;
  body: Uint8Array;
}

export interface FrameCaps {
  headerBytes: number;
  bodyBytes: number;
}

/** Largest header and body either side accepts. */
const FRAME_CAPS: FrameCaps = { headerBytes: 16 << 20, bodyBytes: 512 << 20 };

const PREFIX_BYTES = 8;

/** Bodies up to this size are copied behind their header: one piece of memory is written faster than many. */
const JOINED_BYTES = 64 << 10;

/** The chunks of one frame, in order, to be written one after another; a large body's parts are not copied. */
export function encodeFrame(header: FrameHeader, parts: readonly Uint8Array[] = []): Uint8Array[] {
  const text = JSON.stringify(header);
  const headerBytes = Buffer.byteLength(text);
  let bodyBytes = 0;
  for (const part of parts) bodyBytes += part.byteLength;
  const isJoined = bodyBytes <= JOINED_BYTES;
  const head = Buffer.allocUnsafe(PREFIX_BYTES + headerBytes + (isJoined ? bodyBytes : 0));
  head.writeUInt32LE(headerBytes, 0);
  head.writeUInt32LE(bodyBytes, 4);
  head.write(text, PREFIX_BYTES);
  if (!isJoined) return [head, ...parts];
  let offset = PREFIX_BYTES + headerBytes;
  for (const part of parts) {
    head.set(part, offset);
    offset += part.byteLength;
  }
  return [head];
}

/**
 * Puts frames together from chunks of any size.
 * @param onFrame called for each whole frame; its body may share memory with the chunk it came in
 * @returns a function that takes the next chunk; it throws when a frame breaks a cap or its header is not an object
 *   with a `type`, after which the stream cannot be read any further
 */
export function createFrameReader(onFrame: (frame: Frame) => void, caps: FrameCaps = FRAME_CAPS) {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let neededBytes = PREFIX_BYTES;

  return (chunk: Uint8Array): void => {
    held.push(chunk);
    heldBytes += chunk.byteLength;
    while (heldBytes >= neededBytes) {
      // Joined only when enough is there: a large body arrives in hundreds of chunks.
      const bytes = held.length === 1 ? (held[0] as Uint8Array) : Buffer.concat(held, heldBytes);
      const size = frameSize(bytes, caps);
      if (bytes.byteLength >= size) {
        const rest = bytes.subarray(size);
        held = rest.byteLength === 0 ? [] : [rest];
        heldBytes = rest.byteLength;
        neededBytes = PREFIX_BYTES;
        onFrame(splitFrame(bytes.subarray(0, size)));
      } else {
        held = [bytes];
        neededBytes = size;
      }
    }
  };
}

function frameSize(bytes: Uint8Array, caps: FrameCaps): number {
  const view = viewOf(bytes);
  const headerBytes = view.getUint32(0, true);
  const bodyBytes = view.getUint32(4, true);
  if (headerBytes > caps.headerBytes) throw new Error(`frame header of ${headerBytes} bytes is over the cap`);
  if (bodyBytes > caps.bodyBytes) throw new Error(`frame body of ${bodyBytes} bytes is over the cap`);
  return PREFIX_BYTES + headerBytes + bodyBytes;
}

function splitFrame(bytes: Uint8Array): Frame {
  const bodyStart = PREFIX_BYTES + viewOf(bytes).getUint32(0, true);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + PREFIX_BYTES, bodyStart - PREFIX_BYTES).toString('utf8');
  const header: unknown = JSON.parse(text);
  if (typeof header !== 'object' || header === null || typeof (header as FrameHeader).type !== 'string') {
    throw new Error('frame header is not an object with a type');
  }
  return { header: header as FrameHeader, body: bytes.subarray(bodyStart) };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
