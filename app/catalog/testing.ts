import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Role, Viewer } from '#app/accounts/contract.ts';
import { createAccounts } from '#app/accounts/index.ts';
import { systemClock } from '#app/core/clock.ts';
import { blobPath, type DataFolder, makeDataFolder } from '#app/core/data-folder.ts';
import { createIds } from '#app/core/ids.ts';
import { createSilentLog } from '#app/core/log.ts';
import { createLedger } from '#app/ledger/index.ts';
import type { CheckRequest, CheckResult, UnpackRequest, UnpackResult } from '#app/oip/control.ts';
import type { Database } from '#db/client.ts';
import { testDb } from '#db/testing.ts';
import type { UploadPart } from './contract.ts';
import { type Catalog, createCatalog, type PublishFields } from './index.ts';

/** A check that passed, of a model x FP32 [N,2] → y FP32 [N,2]. */
export const PASSED: CheckResult = {
  facts: {
    irVersion: 8,
    producer: 'test',
    opsets: [{ domain: '', version: 17 }],
    operators: ['Relu'],
    inputs: [{ name: 'x', datatype: 'FP32', shape: ['N', 2] }],
    outputs: [{ name: 'y', datatype: 'FP32', shape: ['N', 2] }],
    categories: [],
    classes: null,
    labelOutput: null,
    scoresOutput: null,
    metadata: {},
  },
  report: { loadMs: 1, memoryBytes: 1, answers: [{ rows: 1, ms: 1 }], batches: true, deterministic: true },
  notices: [],
  repaired: null,
  timings: { checkedMs: 3, measuredMs: 4 },
};

/** A failure as the control client throws it. */
export function controlError(code: string, status: number, message = 'A sentence.'): Error {
  return Object.assign(new Error(message), { name: 'ControlError', code, status });
}

/**
 * Serving as the catalog sees it: it looks at the same folders, answers what the test says, and remembers what it has
 * loaded. Every function can be replaced.
 */
function createFakeServing(folder: DataFolder) {
  const serving = {
    check: async (_request: CheckRequest): Promise<CheckResult> => PASSED,
    unpack: async (_archive: Omit<UnpackRequest, 'task'>): Promise<UnpackResult> => {
      throw controlError('FL_ARCHIVE_FORMAT', 422, 'This is not an archive.');
    },
    load: async (_model: string): Promise<void> => undefined,
    isUp: true,
    /** `model/number` of what it answers from. */
    loaded: new Set<string>(),
  };
  const forget = (model: string) => {
    for (const held of serving.loaded) if (held.startsWith(`${model}/`)) serving.loaded.delete(held);
  };
  const control = {
    check: async (request: CheckRequest) => {
      for (const { sha256 } of request.files) {
        if (!existsSync(blobPath(folder, sha256))) throw new Error('a file to check is not in the store');
      }
      return serving.check(request);
    },
    unpack: (archive: Omit<UnpackRequest, 'task'>) => serving.unpack(archive),
  };
  const oip = {
    load: async (model: string) => {
      await serving.load(model);
      forget(model);
      for (const number of readdirSync(join(folder.models, model))) serving.loaded.add(`${model}/${number}`);
    },
    unload: async (model: string) => forget(model),
    modelReady: async (model: string, number?: string | number) => serving.loaded.has(`${model}/${number}`),
    serverReady: async () => serving.isUp,
  };
  return { serving, control, oip };
}

export type Bench = ReturnType<typeof createBench>;

/** A catalog on a real database, ledger, accounts and folder; only serving is a fake. Call `remove` afterwards. */
export function createBench(given: { db?: Database; root?: string } = {}) {
  const db = given.db ?? testDb();
  const folder = makeDataFolder(given.root ?? mkdtempSync(join(tmpdir(), 'firstlook-catalog-')));
  const base = { db, clock: systemClock, ids: createIds(), log: createSilentLog() };
  const ledger = createLedger(base);
  const accounts = createAccounts({ ...base, ledger, adminToken: undefined, secureCookies: false });
  accounts.ensureDefaults();
  const { serving, control, oip } = createFakeServing(folder);
  const make = (): Catalog =>
    createCatalog({ ...base, ledger, folder, oip, control, accounts, portalUrl: 'http://portal' });
  return {
    ...base,
    folder,
    ledger,
    accounts,
    serving,
    catalog: make(),
    /** The catalog of the next process on the same data. */
    restart: make,
    projectId: accounts.findProject('default')?.id ?? '',
    remove: () => rmSync(folder.root, { recursive: true, force: true }),
  };
}

/** Someone with these roles in a project. */
export function someone(projectId: string, roles: Role[], id = 'usr_ada'): Viewer {
  return { actor: { kind: 'human', id }, name: id, isAdmin: false, roles: { [projectId]: roles } };
}

export const ADMIN: Viewer = { actor: { kind: 'token', id: 'admin' }, name: 'Admin', isAdmin: true, roles: {} };

export interface Sent extends PublishFields {
  viewer?: Viewer;
  /** Text of each file part; `model` is `bytes` when absent. */
  files?: Partial<Record<UploadPart, string>>;
}

export const streamOf = (text: string): Readable => Readable.from([Buffer.from(text)]);

/** Publishes as the API does: file by file, then finish, and abandon when anything fails. */
export async function publish(catalog: Catalog, model: string, sent: Sent = {}) {
  const { viewer = ADMIN, files = {}, ...fields } = sent;
  const upload = catalog.beginUpload({ viewer, model, receivedAt: systemClock.now() });
  try {
    for (const [part, text] of Object.entries({ model: 'bytes', ...files })) {
      await upload.file(part as UploadPart, streamOf(text));
    }
    return await upload.finish(fields);
  } catch (thrown) {
    await upload.abandon();
    throw thrown;
  }
}

/** Every file below a folder, as paths inside it. */
export function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
