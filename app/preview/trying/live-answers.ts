import type { Clock } from '#app/core/clock.ts';
import type { Ids } from '#app/core/ids.ts';
import type { Actor } from '#app/ledger/contract.ts';
import type { Answered } from '../asking.ts';

/** An answer that was shown and not stored, so that judging it stores exactly what was on the screen. */
export interface HeldAnswer extends Answered {
  versionId: string;
  descriptionId: string;
  /** The run it became; keeping it again answers that one. */
  runId: string | null;
}

export interface LiveAnswers {
  /** Holds an answer for this person and says under which id. */
  hold(actor: Actor, answered: Omit<HeldAnswer, 'runId'>): string;
  /** What is held under an id of this person; undefined when it is gone or someone else's. */
  find(actor: Actor, id: string): HeldAnswer | undefined;
}

export interface LiveAnswerLimits {
  /** How long an answer is held, ms. */
  heldMs: number;
  /** Per person and version: the newest, with a few before it, as a judgement may be under way while the next comes. */
  mostPerVersion: number;
  mostBytes: number;
}

const LIMITS: LiveAnswerLimits = { heldMs: 10 * 60_000, mostPerVersion: 4, mostBytes: 64 * 1024 * 1024 };

interface Entry {
  held: HeldAnswer;
  owner: string;
  sizeBytes: number;
  heldAt: number;
}

/** Held in memory only: after a restart the question is asked again. The oldest go first, whosever they are. */
export function createLiveAnswers(
  { clock, ids }: { clock: Clock; ids: Ids },
  limits: LiveAnswerLimits = LIMITS,
): LiveAnswers {
  /** In the order they came, which is the order in which they expire. */
  const entries = new Map<string, Entry>();
  const byPlace = new Map<string, string[]>();
  let bytes = 0;

  const drop = (id: string): void => {
    const entry = entries.get(id);
    if (!entry) return;
    entries.delete(id);
    bytes -= entry.sizeBytes;
    const place = placeOf(entry);
    const rest = (byPlace.get(place) ?? []).filter((other) => other !== id);
    if (rest.length > 0) byPlace.set(place, rest);
    else byPlace.delete(place);
  };
  const sweep = (): void => {
    const expired = clock.now() - limits.heldMs;
    for (const [id, { heldAt }] of entries) {
      if (heldAt > expired && bytes <= limits.mostBytes) return;
      drop(id);
    }
  };

  return {
    hold: (actor, answered) => {
      const id = ids.next('live');
      const held: HeldAnswer = { ...answered, runId: null };
      const entry = { held, owner: ownerOf(actor), sizeBytes: sizeOf(held), heldAt: clock.now() };
      const place = placeOf(entry);
      const [oldest] = byPlace.get(place) ?? [];
      if (oldest && (byPlace.get(place)?.length ?? 0) >= limits.mostPerVersion) drop(oldest);
      entries.set(id, entry);
      byPlace.set(place, [...(byPlace.get(place) ?? []), id]);
      bytes += entry.sizeBytes;
      sweep();
      return id;
    },
    find: (actor, id) => {
      sweep();
      const entry = entries.get(id);
      return entry?.owner === ownerOf(actor) ? entry.held : undefined;
    },
  };
}

function ownerOf({ kind, id }: Actor): string {
  return `${kind}:${id}`;
}

function placeOf({ owner, held }: Pick<Entry, 'owner' | 'held'>): string {
  return `${owner} ${held.versionId}`;
}

/** About what it takes in memory, two bytes a character. */
function sizeOf({ inputs, answer }: HeldAnswer): number {
  return 2 * (JSON.stringify(inputs).length + JSON.stringify(answer).length);
}
