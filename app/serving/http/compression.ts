import { promisify } from 'node:util';
import { deflate, gunzip, gzip, inflate } from 'node:zlib';
import { appError } from '#app/core/errors.ts';
import { oipError } from '#app/oip/oip-error.ts';

/** Encodings of bodies, both ways. zlib works in its own threads, piece by piece. */
const INFLATE = { gzip: promisify(gunzip), deflate: promisify(inflate) } as const;
const DEFLATE = { gzip: promisify(gzip), deflate: promisify(deflate) } as const;
type Encoding = keyof typeof DEFLATE;

export const ENCODINGS = 'gzip, deflate';

/** Below this, packing costs more than it saves. */
const WORTH_BYTES = 1024;
/** The fastest: most who ask for it sit on the same machine or beside it. */
const LEVEL = 1;

/**
 * A body as it was before it was compressed.
 * @throws OipError 501 for an encoding that is not known here, 400 for a damaged body; FL_REQUEST_TOO_LARGE while
 *   inflating, so that no more than the limit is ever held
 */
export async function inflateBody(body: Buffer, encoding: string, limitBytes: number): Promise<Buffer> {
  const name = encoding.trim().toLowerCase();
  if (name === 'identity' || name === '') return body;
  if (name !== 'gzip' && name !== 'deflate') {
    throw oipError(501, `Bodies in that encoding are not taken here. Send them as they are, or as ${ENCODINGS}.`);
  }
  try {
    return await INFLATE[name](body, { maxOutputLength: limitBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw appError('FL_REQUEST_TOO_LARGE');
    throw oipError(400, `The body is not ${name}, or is damaged.`, { cause: error });
  }
}

/** An answer in the encoding its reader likes best, or as it is; the header says which. */
export async function compressFor(
  accepted: string,
  body: string | Buffer,
): Promise<{ headers: Record<string, string>; body: string | Buffer }> {
  const encoding = body.length < WORTH_BYTES ? null : preferred(accepted);
  if (!encoding) return { headers: {}, body };
  return { headers: { 'content-encoding': encoding }, body: await DEFLATE[encoding](body, { level: LEVEL }) };
}

/** The one of ours with the highest weight; gzip where they are equal; null when none is taken. */
function preferred(accepted: string): Encoding | null {
  const weights = new Map<string, number>();
  for (const part of accepted.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim());
    const weight = parameters.find((piece) => piece.startsWith('q='));
    weights.set(name, weight === undefined ? 1 : Number(weight.slice(2)) || 0);
  }
  const weigh = (name: Encoding) => weights.get(name) ?? weights.get('*') ?? 0;
  const best: Encoding = weigh('deflate') > weigh('gzip') ? 'deflate' : 'gzip';
  return weigh(best) > 0 ? best : null;
}
