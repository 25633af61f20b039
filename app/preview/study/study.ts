import { createHash } from 'node:crypto';
import type { VersionDetail } from '#app/catalog/contract.ts';
import type { CalibrationBin } from '#app/statistics/calibration.ts';
import type { KnownVector } from './nearest.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * What is known of a version's answers beyond one answer: made by a job from its reference rows and examples, kept in
 * the cache. Every part is null where there is too little to say it.
 */
export interface Study {
  /** What it was made from; another one is made once that changed. */
  fingerprint: string;
  /** How many rows were asked, and how many of them could be answered. */
  rowCount: number;
  answeredCount: number;
  /** How often the decision was right, by its score. */
  calibration: { bins: CalibrationBin[]; ece: number; z: number; of: number } | null;
  /** Of a number: how far off 90 of a hundred answers were, at most. */
  margin: { value: number; of: number } | null;
  /** Of a number: the answers to the rows, sorted, thinned to a few hundred. */
  spread: number[] | null;
  /** The rows themselves, to tell how far a question is from them. */
  surroundings: Surroundings | null;
  /** Of an embedding: the answers to examples and rows. */
  vectors: KnownVector[] | null;
}

/** Its file form; another number makes every study anew. */
const FORMAT = 1;

/** Everything a study follows from, in one short word. */
export function fingerprintOf(version: VersionDetail, referenceSha256: string | null): string {
  const { inputs, outputs, examples } = version.description;
  const fields = inputs.map(({ key, name, index, kind, label }) => [
    key,
    name,
    index,
    kind,
    hasVectors(version) && label,
  ]);
  const parts = [FORMAT, version.digest, referenceSha256, fields, outputs, hasVectors(version) ? examples : null];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);
}

/** Whether there is anything to study. */
export function isWorthStudying(version: VersionDetail, referenceSha256: string | null): boolean {
  return version.state !== 'retired' && (referenceSha256 !== null || hasVectors(version));
}

/** An output that people know by what is like it. */
function hasVectors({ description, facts }: Pick<VersionDetail, 'description' | 'facts'>): boolean {
  const described = new Map(description.outputs.map((output) => [output.name, output]));
  const isCalledOne = (name: string): boolean => /embed|pooler|features?$/i.test(name);
  return [...facts.outputs.map(({ name }) => name), ...described.keys()].some((name) => {
    const { role, kind } = described.get(name) ?? {};
    return role === 'embedding' || (role === undefined && (kind ?? 'tensor') === 'tensor' && isCalledOne(name));
  });
}
