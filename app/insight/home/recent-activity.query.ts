import { inArray } from 'drizzle-orm';
import type { Viewer } from '#app/accounts/contract.ts';
import { type FlagState, flagTitle, type VerdictValue } from '#app/feedback/contract.ts';
import type { Database } from '#db/client.ts';
import { flag } from '#db/schema/index.ts';
import type { Activity, ActivityFlag } from '../contract.ts';
import type { InsightDeps } from '../deps.ts';
import { type ActivityEvent, activityEvents } from './activity-events.query.ts';

const MOST_OF_KIND = 60;
/** The same thing done again within this time is told once, with how often. */
const TOGETHER_MS = 6 * 60 * 60_000;

/** What people did lately in the viewer's projects, from the ledger, the newest first. */
export function recentActivity(deps: InsightDeps, viewer: Viewer, limit: number): Activity[] {
  const events = activityEvents(deps.db, viewer, MOST_OF_KIND).filter(isNews);
  const groups = withoutTrying(grouped(withoutFlagVerdicts(events))).slice(0, limit);
  const flags = flagsOf(deps.db, groups);
  return groups.flatMap(({ last, count }) => {
    const what = whatOf(last, flags);
    const { id, at, actorKind: kind, actorId, modelName, modelTitle, versionNumber } = last;
    const actor = { kind, id: actorId, name: deps.accounts.nameOf({ kind, id: actorId }) };
    const model = { name: modelName, title: modelTitle };
    return what ? [{ id, at, actor, count, model, version: versionNumber, what }] : [];
  });
}

/** What programs ask is no news; that Firstlook brought its samples neither. */
function isNews({ actorKind, kind, payload, seesAll }: ActivityEvent): boolean {
  if (actorKind === 'system' || (actorKind === 'token' && kind === 'run.stored')) return false;
  // Publishers were told when it was ready; for the others a version begins with its announcement.
  if (kind === 'version.announced') return !seesAll || payload.automatic !== true;
  return kind !== 'version.ready' || seesAll;
}

/** A flag is a verdict as well, written right after it: it is told once. */
function withoutFlagVerdicts(events: readonly ActivityEvent[]): ActivityEvent[] {
  const opened = new Set(events.filter(({ kind }) => kind === 'flag.opened').map(({ seq }) => seq));
  return events.filter(
    ({ kind, payload, seq }) => !(kind === 'verdict.given' && payload.value === 'not-right' && opened.has(seq - 1)),
  );
}

interface Group {
  /** The newest of it. */
  last: ActivityEvent;
  first: ActivityEvent;
  count: number;
}

/** Events the newest first, those that say the same together. */
function grouped(events: readonly ActivityEvent[]): Group[] {
  const groups: Group[] = [];
  const open = new Map<string, Group>();
  for (const one of events) {
    const key = sameness(one);
    const group = open.get(key);
    if (group && group.first.at - one.at <= TOGETHER_MS) {
      group.count += 1;
      group.first = one;
    } else {
      const started = { last: one, first: one, count: 1 };
      open.set(key, started);
      groups.push(started);
    }
  }
  return groups;
}

function sameness(one: ActivityEvent): string {
  const { kind, actorKind, actorId, versionId, subjectId, payload } = one;
  const about = kind === 'flag.replied' ? subjectId : kind === 'flag.changed' ? payload.to : payload.value;
  return JSON.stringify([kind, actorKind, actorId, versionId, about]);
}

/** That someone tried a version is said by what they thought of it. */
function withoutTrying(groups: readonly Group[]): Group[] {
  const judged = new Set(
    groups
      .filter(({ last }) => last.kind === 'verdict.given' || last.kind === 'flag.opened')
      .map(({ last }) => `${last.actorKind} ${last.actorId} ${last.versionId}`),
  );
  return groups.filter(
    ({ last }) => last.kind !== 'run.stored' || !judged.has(`${last.actorKind} ${last.actorId} ${last.versionId}`),
  );
}

function whatOf(last: ActivityEvent, flags: ReadonlyMap<string, ActivityFlag>): Activity['what'] | null {
  const { kind, payload, subjectId } = last;
  const about = flags.get(subjectId);
  switch (kind) {
    case 'version.ready':
      return { type: 'published' };
    case 'version.announced':
      return { type: last.seesAll ? 'announced' : 'published' };
    case 'version.retired':
      return { type: 'retired' };
    case 'description.revised':
      return { type: 'described' };
    case 'run.stored':
      return { type: 'tried' };
    case 'verdict.given':
      return { type: 'judged', value: payload.value as VerdictValue };
    case 'flag.opened':
      return about ? { type: 'flagged', flag: about } : null;
    case 'flag.replied':
      return about ? { type: 'replied', flag: about } : null;
    case 'flag.changed': {
      const stateVersion = typeof payload.stateVersion === 'number' ? payload.stateVersion : null;
      return about ? { type: 'changed', to: payload.to as FlagState, stateVersion, flag: about } : null;
    }
  }
}

function flagsOf(db: Database, groups: readonly Group[]): Map<string, ActivityFlag> {
  const ids = groups.filter(({ last }) => last.kind.startsWith('flag.')).map(({ last }) => last.subjectId);
  const rows = db
    .select({ id: flag.id, number: flag.number, note: flag.note, kind: flag.kind })
    .from(flag)
    .where(inArray(flag.id, ids))
    .all();
  return new Map(rows.map((row) => [row.id, { id: row.id, number: row.number, title: flagTitle(row) }]));
}
