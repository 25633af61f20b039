import type { Database } from './client.ts';

/**
 * A query that is built once for each connection and not each time it is asked, which takes longer than answering it.
 * Worth it for what every request asks; parameters are `sql.placeholder`s.
 */
export function preparedFor<Query>(prepare: (db: Database) => Query): (db: Database) => Query {
  const prepared = new WeakMap<Database, Query>();
  return (db) => {
    const known = prepared.get(db);
    if (known) return known;
    const query = prepare(db);
    prepared.set(db, query);
    return query;
  };
}
