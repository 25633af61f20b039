import type { Role } from '#app/accounts/contract.ts';

/** Everyone's password in the demo. */
export const PASSWORD = 'have a first look';

export const PROJECTS = {
  lending: 'Home lending',
  voice: 'Customer voice',
  research: 'Research',
} as const;
export type ProjectKey = keyof typeof PROJECTS;

export interface Member {
  name: string;
  /** What they are here, in a few words. */
  is: string;
  project: ProjectKey;
  roles: Role[];
  /** Of everything, besides the roles. */
  admin?: boolean;
}

/** Who set Firstlook up and added everyone else. */
export const FIRST = 'maya';

export const PEOPLE = {
  maya: { name: 'Maya Okafor', is: 'publisher, and admin', project: 'lending', roles: ['publisher'], admin: true },
  jonas: { name: 'Jonas Weber', is: 'publisher', project: 'lending', roles: ['publisher'] },
  tom: { name: 'Tom Reyes', is: 'reviewer, loan officer', project: 'lending', roles: ['reviewer'] },
  lena: { name: 'Lena Park', is: 'reviewer, underwriter', project: 'lending', roles: ['reviewer'] },
  priya: { name: 'Priya Nair', is: 'approver, risk', project: 'lending', roles: ['approver'] },
  ines: { name: 'Ines Vidal', is: 'publisher, customer voice', project: 'voice', roles: ['publisher'] },
  sam: { name: 'Sam Cole', is: 'reviewer, support', project: 'voice', roles: ['reviewer'] },
  noor: { name: 'Noor Haddad', is: 'publisher, research', project: 'research', roles: ['publisher'] },
  elin: { name: 'Elin Berg', is: 'reviewer, clinic', project: 'research', roles: ['reviewer'] },
} as const satisfies Record<string, Member>;

export type PersonKey = keyof typeof PEOPLE;

/** Nobody's mail arrives here. */
export const emailOf = (key: PersonKey): string => `${key}@example.org`;

/** Who may sign in, and as what. */
export function castInWords(): string {
  return Object.entries(PEOPLE)
    .map(([key, { is }]) => `${emailOf(key as PersonKey)} (${is})`)
    .join(', ');
}
