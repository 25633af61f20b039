import type { Clock } from '#app/core/clock.ts';
import type { Ids } from '#app/core/ids.ts';
import type { Ledger } from '#app/ledger/index.ts';
import type { Database } from '#db/client.ts';

/** What every noun of this slice that writes is given. */
export interface AccountsParts {
  db: Database;
  clock: Clock;
  ids: Ids;
  ledger: Ledger;
}
