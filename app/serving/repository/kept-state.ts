import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Log } from '#app/core/log.ts';

/** What a restart has to know of the repository: it is a small file, written whole or not at all. */
const keptState = z.object({
  /** `<model>/<version>` of what was in memory. */
  loaded: z.array(z.string()),
  /** Models unloaded by name. */
  unloaded: z.array(z.string()),
});
export type KeptState = z.infer<typeof keptState>;

export interface StateFile {
  /** Nothing when there is no file, or it cannot be read: then everything is served, and loaded when asked. */
  read(): Promise<KeptState>;
  /** Writes when something changed since; two writes do not overtake each other. */
  write(state: KeptState): Promise<void>;
}

export function createStateFile(path: string, log: Log): StateFile {
  let written = '';
  let last = Promise.resolve();

  async function put(text: string): Promise<void> {
    if (text === written) return;
    try {
      await writeFile(`${path}.tmp`, text);
      await rename(`${path}.tmp`, path);
      written = text;
    } catch (error) {
      log.warn({ err: error }, 'what is loaded could not be written down');
    }
  }

  return {
    read: async () => {
      const text = await readFile(path, 'utf8').catch(() => '');
      try {
        const state = keptState.parse(JSON.parse(text));
        written = text;
        return state;
      } catch (error) {
        if (text !== '') log.warn({ err: error }, 'what was loaded before cannot be read');
        return { loaded: [], unloaded: [] };
      }
    },
    write: (state) => {
      last = last.then(() => put(`${JSON.stringify(state)}\n`));
      return last;
    },
  };
}
