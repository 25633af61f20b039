import { sql } from 'drizzle-orm';
import type { Database } from '#db/client.ts';

/** Descriptions are read whole; what was sensitive so many versions ago is known to nobody. */
const LATEST_VERSIONS = 20;

/**
 * The inputs that the description of any of the latest versions of a model calls sensitive, each with its newest label: what a version
 * no longer takes still matters to whoever looks at it.
 */
export function sensitiveInputs(db: Database, modelId: string): { key: string; label: string }[] {
  return db.all<{ key: string; label: string }>(sql`
    select json_extract(input.value, '$.key') as key, json_extract(input.value, '$.label') as label,
      max(version.number * 100000 + description.revision) as newest
    from description
    join version on version.id = description.version_id, json_each(description.body, '$.inputs') as input
    where version.model_id = ${modelId}
      and version.number > (select max(number) from version where model_id = ${modelId}) - ${LATEST_VERSIONS}
      and json_extract(input.value, '$.sensitive') = 1
    group by 1 order by 1
  `);
}
