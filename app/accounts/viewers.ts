import { createHash, timingSafeEqual } from 'node:crypto';
import type { Actor } from '#app/ledger/contract.ts';
import type { Role, Viewer } from './contract.ts';
import type { Memberships } from './memberships.ts';
import { humanActor, type People } from './people.ts';
import type { Sessions } from './sessions.ts';
import type { TokenRow, Tokens } from './tokens.ts';

/** The id the admin token goes by; no id of a stored token looks like it. */
const ADMIN_TOKEN_ID = 'admin';
const ADMIN_TOKEN_NAME = 'Admin token';

export interface ViewersDeps {
  people: People;
  memberships: Memberships;
  sessions: Sessions;
  tokens: Tokens;
  /** FIRSTLOOK_ADMIN_TOKEN. */
  adminToken: string | undefined;
}

/** Who is asking, from what a request carries, and what whoever did something is called. */
export interface Viewers {
  fromCookie(cookieHeader: string | undefined): { viewer: Viewer; refreshedCookie: string | null } | null;
  fromBearer(authorization: string | undefined): Viewer | null;
  nameOf(actor: Actor): string;
}

export function createViewers({ people, memberships, sessions, tokens, adminToken }: ViewersDeps): Viewers {
  const adminDigest = adminToken === undefined ? null : digest(Buffer.from(adminToken, 'utf8'));
  const tokenViewer = (row: TokenRow): Viewer | null => {
    const roles = rolesOfToken(row, { people, memberships });
    if (!roles) return null;
    return { actor: { kind: 'token', id: row.id }, name: row.name, isAdmin: false, roles: { [row.projectId]: roles } };
  };
  return {
    fromCookie: (cookieHeader) => {
      const session = sessions.read(cookieHeader);
      const found = session && people.activeById(session.personId);
      if (!found) return null;
      const { id, name, isAdmin } = found;
      const viewer: Viewer = { actor: humanActor(id), name, isAdmin, roles: memberships.rolesOf(id) };
      return { viewer, refreshedCookie: session.refreshedCookie };
    },
    fromBearer: (authorization) => {
      const given = bearerOf(authorization ?? '');
      if (given === null) return null;
      // A header's bytes come as one character each; the token in the environment is UTF-8.
      const isAdmin = adminDigest !== null && timingSafeEqual(adminDigest, digest(Buffer.from(given, 'latin1')));
      if (isAdmin) return adminTokenViewer();
      const row = tokens.find(given);
      return row && tokenViewer(row);
    },
    nameOf: ({ kind, id }) => {
      if (kind === 'system') return 'Firstlook';
      if (kind === 'guest') return 'Guest';
      if (kind === 'human') return people.byId(id)?.name || 'Someone who left';
      return id === ADMIN_TOKEN_ID ? ADMIN_TOKEN_NAME : (tokens.byId(id)?.name ?? 'API token');
    },
  };
}

function adminTokenViewer(): Viewer {
  return { actor: { kind: 'token', id: ADMIN_TOKEN_ID }, name: ADMIN_TOKEN_NAME, isAdmin: true, roles: {} };
}

/** What a token may do now: never more than its maker, nothing once its maker is gone. */
function rolesOfToken(row: TokenRow, { people, memberships }: Pick<ViewersDeps, 'people' | 'memberships'>) {
  if (row.madeBy === null) return row.roles;
  const maker = people.activeById(row.madeBy);
  if (!maker) return null;
  if (maker.isAdmin) return row.roles;
  const theirs: readonly Role[] = memberships.rolesOf(maker.id)[row.projectId] ?? [];
  const both = row.roles.filter((role) => theirs.includes(role));
  return both.length > 0 ? both : null;
}

/** What follows the word Bearer. Node has cut spaces off the end already. */
function bearerOf(header: string): string | null {
  const [, given = ''] = /^bearer +(.*)$/is.exec(header) ?? [];
  return given === '' ? null : given;
}

function digest(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
