import type { Accounts } from '#app/accounts/index.ts';
import type { Clock } from '#app/core/clock.ts';
import type { DataFolder } from '#app/core/data-folder.ts';
import type { Ids } from '#app/core/ids.ts';
import type { Log } from '#app/core/log.ts';
import type { Ledger } from '#app/ledger/index.ts';
import type { OipClient } from '#app/oip/client.ts';
import type { ControlClient } from '#app/oip/control-client.ts';
import type { Database, Transaction } from '#db/client.ts';
import type { BlobStore } from './blobs/blob-store.ts';
import type { Describer } from './publishing/describer.ts';
import type { Progress } from './publishing/progress.ts';
import type { VersionFolders } from './publishing/version-folders.ts';
import type { Turns } from './turns.ts';

/** What the catalog stands on: of the other slices and of serving's clients, exactly the members it uses. */
export interface CatalogDeps {
  db: Database;
  clock: Clock;
  ids: Ids;
  log: Log;
  ledger: Pick<Ledger, 'append'>;
  folder: DataFolder;
  oip: Pick<OipClient, 'load' | 'unload' | 'modelReady' | 'serverReady'>;
  control: Pick<ControlClient, 'check' | 'unpack'>;
  /** Address of the portal, without a slash at its end. */
  portalUrl: string;
  accounts: Pick<Accounts, 'findProject' | 'ensureProject'>;
  /** Whether someone else than a version needs the blob. */
  isBlobNeeded?: (sha256: string) => boolean;
  /**
   * Told, with the transaction that writes it down, that a version has reference rows it did not have before, or other
   * names for its answers beside them.
   */
  onReference?: (tx: Transaction, versionId: string) => void;
}

/** What every part of the catalog is given. */
export interface CatalogParts extends CatalogDeps {
  blobs: BlobStore;
  folders: VersionFolders;
  describer: Describer;
  progress: Progress;
  /** Uploads that go on while nobody waits for them. */
  unfinished: Set<Promise<void>>;
  /** By the name of the model: numbering, its folders and what serving holds of it. */
  turns: Turns;
}
