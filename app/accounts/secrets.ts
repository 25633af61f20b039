import { createHash } from 'node:crypto';

/** SHA-256 (hex) of a secret of a session, a token or a link: what is stored in its place, and looked up by. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
