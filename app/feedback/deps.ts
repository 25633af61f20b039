import type { Accounts } from '#app/accounts/index.ts';
import type { Catalog } from '#app/catalog/index.ts';
import type { Clock } from '#app/core/clock.ts';
import type { Ids } from '#app/core/ids.ts';
import type { Ledger } from '#app/ledger/index.ts';
import type { Preview } from '#app/preview/index.ts';
import type { Database } from '#db/client.ts';

/** What feedback stands on: of the other slices, exactly the members it uses. */
export interface FeedbackDeps {
  db: Database;
  clock: Clock;
  ids: Ids;
  ledger: Ledger;
  preview: Pick<Preview, 'getRun'>;
  catalog: Pick<Catalog, 'getVersion'>;
  accounts: Pick<Accounts, 'nameOf'>;
}
