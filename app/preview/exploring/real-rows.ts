import type { ReferenceCases, VersionDetail } from '#app/catalog/contract.ts';
import type { FieldValue } from '#app/catalog/description-format.ts';
import { isAppError } from '#app/core/errors.ts';
import type { Reference } from '../flip-finder/far-cases.ts';
import type { Row } from '../flip-finder/movable-fields.ts';
import { fieldsOf } from '../inputs/graph-input.ts';
import { readField } from '../inputs/read-field.ts';

/** Rows of the reference data that are asked and kept for the next search. */
const MOST_ROWS = 500;
const MOST_CELLS = 500_000;
/** Versions whose rows are kept in memory; the ones used longest ago go first. */
const MOST_KEPT = 16;

/** Where reference rows come from. */
export interface RealRowsDeps {
  catalog: {
    referenceOf(versionId: string): string | null;
    readCases(version: VersionDetail, limit: number): Promise<ReferenceCases | null>;
  };
}

/** The reference rows of versions, read once, with the answers to them as searches go on. */
export interface RealRows {
  /** Null when the version has none, or they cannot be read. */
  of(version: VersionDetail): Promise<Reference | null>;
}

export function createRealRows({ catalog }: RealRowsDeps): RealRows {
  const kept = new Map<string, Promise<Reference | null>>();
  return {
    of: (version) => {
      const sha256 = catalog.referenceOf(version.id);
      if (sha256 === null) return Promise.resolve(null);
      const name = `${version.id} ${version.descriptionId} ${sha256}`;
      const rows = kept.get(name) ?? readReference(catalog, version);
      kept.delete(name);
      kept.set(name, rows);
      const [oldest] = kept.keys();
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      return rows;
    },
  };
}

async function readReference(catalog: RealRowsDeps['catalog'], version: VersionDetail): Promise<Reference | null> {
  const limit = Math.min(MOST_ROWS, Math.floor(MOST_CELLS / Math.max(1, version.description.inputs.length)));
  try {
    const cases = (await catalog.readCases(version, limit))?.cases ?? [];
    const rows = cases.map(({ inputs }) => asAsked(version, inputs)).filter((row) => row !== null);
    return rows.length > 0 ? { rows, replies: [] } : null;
  } catch (thrown) {
    // Without them the search goes on with what the description knows.
    if (isAppError(thrown)) return null;
    throw thrown;
  }
}

/** The values as a question would hold them; null when one does not fit. */
function asAsked(version: VersionDetail, row: Record<string, FieldValue>): Row | null {
  const values: [string, FieldValue][] = [];
  for (const field of fieldsOf(version)) {
    const { key } = field.input;
    const read = readField(row[key], field);
    if (read.problem !== undefined) return null;
    values.push([key, read.value.value]);
  }
  return Object.fromEntries(values);
}
