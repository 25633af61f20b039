const MODEL = /\.onnx$/i;
const ARCHIVE = /\.(zip|tgz|tar|tar\.gz)$/i;
/** Names that say nothing about a model; its folder may. */
const SAYS_NOTHING = /^(model|final|best|export|exported|onnx|untitled|\d+)$/;
const LONGEST = 63;

/** Whether there is something to publish among the files: a model, or an archive that may hold one. */
export function hasModel(paths: readonly string[]): boolean {
  return paths.some((path) => MODEL.test(path) || ARCHIVE.test(path));
}

/**
 * A name for the model, from what its file or the folders around it are called; empty when they say nothing.
 * `Mortgage Approval v3 (final).onnx` is `mortgage-approval-v3-final`.
 */
export function suggestName(paths: readonly string[]): string {
  const main = paths.find((path) => MODEL.test(path)) ?? paths.find((path) => ARCHIVE.test(path)) ?? '';
  const [file = '', ...folders] = main.split('/').reverse();
  const candidates = [file.replace(MODEL, '').replace(ARCHIVE, ''), ...folders].map(slug);
  return candidates.find((name) => name !== '' && !SAYS_NOTHING.test(name)) ?? '';
}

/** As a model may be called: small letters, digits and dashes between them. */
function slug(text: string): string {
  const plain = text.replaceAll('ß', 'ss').normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const dashed = plain.replace(/[^a-z0-9._]+/g, '-').replace(/^[-._]+/, '');
  return dashed.slice(0, LONGEST).replace(/[-._]+$/, '');
}
