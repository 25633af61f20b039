import type { Role } from '#app/accounts/contract.ts';

/** Everyone's password in the demo. */
export const PASSWORD = 'have a first look';

export const PROJECTS = {
  lending: 'Home lending',
  voice: 'Customer voice',
  research: 'Research',
} as const;
export type ProjectKey = keyof typeof PROJECTS;

interface Member {
  name: string;
  /** What they are here, in a few words. */
  is: string;
  project: ProjectKey;
  roles: Role[];
}

/** Set Firstlook up, so she is its admin; makes the mortgage models. */
export const FIRST = { key: 'maya', name: 'Maya Okafor', is: 'data scientist and admin' } as const;

export const MEMBERS = {
  jonas: { name: 'Jonas Weber', is: 'publisher, lending', project: 'lending', roles: ['publisher'] },
  tom: { name: 'Tom Reyes', is: 'reviewer, loan officer', project: 'lending', roles: ['reviewer'] },
  lena: { name: 'Lena Park', is: 'reviewer, underwriter', project: 'lending', roles: ['reviewer'] },
  priya: { name: 'Priya Nair', is: 'approver, risk', project: 'lending', roles: ['approver'] },
  ines: { name: 'Ines Vidal', is: 'publisher, customer voice', project: 'voice', roles: ['publisher'] },
  sam: { name: 'Sam Cole', is: 'reviewer, support', project: 'voice', roles: ['reviewer'] },
  noor: { name: 'Noor Haddad', is: 'publisher, research', project: 'research', roles: ['publisher'] },
  elin: { name: 'Elin Berg', is: 'reviewer, clinic', project: 'research', roles: ['reviewer'] },
} as const satisfies Record<string, Member>;

export type PersonKey = keyof typeof MEMBERS | typeof FIRST.key;

/** Nobody's mail arrives here. */
export const emailOf = (key: PersonKey): string => `${key}@example.org`;

/** Who may sign in, and as what. */
export function castInWords(): string {
  const people = [FIRST, ...Object.entries(MEMBERS).map(([key, { is }]) => ({ key: key as PersonKey, is }))];
  return people.map(({ key, is }) => `${emailOf(key)} (${is})`).join(', ');
}
