import type { Viewer } from '#app/accounts/contract.ts';
import { type Accounts, systemViewer } from '#app/accounts/index.ts';
import { emailOf, FIRST, type Member, PASSWORD, PEOPLE, type PersonKey, PROJECTS } from './cast.ts';

/**
 * Makes the projects, and an account for everyone: the first from the command line, the others as she adds them. Each
 * chooses a password on the link they were given.
 */
export async function meetPeople(accounts: Accounts): Promise<Map<PersonKey, Viewer>> {
  for (const [slug, title] of Object.entries(PROJECTS)) accounts.ensureProject({ slug, title });
  const join = async (key: PersonKey, by: Viewer): Promise<[PersonKey, Viewer]> => {
    const { name, project, roles, admin = false }: Member = PEOPLE[key];
    const { linkSecret } = accounts.addPerson(by, { name, email: emailOf(key), project, roles, admin });
    const { cookie } = await accounts.finishPassword({ secret: linkSecret, password: PASSWORD });
    return [key, viewerBehind(accounts, cookie)];
  };
  const first = await join(FIRST, systemViewer('cli'));
  const others = (Object.keys(PEOPLE) as PersonKey[]).filter((key) => key !== FIRST);
  // Hashing passwords takes most of the time here, and can be done for several at once.
  return new Map([first, ...(await Promise.all(others.map((key) => join(key, first[1]))))]);
}

function viewerBehind(accounts: Accounts, setCookie: string): Viewer {
  const signedIn = accounts.viewerFromCookie(setCookie.split(';')[0]);
  if (!signedIn) throw new Error('The cookie of somebody who just signed in opens nothing.');
  return signedIn.viewer;
}
