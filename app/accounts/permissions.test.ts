import { describe, expect, test } from 'vitest';
import type { Actor } from '#app/ledger/contract.ts';
import { ACTIONS, type Action, type Role, type Subject, type Viewer } from './contract.ts';
import { authorize, can, holdsRoles, systemViewer } from './permissions.ts';

const HERE = 'prj_here';
const THERE = 'prj_there';
const ME: Actor = { kind: 'human', id: 'usr_me' };
const OTHER: Actor = { kind: 'human', id: 'usr_other' };

const person = (roles: Role[], projectId = HERE): Viewer => ({
  actor: ME,
  name: 'Me',
  isAdmin: false,
  roles: { [projectId]: roles },
});
const admin: Viewer = { actor: ME, name: 'Me', isAdmin: true, roles: {} };
const columns = {
  reviewer: person(['reviewer']),
  publisher: person(['publisher']),
  approver: person(['approver']),
  admin,
};
type Column = keyof typeof columns;
type Cell = 'yes' | 'no' | 'not own';

/** The table of design §8, row by row as it is printed there. Guests come with share links. */
const TABLE: { row: string; action: Action; cells: Record<Column, Cell> }[] = [
  {
    row: 'open a shared preview, run, verdict, flag, confirm own flag',
    action: 'try',
    cells: { reviewer: 'yes', publisher: 'yes', approver: 'yes', admin: 'yes' },
  },
  {
    row: 'read all flags, cases, batches, compare, reply',
    action: 'read-feedback',
    cells: { reviewer: 'yes', publisher: 'yes', approver: 'yes', admin: 'yes' },
  },
  {
    row: 'review a version (ready / not ready)',
    action: 'review',
    // A reviewer or approver has published nothing, unless they are a publisher too: then it binds them as well.
    cells: { reviewer: 'not own', publisher: 'not own', approver: 'not own', admin: 'not own' },
  },
  {
    row: 'publish, describe, announce, retire, triage, brief, share link',
    action: 'publish',
    cells: { reviewer: 'no', publisher: 'yes', approver: 'no', admin: 'yes' },
  },
  {
    row: 'create or edit a rollout plan',
    action: 'plan-rollout',
    cells: { reviewer: 'no', publisher: 'yes', approver: 'yes', admin: 'yes' },
  },
  {
    row: 'approve a step, accept a risk',
    action: 'approve',
    cells: { reviewer: 'no', publisher: 'no', approver: 'not own', admin: 'not own' },
  },
  {
    row: 'hold, roll back, kill switch',
    action: 'hold',
    cells: { reviewer: 'no', publisher: 'yes', approver: 'yes', admin: 'yes' },
  },
  {
    row: 'members, tokens, system, bypass with reason',
    action: 'administer',
    cells: { reviewer: 'no', publisher: 'no', approver: 'no', admin: 'yes' },
  },
];
const CELLS = TABLE.flatMap(({ row, action, cells }) =>
  (Object.keys(columns) as Column[]).map((column) => ({ row, action, column, cell: cells[column] })),
);

test('every row of the table is one action and every action one row', () => {
  expect(TABLE.map(({ action }) => action)).toEqual([...ACTIONS]);
});

describe.each(CELLS)('$column: $row', ({ action, column, cell }) => {
  const viewer = columns[column];
  const isAdmin = column === 'admin';
  const ask = (subject: Partial<Subject>, who: Viewer | null = viewer) =>
    can(who, action, { projectId: HERE, ...subject });

  test(`on what someone else made: ${cell === 'no' ? 'no' : 'yes'}`, () => {
    expect(ask({ owner: OTHER })).toBe(cell !== 'no');
    expect(ask({})).toBe(cell !== 'no');
  });

  test('on their own', () => {
    expect(ask({ owner: ME })).toBe(cell === 'yes');
    // A token with the same id is someone else.
    expect(ask({ owner: { kind: 'token', id: ME.id } })).toBe(cell !== 'no');
  });

  test('in another project: only an admin', () => {
    expect(ask({ projectId: THERE })).toBe(isAdmin);
    expect(ask({ projectId: 'constructor' })).toBe(isAdmin);
    expect(ask({ projectId: '' })).toBe(isAdmin);
  });

  test('on a version not announced yet: only its publishers and admins', () => {
    const sees = column === 'publisher' || isAdmin;
    expect(ask({ versionState: 'ready' })).toBe(sees && cell !== 'no');
    expect(ask({ versionState: 'announced' })).toBe(cell !== 'no');
    expect(ask({ versionState: 'retired' })).toBe(cell !== 'no');
  });

  test('as a token with the same roles: the same', () => {
    const token: Viewer = { ...viewer, actor: { kind: 'token', id: 'tok_1' } };
    expect(ask({ owner: OTHER }, token)).toBe(cell !== 'no');
    expect(ask({ owner: token.actor }, token)).toBe(cell === 'yes');
  });
});

