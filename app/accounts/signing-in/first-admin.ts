import { appError, isAppError } from '#app/core/errors.ts';
import { type Actor, SYSTEM_ACTOR } from '#app/ledger/contract.ts';
import { inTransaction, type Transaction } from '#db/client.ts';
import type { AccountsParts } from '../deps.ts';
import { checkPersonFields } from '../fields.ts';
import { humanActor, isActivePerson, type People, type PersonRow } from '../people.ts';
import type { Links } from './links.ts';
import { checkPassword, hashPassword } from './password.ts';
import type { SignedIn, SignIn } from './sign-in.ts';

export interface FirstAdminDeps extends AccountsParts {
  people: People;
  links: Links;
  signIn: SignIn;
}

export interface SetupForm {
  secret: string;
  name: string;
  email: string;
  password: string;
}

/** How an installation gets the admin who adds everyone else. Once an admin can sign in, none of this does anything. */
export interface FirstAdmin {
  /**
   * Every start: makes the admin the environment names, else a new set-up link while no admin can sign in. Earlier
   * set-up links end.
   * @throws FL_CONFIG_INVALID when what the environment names cannot be made an admin
   */
  ensure(given: { email?: string; password?: string }): Promise<{ setupSecret: string | null }>;
  /**
   * Makes the first admin by the set-up link and signs them in.
   * @throws FL_AUTH_LINK_SPENT, FL_REQUEST_INVALID, FL_AUTH_WEAK_PASSWORD, FL_PERSON_EXISTS
   */
  finishSetup(given: SetupForm): Promise<SignedIn>;
  /** Whether a set-up link can still make an admin. */
  isWanted(): boolean;
}

export function createFirstAdmin(deps: FirstAdminDeps): FirstAdmin {
  const { db, people, links, signIn } = deps;
  const isWanted = () => !people.hasAdminWhoCanSignIn();
  return {
    isWanted,
    ensure: async (given) => {
      const admin = isWanted() ? await fromEnvironment(given) : null;
      return inTransaction(db, (tx) => {
        links.cancel(tx, { purpose: 'setup', personId: null });
        if (!isWanted()) return { setupSecret: null };
        if (!admin) {
          return { setupSecret: links.issue(tx, { purpose: 'setup', personId: null, by: SYSTEM_ACTOR }) };
        }
        makeAdmin(tx, admin, { people, by: SYSTEM_ACTOR });
        return { setupSecret: null };
      });
    },
    finishSetup: async ({ secret, password, ...typed }) => {
      const needLink = () => {
        if (!isWanted()) throw appError('FL_AUTH_LINK_SPENT');
        links.need(secret, 'setup');
      };
      needLink();
      const fields = checkPersonFields(typed, passwordProblem(password));
      const passwordHash = await hashPassword(password);
      return inTransaction(db, (tx) => {
        needLink();
        const { id } = makeAdmin(tx, { ...fields, passwordHash }, { people });
        links.use(tx, { secret, purpose: 'setup', by: humanActor(id) });
        return signIn.begin(tx, id);
      });
    },
  };
}

interface NewAdmin {
  name: string;
  email: string;
  passwordHash: string;
}

/**
 * Adds the admin, or gives the password to the one an admin token or the command line added before.
 * @throws FL_PERSON_EXISTS for the mail address of anyone else: no one becomes an admin by the way
 */
function makeAdmin(tx: Transaction, given: NewAdmin, { people, by }: { people: People; by?: Actor }): PersonRow {
  const { name, email, passwordHash } = given;
  const found = people.byEmail(email);
  if (found && !(found.isAdmin && isActivePerson(found))) throw appError('FL_PERSON_EXISTS');
  const admin = found ?? people.add(tx, { name, email, isAdmin: true }, by);
  people.setPassword(tx, { personId: admin.id, passwordHash, ...(by && { by }) });
  return admin;
}

async function fromEnvironment({ email, password }: { email?: string; password?: string }): Promise<NewAdmin | null> {
  if (email === undefined && password === undefined) return null;
  if (email === undefined || password === undefined) {
    throw invalidSetting('FIRSTLOOK_ADMIN_EMAIL and FIRSTLOOK_ADMIN_PASSWORD are needed together: set both or none.');
  }
  const problem = passwordProblem(password).password;
  if (problem !== undefined) throw invalidSetting(`FIRSTLOOK_ADMIN_PASSWORD is not fit. ${problem}`);
  const name = email.split('@')[0] ?? '';
  return { ...checkPersonFields({ name, email }), passwordHash: await hashPassword(password) };
}

function passwordProblem(password: string): { password?: string } {
  try {
    checkPassword(password);
    return {};
  } catch (error) {
    if (isAppError(error)) return { password: error.message };
    throw error;
  }
}

function invalidSetting(message: string) {
  return appError('FL_CONFIG_INVALID', { message });
}
