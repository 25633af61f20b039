import type { Log } from '#app/core/log.ts';
import type { Actor } from '#app/ledger/contract.ts';
import { inTransaction } from '#db/client.ts';
import type { PersonView, ProjectView, Role, Viewer } from './contract.ts';
import type { AccountsParts } from './deps.ts';
import { checkPersonFields, checkRoles } from './fields.ts';
import { createMemberships } from './memberships.ts';
import { createPeople, personView } from './people.ts';
import { authorize, can } from './permissions.ts';
import { createProjects, DEFAULT_PROJECT } from './projects.ts';
import { createSessions } from './sessions.ts';
import { createFirstAdmin, type SetupForm } from './signing-in/first-admin.ts';
import { createLinks } from './signing-in/links.ts';
import { type Credentials, createSignIn, type SignedIn } from './signing-in/sign-in.ts';
import { createTokens, type NewToken } from './tokens.ts';
import { createViewers } from './viewers.ts';

export { authorize, can, systemViewer } from './permissions.ts';

export interface AccountsDeps extends AccountsParts {
  log: Log;
  /** FIRSTLOOK_ADMIN_TOKEN. */
  adminToken: string | undefined;
  /** Whether cookies are for https only. */
  secureCookies: boolean;
}

/** People, projects, roles, sessions, tokens and one-time links. */
export interface Accounts {
  /** Every start: makes project `default` when it is missing. */
  ensureDefaults(): void;
  /**
   * The first admin from the environment, else the secret of a one-time set-up link while no admin can sign in.
   * @throws FL_CONFIG_INVALID
   */
  ensureFirstAdmin(given: { email?: string; password?: string }): Promise<{ setupSecret: string | null }>;
  findProject(slug: string): ProjectView | null;
  projectById(id: string): ProjectView | null;
  /** Projects the viewer may publish in, by title. */
  projectsToPublishIn(viewer: Viewer): ProjectView[];
  /** Finds the project or makes it (the shelf of the samples, the demo). */
  ensureProject(given: { slug: string; title: string; isSample?: boolean }): ProjectView;
  /**
   * Adds a person, with these roles in the project (`default` when absent), and the secret of the link on which they
   * set their password. @throws FL_REQUEST_INVALID, FL_PROJECT_NOT_FOUND, FL_PERSON_EXISTS, FL_AUTH_*
   */
  addPerson(viewer: Viewer, given: AddPerson): { person: PersonView; linkSecret: string };
  /** @throws FL_AUTH_LINK_SPENT, FL_REQUEST_INVALID, FL_AUTH_WEAK_PASSWORD, FL_PERSON_EXISTS */
  finishSetup(given: SetupForm): Promise<SignedIn>;
  /** @throws FL_AUTH_LINK_SPENT, FL_AUTH_WEAK_PASSWORD */
  finishPassword(given: { secret: string; password: string }): Promise<SignedIn>;
  /** What a link is for, or null when it does not work. Using it is another step. */
  peekLink(secret: string): { purpose: 'setup' | 'password'; personName: string | null } | null;
  /** @throws FL_AUTH_BAD_LOGIN, FL_AUTH_RATE_LIMITED */
  signIn(given: Credentials): Promise<SignedIn>;
  /** Ends the session of this cookie; answers the Set-Cookie value that removes it. */
  signOut(cookieHeader: string | undefined): string;
  /** `refreshedCookie` is a Set-Cookie value to send along when it is not null. */
  viewerFromCookie(cookieHeader: string | undefined): { viewer: Viewer; refreshedCookie: string | null } | null;
  viewerFromBearer(authorization: string | undefined): Viewer | null;
  /** @throws FL_REQUEST_INVALID, FL_PROJECT_NOT_FOUND, FL_TOKEN_ROLES, FL_AUTH_* */
  issueToken(viewer: Viewer, given: NewToken): { id: string; secret: string };
  /** @throws FL_TOKEN_NOT_FOUND, FL_AUTH_* */
  revokeToken(viewer: Viewer, id: string): void;
  /** What whoever did something is called on pages. */
  nameOf(actor: Actor): string;
}

interface AddPerson {
  name: string;
  email: string;
  /** Short name of the project. */
  project?: string;
  roles: Role[];
  admin: boolean;
}

export function createAccounts(deps: AccountsDeps): Accounts {
  const { db } = deps;
  const people = createPeople(deps);
  const projects = createProjects(deps);
  const memberships = createMemberships(deps);
  const links = createLinks(deps);
  const sessions = createSessions(deps);
  const tokens = createTokens({ ...deps, projects });
  const signIn = createSignIn({ ...deps, people, links, sessions });
  const firstAdmin = createFirstAdmin({ ...deps, people, links, signIn });
  const viewers = createViewers({ people, memberships, sessions, tokens, adminToken: deps.adminToken });

  return {
    ensureDefaults: () => void projects.ensure({ slug: DEFAULT_PROJECT, title: 'Default' }),
    ensureFirstAdmin: firstAdmin.ensure,
    findProject: projects.find,
    projectById: projects.byId,
    projectsToPublishIn: (viewer) => projects.all().filter(({ id }) => can(viewer, 'publish', { projectId: id })),
    ensureProject: projects.ensure,
    addPerson: (viewer, { name, email, project, roles, admin }) => {
      const fields = checkPersonFields({ name, email });
      const held = checkRoles(roles);
      return inTransaction(db, (tx) => {
        const { id: projectId } = projects.named(project);
        authorize(viewer, 'administer', { projectId });
        const by = viewer.actor;
        const added = people.add(tx, { ...fields, isAdmin: admin }, by);
        if (held.length > 0) memberships.add(tx, { personId: added.id, projectId, roles: held, by });
        const linkSecret = links.issue(tx, { purpose: 'password', personId: added.id, by });
        return { person: personView(added), linkSecret };
      });
    },
    finishSetup: firstAdmin.finishSetup,
    finishPassword: signIn.finishPassword,
    peekLink: (secret) => {
      const link = links.find(secret);
      if (link?.purpose === 'setup') return firstAdmin.isWanted() ? { purpose: 'setup', personName: null } : null;
      const person = link?.personId ? people.activeById(link.personId) : null;
      return person && { purpose: 'password', personName: person.name };
    },
    signIn: signIn.signIn,
    signOut: signIn.signOut,
    viewerFromCookie: viewers.fromCookie,
    viewerFromBearer: viewers.fromBearer,
    issueToken: tokens.issue,
    revokeToken: tokens.revoke,
    nameOf: viewers.nameOf,
  };
}
