import type { Viewer } from '#app/accounts/contract.ts';
import type { Accounts } from '#app/accounts/index.ts';
import { emailOf, FIRST, MEMBERS, PASSWORD, type PersonKey, PROJECTS } from './cast.ts';

/** Makes the projects, and an account for everyone as people get one: by a link on which they choose a password. */
export async function meetPeople(accounts: Accounts): Promise<Map<PersonKey, Viewer>> {
  const maya = await firstPerson(accounts);
  for (const [slug, title] of Object.entries(PROJECTS)) accounts.ensureProject({ slug, title });
  const viewers = new Map<PersonKey, Viewer>([[FIRST.key, maya]]);
  const invited = Object.entries(MEMBERS).map(([key, { name, project, roles }]) => {
    const given = { name, email: emailOf(key as PersonKey), project, roles: [...roles], admin: false };
    return { key: key as PersonKey, secret: accounts.addPerson(maya, given).linkSecret };
  });
  // Hashing passwords takes most of the time here, and can be done for several at once.
  await Promise.all(
    invited.map(async ({ key, secret }) => {
      const { cookie } = await accounts.finishPassword({ secret, password: PASSWORD });
      viewers.set(key, viewerBehind(accounts, cookie));
    }),
  );
  return viewers;
}

/** The first account comes from the set-up link, and is the admin. */
async function firstPerson(accounts: Accounts): Promise<Viewer> {
  const { setupSecret } = await accounts.ensureFirstAdmin({});
  if (setupSecret === null) throw new Error('Somebody has an account already: the demo needs an empty data folder.');
  const { key, name } = FIRST;
  const { cookie } = await accounts.finishSetup({
    ...{ secret: setupSecret, name, email: emailOf(key), password: PASSWORD },
  });
  return viewerBehind(accounts, cookie);
}

function viewerBehind(accounts: Accounts, setCookie: string): Viewer {
  const signedIn = accounts.viewerFromCookie(setCookie.split(';')[0]);
  if (!signedIn) throw new Error('The cookie of somebody who just signed in opens nothing.');
  return signedIn.viewer;
}
