import { createHash } from 'node:crypto';

/**
 * What a version is known by (design §5): SHA-256 over the model's own files, sorted by path, one line each as
 * `sha256sum` prints it. For a single file that is `sha256sum model.onnx | sha256sum`.
 */
export function digestOf(files: readonly { path: string; sha256: string }[]): string {
  const hash = createHash('sha256');
  const inOrder = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const { path, sha256 } of inOrder) hash.update(`${sha256}  ${path}\n`);
  return hash.digest('hex');
}
