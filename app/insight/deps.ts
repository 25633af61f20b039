import type { Accounts } from '#app/accounts/index.ts';
import type { Catalog } from '#app/catalog/index.ts';
import type { Feedback } from '#app/feedback/index.ts';
import type { Database } from '#db/client.ts';

/** What insight reads; it writes nothing. Of the other slices, exactly the members it uses. */
export interface InsightDeps {
  db: Database;
  accounts: Pick<Accounts, 'nameOf' | 'projectById'>;
  catalog: Pick<Catalog, 'listModels'>;
  feedback: Pick<Feedback, 'openFlags' | 'waitingFlags'>;
}
