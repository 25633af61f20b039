import { appError } from '#app/core/errors.ts';
import type { Log } from '#app/core/log.ts';
import { inTransaction, type Transaction } from '#db/client.ts';
import type { AccountsParts } from '../deps.ts';
import { canonicalEmail } from '../fields.ts';
import { humanActor, isActivePerson, type People, type PersonRow, subjectOf } from '../people.ts';
import type { Sessions } from '../sessions.ts';
import type { Links } from './links.ts';
import { createLoginLimits } from './login-limits.ts';
import { hashPassword, verifyPassword } from './password.ts';

export interface SignInDeps extends AccountsParts {
  log: Log;
  people: People;
  links: Links;
  sessions: Sessions;
}

/** Whose session began, and the Set-Cookie value that carries it. */
export interface SignedIn {
  personId: string;
  cookie: string;
}

export interface Credentials {
  email: string;
  password: string;
  /** Network address of the browser, for the rate limit. */
  clientAddress: string;
}

export interface SignIn {
  /** @throws FL_AUTH_BAD_LOGIN, after the same time for an unknown mail address; FL_AUTH_RATE_LIMITED */
  signIn(given: Credentials): Promise<SignedIn>;
  /** Ends the session of this cookie; answers the Set-Cookie value that removes it. */
  signOut(cookieHeader: string | undefined): string;
  /** Sets a password by its link and signs in. @throws FL_AUTH_LINK_SPENT, FL_AUTH_WEAK_PASSWORD */
  finishPassword(given: { secret: string; password: string }): Promise<SignedIn>;
  /** Begins a session inside the caller's transaction. */
  begin(tx: Transaction, personId: string): SignedIn;
}

export function createSignIn(deps: SignInDeps): SignIn {
  const { db, ledger, sessions } = deps;
  const limits = createLoginLimits(deps);
  const begin = (tx: Transaction, personId: string) => {
    sessions.purge();
    const cookie = sessions.start(personId);
    const subject = subjectOf(personId);
    ledger.append(tx, { kind: 'person.signed-in', actor: humanActor(personId), subject, payload: {} });
    return { personId, cookie };
  };
  return {
    begin,
    signIn: async ({ email, password, clientAddress }) => {
      const address = canonicalEmail(email);
      const counted = await limits.begin({ email: address, clientAddress }).catch((error: unknown) => {
        deps.log.info({ clientAddress }, 'signing in was refused: too many tries');
        throw error;
      });
      const found = await verifiedPerson({ email: address, password }, deps.people);
      const signedIn = inTransaction(db, (tx) => {
        // Checking took a moment, in which the person may have been deactivated or given another password.
        const now = found && deps.people.activeById(found.id);
        if (!now || now.passwordHash !== found.passwordHash) throw appError('FL_AUTH_BAD_LOGIN');
        return begin(tx, now.id);
      });
      await counted.giveBack();
      return signedIn;
    },
    signOut: (cookieHeader) =>
      inTransaction(db, (tx) => {
        const session = sessions.read(cookieHeader);
        if (session) {
          sessions.end(cookieHeader);
          const { personId } = session;
          const subject = subjectOf(personId);
          ledger.append(tx, { kind: 'person.signed-out', actor: humanActor(personId), subject, payload: {} });
        }
        return sessions.blankCookie();
      }),
    finishPassword: (given) => finishPassword(given, { ...deps, begin }),
  };
}

/** The person of this mail address and password. Whoever it is, one password is checked. */
async function verifiedPerson(given: { email: string; password: string }, people: People): Promise<PersonRow | null> {
  const row = people.byEmail(given.email);
  const found = row && isActivePerson(row) ? row : null;
  const isRight = await verifyPassword(given.password, found?.passwordHash ?? null);
  return isRight ? found : null;
}

async function finishPassword(
  given: { secret: string; password: string },
  deps: SignInDeps & Pick<SignIn, 'begin'>,
): Promise<SignedIn> {
  const { db, people, links, sessions } = deps;
  const { secret, password } = given;
  // Hashing is dear: only whoever holds a link that works may ask for it.
  const personId = needActivePerson(links.need(secret, 'password').personId, people);
  const passwordHash = await hashPassword(password);
  return inTransaction(db, (tx) => {
    needActivePerson(personId, people);
    links.use(tx, { secret, purpose: 'password', by: humanActor(personId) });
    links.cancel(tx, { purpose: 'password', personId });
    people.setPassword(tx, { personId, passwordHash });
    sessions.endAll(personId);
    return deps.begin(tx, personId);
  });
}

/** A link to a person who was deactivated does not work any more. */
function needActivePerson(personId: string | null, people: People): string {
  if (personId === null || !people.activeById(personId)) throw appError('FL_AUTH_LINK_SPENT');
  return personId;
}
