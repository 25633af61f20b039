import { Readable } from 'node:stream';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { type EndOptions, ZipFile } from 'yazl';

/** Files by their paths. */
export type Files = Record<string, Uint8Array | string>;

/** A zip as a well-behaved tool writes it. */
export async function goodZip(files: Files): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [path, bytes] of Object.entries(files)) {
    if (path.endsWith('/')) zip.addEmptyDirectory(path);
    else zip.addBuffer(Buffer.from(bytes), path, { compressionLevel: 1 });
  }
  zip.end();
  return collect(zip.outputStream);
}

/** A zip whose sizes come after the bytes, because they were not known before; or one in the form for large files. */
export async function streamedZip(files: Files, isLong: boolean): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [path, bytes] of Object.entries(files)) {
    zip.addReadStream(Readable.from([Buffer.from(bytes)]), path, { forceZip64Format: isLong });
  }
  zip.end({ forceZip64Format: isLong } as EndOptions);
  return collect(zip.outputStream);
}

/** A tar as a well-behaved tool writes it. */
export async function goodTar(files: Files): Promise<Buffer> {
  const tar = pack();
  for (const [name, bytes] of Object.entries(files)) {
    if (name.endsWith('/')) tar.entry({ name, type: 'directory' });
    else tar.entry({ name }, Buffer.from(bytes));
  }
  tar.finalize();
  return collect(tar as AsyncIterable<unknown>);
}

export async function goodTarGz(files: Files): Promise<Buffer> {
  return gzipSync(await goodTar(files), { level: 1 });
}

async function collect(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

/** One entry of a zip, in which everything may be wrong. */
export interface ZipPart {
  name: string | Uint8Array;
  bytes?: Uint8Array | string;
  /** 8 (deflated) or 0 (stored) are packed; for any other the bytes stay as they are. */
  method?: number;
  flags?: number;
  /** Kind and permissions as Unix has them, like 0o120777. */
  mode?: number;
  windowsAttributes?: number;
  /** What the headers say, when it is not the truth. */
  statedBytes?: number;
  statedPackedBytes?: number;
  statedCrc?: number;
  /** Further entries of the directory that lead to the same bytes. */
  alsoNamed?: string[];
}

/** A zip written byte by byte: what no tool would write. */
export function badZip(parts: readonly ZipPart[]): Buffer {
  const locals: Buffer[] = [];
  const listed: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const { fields, data } = fieldsOf(part);
    const name = Buffer.from(part.name as string);
    const local = Buffer.concat([hex('504b0304'), fields, le(name.length, 2), le(0, 2), name, data]);
    const attributes = (((part.mode ?? 0) << 16) | (part.windowsAttributes ?? 0)) >>> 0;
    for (const listedName of [name, ...(part.alsoNamed ?? []).map((also) => Buffer.from(also))]) {
      const head = [hex('504b0102'), le(0x031e, 2), fields, le(listedName.length, 2), Buffer.alloc(8)];
      listed.push(Buffer.concat([...head, le(attributes, 4), le(offset, 4), listedName]));
    }
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(listed);
  const counts = [
    le(0, 4),
    le(listed.length, 2),
    le(listed.length, 2),
    le(directory.length, 4),
    le(offset, 4),
    le(0, 2),
  ];
  return Buffer.concat([...locals, directory, hex('504b0506'), ...counts]);
}

function fieldsOf(part: ZipPart): { fields: Buffer; data: Buffer } {
  const bytes = Buffer.from((part.bytes ?? '') as string);
  const method = part.method ?? 8;
  const data = method === 8 ? deflateRawSync(bytes) : bytes;
  const fields = Buffer.concat([
    le(20, 2),
    le(part.flags ?? 0x800, 2),
    le(method, 2),
    le(0, 4),
    le(part.statedCrc ?? crc32(bytes), 4),
    le(part.statedPackedBytes ?? data.length, 4),
    le(part.statedBytes ?? bytes.length, 4),
  ]);
  return { fields, data };
}

function hex(bytes: string): Buffer {
  return Buffer.from(bytes, 'hex');
}

/** A number, lowest byte first. */
function le(value: number, size: number): Buffer {
  const buffer = Buffer.alloc(size);
  buffer.writeUIntLE(value, 0, size);
  return buffer;
}

/** One entry of a tar, in which everything may be wrong. */
export interface TarPart {
  name: string | Uint8Array;
  bytes?: Uint8Array | string;
  /** '0' file, '1' hard link, '2' symbolic link, '3' and '4' devices, '5' folder, '6' pipe, 'S' sparse, 'x' extras. */
  type?: string;
  linkname?: string;
  statedBytes?: number;
}

/** A tar written byte by byte. */
export function badTar(parts: readonly TarPart[], { hasEnd = true } = {}): Buffer {
  const blocks = parts.flatMap((part) => {
    const bytes = Buffer.from((part.bytes ?? '') as string);
    return [tarHeader(part, bytes.length), bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(hasEnd ? 1024 : 0)]);
}

function tarHeader({ name, type = '0', linkname = '', statedBytes }: TarPart, length: number): Buffer {
  const header = Buffer.alloc(512);
  header.set(Buffer.from(name as string).subarray(0, 100));
  header.write(`0000644\0${'0000000\0'.repeat(2)}`, 100);
  header.write(`${(statedBytes ?? length).toString(8).padStart(11, '0')}\0`, 124);
  header.write(`${'0'.repeat(11)}\0        ${type}`, 136);
  header.write(linkname, 157);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

/** Extra words about the next entry, as the newer tars have them. */
export function pax(words: Record<string, string>): TarPart {
  const lines = Object.entries(words).map(([key, value]) => {
    const rest = ` ${key}=${value}\n`;
    const size = Buffer.byteLength(rest);
    const digits = String(size + String(size).length).length;
    return `${size + digits}${rest}`;
  });
  return { name: 'PaxHeader', type: 'x', bytes: lines.join('') };
}
