import type { Log } from '#app/core/log.ts';
import { type Spawn, startChild } from '../child.ts';
import { commandFor } from '../launch.ts';
import type { Sandbox } from '../sandbox.ts';
import type { FreshOptions } from './fresh-children.ts';

/**
 * How a child of one kind is started: it sees its own inbox, may write into its own outbox, and works in an empty
 * folder.
 * @param entry absolute path of the program's entry; it gets the paths of inbox and outbox as arguments
 */
export function freshStarter(entry: string, deps: { sandbox: Sandbox; spawn: Spawn; log: Log }): FreshOptions['start'] {
  return ({ inbox, outbox, workingDir }, addressSpaceBytes) => {
    const view = { readable: [inbox], writable: [outbox] };
    const plan = { entry, args: [inbox, outbox], view, workingDir, addressSpaceBytes };
    return startChild(commandFor(plan, deps.sandbox), { spawn: deps.spawn, log: deps.log });
  };
}
