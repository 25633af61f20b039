import { isDeepStrictEqual } from 'node:util';
import { appError } from '#app/core/errors.ts';
import type { Log } from '#app/core/log.ts';
import type { RouteTable } from '#app/oip/control.ts';
import { oipError, quoteName } from '#app/oip/oip-error.ts';
import type { ServedVersion } from '../engines/engine.ts';
import type { Repository } from '../repository/repository.ts';
import { readRoutes, writeRoutes } from './route-store.ts';

/** How a request names what it asks: `m`, `m@live`, or `m` and a version. */
export interface Address {
  model: string;
  version?: string | undefined;
}

/** Finds the version an address means, by the table of routes. */
export interface Router {
  /** Reads the table kept on disk. */
  open(): Promise<void>;
  /**
   * The version that answers. Without a version in the address that is the live one.
   * @throws FL_MODEL_NOT_FOUND, FL_VERSION_NOT_FOUND; OipError (400) for an alias and a version together
   */
  find(address: Address): ServedVersion;
  /** The version that stands for the model in descriptions: a model without a live version can be described all the same. */
  describe(address: Address): ServedVersion;
  /** Null: none was ever given, serving is alone. */
  table(): RouteTable | null;
  /** Takes a whole table and keeps it. @throws FL_ROUTES_STALE */
  replace(table: RouteTable): Promise<void>;
}

const ALIASES = ['live', 'latest', 'preview'] as const;
type Alias = (typeof ALIASES)[number];

/** In place of a table that cannot be read: nobody may be answered by a version nobody made live. */
const NOTHING_IS_LIVE: RouteTable = { version: 0, models: {} };

export function createRouter(deps: { repository: Repository; path: string; log: Log }): Router {
  const { repository, path, log } = deps;
  let table: RouteTable | null = null;
  let replacing: Promise<void> = Promise.resolve();

  /** The number an alias stands for; null: none. */
  function aliased(model: string, alias: Alias): number | null {
    const highest = repository.versionsOf(model).at(-1) ?? null;
    if (!table) return highest;
    const routes = table.models[model];
    return alias === 'latest' ? (routes?.latest ?? highest) : (routes?.[alias] ?? null);
  }

  function byAlias(model: string, alias: Alias): ServedVersion {
    const number = aliased(model, alias);
    if (number !== null) return repository.find(model, String(number));
    const numbers = repository.versionsOf(model).join(', ');
    const what = alias === 'preview' ? 'open as a preview' : alias;
    throw appError('FL_VERSION_NOT_FOUND', {
      message: `No version of this model is ${what}. Name one; it has ${numbers}.`,
    });
  }

  async function take(next: RouteTable): Promise<void> {
    const isOlder = table !== null && next.version < table.version;
    const isOther = table?.version === next.version && table !== NOTHING_IS_LIVE && !isDeepStrictEqual(table, next);
    if (isOlder || isOther) throw appError('FL_ROUTES_STALE');
    await writeRoutes(path, next);
    table = next;
  }

  function find({ model, version }: Address): ServedVersion {
    const [name, alias] = splitAlias(model);
    if (alias === null) return version === undefined ? byAlias(name, 'live') : repository.find(name, version);
    if (version !== undefined) throw oipError(400, 'An alias names a version already. Leave one of the two out.');
    return byAlias(name, alias);
  }

  return {
    open: async () => {
      const stored = await readRoutes(path);
      if (stored === 'unreadable') log.error('the table of routes cannot be read: no version is live until it comes');
      if (stored !== 'missing') table = stored === 'unreadable' ? NOTHING_IS_LIVE : stored;
    },
    find,
    describe: (address) => {
      const isOpen = address.version === undefined && !address.model.includes('@');
      const number = isOpen ? (aliased(address.model, 'live') ?? aliased(address.model, 'latest')) : null;
      return number === null ? find(address) : repository.find(address.model, String(number));
    },
    table: () => table,
    replace: (next) => {
      replacing = replacing.catch(() => undefined).then(() => take(next));
      return replacing;
    },
  };
}

/** No name of a model has an `@`. */
function splitAlias(model: string): [name: string, alias: Alias | null] {
  const at = model.indexOf('@');
  if (at < 0) return [model, null];
  const alias = ALIASES.find((one) => one === model.slice(at + 1));
  if (alias) return [model.slice(0, at), alias];
  const message = `There is no alias ${quoteName(model.slice(at + 1))}; there are ${ALIASES.join(', ')}.`;
  throw appError('FL_VERSION_NOT_FOUND', { message });
}
