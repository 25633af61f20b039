import { and, desc, eq } from 'drizzle-orm';
import type { Viewer } from '#app/accounts/contract.ts';
import type { VersionDetail } from '#app/catalog/contract.ts';
import type { DescribedExample, FieldValue } from '#app/catalog/description-format.ts';
import { appError } from '#app/core/errors.ts';
import type { Database } from '#db/client.ts';
import { run } from '#db/schema/index.ts';
import { readGivenInputs } from '../inputs/read-inputs.ts';
import { contentHash, type RunRow } from '../runs.ts';

/** The examples that can be asked as they are. */
function examplesOf(version: VersionDetail): (DescribedExample & { values: Record<string, FieldValue> })[] {
  return version.description.examples.flatMap((example) =>
    example.values ? [{ ...example, values: example.values }] : [],
  );
}

/** The values of an example by its place. @throws FL_EXAMPLE_NOT_FOUND */
export function exampleValues(version: VersionDetail, place: number): Record<string, FieldValue> {
  const example = examplesOf(version)[place];
  if (!example) throw appError('FL_EXAMPLE_NOT_FOUND');
  return example.values;
}

/** The run this person already has of exactly this question from an example. */
export function findExampleRun(
  db: Database,
  { viewer, version, values }: { viewer: Viewer; version: VersionDetail; values: Record<string, FieldValue> },
): RunRow | undefined {
  const { actor } = viewer;
  return db
    .select()
    .from(run)
    .where(
      and(
        eq(run.contentHash, contentHash(version.digest, readGivenInputs(version, values).values)),
        eq(run.versionId, version.id),
        eq(run.descriptionId, version.descriptionId),
        eq(run.actorKind, actor.kind),
        eq(run.actorId, actor.id),
        eq(run.source, 'example'),
      ),
    )
    .orderBy(desc(run.createdAt))
    .limit(1)
    .get();
}
