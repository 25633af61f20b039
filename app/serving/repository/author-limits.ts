import { constants, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Name of the parameter in `config.pbtxt` by which an author lets answers take longer, whole seconds as text. */
const PARAMETER = 'run_deadline_s';
const ENTRY = new RegExp(
  `key\\s*:\\s*"${PARAMETER}"\\s*,?\\s*value\\s*:?\\s*\\{\\s*string_value\\s*:\\s*"(\\d{1,6})"\\s*\\}`,
);
/** More is not read: the parameter stands in a small file, or nowhere. */
const MOST_BYTES = 64 << 10;

/**
 * How long the author lets an answer of this version take, ms; undefined when nothing is said. The version's own
 * `config.pbtxt` wins over the model's.
 * @param modelPath of the version's `model.onnx`
 */
export async function readRunDeadlineMs(modelPath: string): Promise<number | undefined> {
  const versionDir = dirname(modelPath);
  for (const dir of [versionDir, dirname(versionDir)]) {
    const text = await readPlain(join(dir, 'config.pbtxt'));
    const seconds = ENTRY.exec(text.replaceAll(/#.*$/gm, ''))?.[1];
    if (seconds !== undefined) return Number(seconds) * 1000;
  }
  return undefined;
}

/** The beginning of a plain file; nothing when there is none. A link could lead anywhere and is not followed. */
async function readPlain(path: string): Promise<string> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(() => null);
  if (!file) return '';
  try {
    if (!(await file.stat()).isFile()) return '';
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