test.each(ACTIONS)('%s: no one who is not signed in, and no one without a role', (action) => {
  expect(can(null, action, { projectId: HERE })).toBe(false);
  expect(can(person([]), action, { projectId: HERE })).toBe(false);
  expect(can({ ...person([]), roles: {} }, action, { projectId: HERE })).toBe(false);
});

describe('roles add up', () => {
  test('a publisher who is an approver too may do what either may', () => {
    const both = person(['publisher', 'approver']);
    const allowed = ACTIONS.filter((action) => can(both, action, { projectId: HERE, owner: OTHER }));
    expect(allowed).toEqual(ACTIONS.filter((action) => action !== 'administer'));
    expect(can(both, 'try', { projectId: HERE, versionState: 'ready' })).toBe(true);
    // Being a publisher, an approver sees the version; approving the own plan stays impossible.
    expect(can(both, 'approve', { projectId: HERE, owner: ME })).toBe(false);
  });

  test("'not own' binds the person whatever the role", () => {
    const everything: Viewer = { ...person(['reviewer', 'publisher', 'approver']), isAdmin: true };
    expect(can(everything, 'review', { projectId: HERE, owner: ME })).toBe(false);
    expect(can(everything, 'approve', { projectId: HERE, owner: ME })).toBe(false);
    expect(can(everything, 'review', { projectId: HERE, owner: OTHER })).toBe(true);
  });

  test('roles of one project do not count in another', () => {
    const viewer: Viewer = { ...person(['reviewer']), roles: { [HERE]: ['reviewer'], [THERE]: ['publisher'] } };
    expect(can(viewer, 'publish', { projectId: HERE })).toBe(false);
    expect(can(viewer, 'publish', { projectId: THERE })).toBe(true);
    expect(can(viewer, 'try', { projectId: HERE, versionState: 'ready' })).toBe(false);
    expect(can(viewer, 'try', { projectId: THERE, versionState: 'ready' })).toBe(true);
  });
});

test('authorize says whether to sign in or to ask for a role', () => {
  const subject = { projectId: HERE };
  expect(() => authorize(null, 'try', subject)).toThrow(expect.objectContaining({ code: 'FL_AUTH_REQUIRED' }));
  expect(() => authorize(columns.reviewer, 'publish', subject)).toThrow(
    expect.objectContaining({ code: 'FL_AUTH_FORBIDDEN' }),
  );
  expect(() => authorize(columns.publisher, 'publish', subject)).not.toThrow();
});

test('a token may hold what its maker holds in that project; an admin may give any role', () => {
  const maker = person(['reviewer', 'publisher']);
  expect(holdsRoles(maker, HERE, ['publisher'])).toBe(true);
  expect(holdsRoles(maker, HERE, ['publisher', 'approver'])).toBe(false);
  expect(holdsRoles(maker, THERE, ['reviewer'])).toBe(false);
  expect(holdsRoles(admin, THERE, ['reviewer', 'publisher', 'approver'])).toBe(true);
});

test('Firstlook itself may do everything', () => {
  const viewer = systemViewer('samples');
  expect(viewer.actor).toEqual({ kind: 'system', id: 'samples' });
  expect(ACTIONS.every((action) => can(viewer, action, { projectId: HERE }))).toBe(true);
});
