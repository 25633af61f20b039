import { expect, test } from 'vitest';
import { inTransaction } from '#db/client.ts';
import { membership, oneTimeLink, person, project } from '#db/schema/index.ts';
import { createMemberships } from './memberships.ts';
import { secretHash } from './secrets.ts';
import { testAccounts } from './testing.ts';

const TOM = { name: 'Tom', email: 'Tom@example.org', roles: ['publisher' as const, 'reviewer' as const], admin: false };
const coded = (code: string) => expect.objectContaining({ code });

test('an added person has a membership, a link whose secret is kept nowhere, and their events', () => {
  const { accounts, system, db, projectId, events } = testAccounts();
  const { person: tom, linkSecret } = accounts.addPerson(system, TOM);
  expect(tom).toEqual({ id: expect.stringMatching(/^usr_/), name: 'Tom', email: 'tom@example.org', isAdmin: false });
  const roles = ['reviewer', 'publisher'];
  expect(db.select().from(membership).all()).toMatchObject([{ personId: tom.id, projectId, roles, teams: [] }]);
  expect(db.select().from(oneTimeLink).all()).toMatchObject([{ secretHash: secretHash(linkSecret), usedAt: null }]);
  const about = { actor: system.actor, subject: { type: 'person', id: tom.id } };
  expect(events()).toMatchObject([
    { kind: 'person.added', ...about, projectId: null, payload: { admin: false } },
    { kind: 'membership.changed', ...about, projectId, payload: { projectId, roles } },
    { kind: 'link.issued', actor: system.actor, subject: { type: 'link' }, payload: { purpose: 'password' } },
  ]);
  const written = JSON.stringify(events()).toLowerCase();
  for (const personal of ['tom', linkSecret, secretHash(linkSecret)]) expect(written).not.toContain(personal);
});

test('the viewer of a person has their roles in every project', async () => {
  const house = testAccounts();
  const { accounts, projectId } = house;
  const other = accounts.ensureProject({ slug: 'other', title: 'Other' });
  const { id, cookie } = await house.member({ project: 'other', roles: ['approver'] });
  const theirs = () => accounts.viewerFromCookie(cookie)?.viewer;
  expect(theirs()).toEqual({
    actor: { kind: 'human', id },
    name: 'Tom',
    isAdmin: false,
    roles: { [other.id]: ['approver'] },
  });
  const memberships = createMemberships(house);
  inTransaction(house.db, (tx) => memberships.add(tx, { personId: id, projectId, roles: [], by: house.system.actor }));
  // A membership without a role opens nothing, not even the project's part of the ledger.
  expect(Object.keys(theirs()?.roles ?? {})).toEqual([other.id]);
});

test('an admin without roles has no membership', () => {
  const { accounts, system, db, kinds } = testAccounts();
  expect(accounts.addPerson(system, { ...TOM, roles: [], admin: true }).person.isAdmin).toBe(true);
  expect(db.select().from(membership).all()).toEqual([]);
  expect(kinds()).toEqual(['person.added', 'link.issued']);
});

test.each([
  [{ name: ' ' }, 'FL_REQUEST_INVALID'],
  [{ email: 'x' }, 'FL_REQUEST_INVALID'],
  [{ roles: ['boss' as 'reviewer'] }, 'FL_REQUEST_INVALID'],
  [{ project: 'nothing' }, 'FL_PROJECT_NOT_FOUND'],
  [{ email: 'ANN@example.org' }, 'FL_PERSON_EXISTS'],
])('adding %j is refused and leaves nothing', (change, code) => {
  const { accounts, system, db, events } = testAccounts();
  accounts.addPerson(system, { ...TOM, email: 'ann@example.org' });
  const before = events().length;
  expect(() => accounts.addPerson(system, { ...TOM, ...change })).toThrow(coded(code));
  expect(db.select().from(person).all()).toHaveLength(1);
  expect(events()).toHaveLength(before);
});

test('only an admin adds people', async () => {
  const { accounts, member } = testAccounts();
  const { cookie } = await member({ roles: ['reviewer', 'publisher', 'approver'] });
  const viewer = accounts.viewerFromCookie(cookie)?.viewer;
  if (!viewer) throw new Error('no one is signed in');
  expect(() => accounts.addPerson(viewer, { ...TOM, email: 'eve@example.org' })).toThrow(coded('FL_AUTH_FORBIDDEN'));
});

test('projects are made once and stay as they are', () => {
  const { accounts, db, ledger, projectId } = testAccounts();
  accounts.ensureDefaults();
  const samples = accounts.ensureProject({ slug: 'samples', title: 'Samples', isSample: true });
  expect(accounts.ensureProject({ slug: 'samples', title: 'Other words' })).toEqual(samples);
  expect(samples).toMatchObject({ slug: 'samples', title: 'Samples', isSample: true });
  expect(accounts.projectById(samples.id)).toEqual(samples);
  expect(accounts.findProject('default')).toMatchObject({ id: projectId, isSample: false });
  expect(accounts.findProject('nothing')).toBeNull();
  expect(accounts.projectById('prj_nothing')).toBeNull();
  expect(db.select().from(project).all()).toHaveLength(2);
  expect(ledger.read({})).toMatchObject([
    { kind: 'project.created', subject: { type: 'project', id: projectId }, projectId },
    { kind: 'project.created', subject: { type: 'project', id: samples.id }, projectId: samples.id },
  ]);
});

test('everyone who did something has a name', () => {
  const { accounts, system, db } = testAccounts();
  const { person: tom } = accounts.addPerson(system, TOM);
  const { id } = accounts.issueToken(system, { name: 'nightly', roles: ['reviewer'] });
  accounts.revokeToken(system, id);
  expect(accounts.nameOf({ kind: 'human', id: tom.id })).toBe('Tom');
  expect(accounts.nameOf({ kind: 'token', id })).toBe('nightly');
  expect(accounts.nameOf({ kind: 'token', id: 'admin' })).toBe('Admin token');
  expect(accounts.nameOf({ kind: 'token', id: 'tok_x' })).toBe('API token');
  expect(accounts.nameOf({ kind: 'system', id: 'samples' })).toBe('Firstlook');
  expect(accounts.nameOf({ kind: 'guest', id: 'gst_x' })).toBe('Guest');
  expect(accounts.nameOf({ kind: 'human', id: 'usr_x' })).toBe('Someone who left');
  // Erasure blanks the name.
  db.update(person).set({ name: '', email: null, erasedAt: 1 }).run();
  expect(accounts.nameOf({ kind: 'human', id: tom.id })).toBe('Someone who left');
});
