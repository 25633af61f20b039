import { resolve } from 'node:path';
import type { Clock } from '#app/core/clock.ts';
import type { DataFolder } from '#app/core/data-folder.ts';
import type { Log } from '#app/core/log.ts';
import type { Reports } from '../../repository/reports.ts';
import { Checker, type CheckLimits } from '../checking/checker.ts';
import type { Spawn } from '../child.ts';
import type { TextLimits } from '../preparing/kept-tokenizer.ts';
import { type PictureLimits, PicturePreparer } from '../preparing/picture-preparer.ts';
import { type PrepareLimits, Preparer } from '../preparing/preparer.ts';
import { TextPreparer } from '../preparing/text-preparer.ts';
import type { Sandbox } from '../sandbox.ts';
import { freshStarter } from './start-fresh.ts';

export interface FreshLimitOptions {
  checkLimits?: Partial<CheckLimits>;
  prepareLimits?: Partial<PrepareLimits>;
  pictureLimits?: Partial<PictureLimits>;
  textLimits?: Partial<TextLimits>;
}

/** What looks at uploads and makes inputs ready, each in children that see nothing else. */
export interface FreshParts {
  checker: Checker;
  preparer: Preparer;
  pictures: PicturePreparer;
  texts: TextPreparer;
}

export interface FreshPartsDeps {
  folder: DataFolder;
  sandbox: Sandbox;
  spawn: Spawn;
  log: Log;
  clock: Clock;
  reports: Reports;
}

const WORKER_DIR = resolve(import.meta.dirname, '../../worker');

/** Builds them, clears what a killed serving left behind, and starts the first spare children. */
export async function openFresh(options: FreshLimitOptions, deps: FreshPartsDeps): Promise<FreshParts> {
  const { folder, log, clock, reports } = deps;
  const starting = (entry: string) => ({ folder, log, start: freshStarter(resolve(WORKER_DIR, entry), deps) });
  const { checkLimits, prepareLimits, pictureLimits, textLimits } = options;
  const parts: FreshParts = {
    checker: new Checker({
      ...starting('checking/main.ts'),
      onChecked: (sha256, result) =>
        reports.keep(sha256, result).catch((error) => log.warn({ err: error }, 'a report was not kept')),
      ...(checkLimits && { limits: checkLimits }),
    }),
    preparer: new Preparer({ ...starting('preparing/main.ts'), ...(prepareLimits && { limits: prepareLimits }) }),
    pictures: new PicturePreparer({
      ...starting('preparing/pictures/main.ts'),
      ...(pictureLimits && { limits: pictureLimits }),
    }),
    texts: new TextPreparer({
      ...starting('preparing/texts/main.ts'),
      clock,
      ...(textLimits && { limits: textLimits }),
    }),
  };
  for (const part of Object.values(parts)) await part.open();
  return parts;
}
