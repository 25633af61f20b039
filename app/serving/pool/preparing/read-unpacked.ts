import { z } from 'zod';
import { appError } from '#app/core/errors.ts';
import { type UnpackResult, unpackResult } from '#app/oip/control.ts';
import type { FrameHeader } from '../../worker/frames.ts';
import { type RefusalRules, readRefusal } from '../fresh/read-refusal.ts';

export interface UnpackedFile {
  path: string;
  /** Name inside the outbox. */
  at: string;
}

const { path } = unpackResult.shape.files.element.shape;
const LONGEST_MESSAGE = 500;
const RULES: RefusalRules = { codes: /^FL_(ARCHIVE_|STORAGE_FULL$)/, nonsense: 'FL_ARCHIVE_CRASHED' };

const unpacked = z.object({
  type: z.literal('unpacked'),
  files: z
    .array(z.object({ path, at: z.string().regex(/^[0-9]{1,4}$/) }))
    .min(1)
    .max(1000)
    .refine(([first]) => first?.path === 'model.onnx')
    .refine((files) => new Set(files.map((file) => file.path)).size === files.length),
  notices: z
    .array(z.object({ code: z.string().regex(/^archive\.[a-z-]+$/), message: z.string().max(LONGEST_MESSAGE) }))
    .max(10),
});

/**
 * What a preparation child says of an archive, believed only as far as it fits: a hostile archive may be speaking.
 * @throws the refusal, or FL_ARCHIVE_CRASHED when the words make no sense
 */
export function readUnpacked(header: FrameHeader): { files: UnpackedFile[]; notices: UnpackResult['notices'] } {
  if (header.type === 'refused') throw readRefusal(header, RULES);
  const parsed = unpacked.safeParse(header);
  if (!parsed.success) throw appError('FL_ARCHIVE_CRASHED', { cause: parsed.error });
  const { files, notices } = parsed.data;
  return { files, notices };
}
