import { systemClock } from './clock.ts';
import { type Config, readConfig } from './config.ts';
import { asAppError } from './errors.ts';
import type { Log } from './log.ts';
import { type StartPlace, startFailure } from './start-failure.ts';
import { onStopSignals } from './stop-signals.ts';

/** What a process tells its supervisor: it listens, or it could not start. */
export type ProcessReport =
  | { type: 'ready'; url: string; setupLink?: string | null }
  | { type: 'failed'; sentence: string; mayPass: boolean };

export interface Started {
  /** Address it listens on. */
  url: string;
  /** One-time link for the first admin, when no account can sign in yet. */
  setupLink?: string | null;
  /** Ends it in order. `isOrphan`: its supervisor was killed, and another may start at any moment. */
  stop(why: { isOrphan: boolean }): Promise<void>;
}

export interface ProcessPlan {
  /** portal, serving */
  name: string;
  place: StartPlace;
  log: Log;
  start(): Promise<Started>;
}

/** The settings, or the end of the process with a sentence about the one that does not fit. */
export function configOrExit(name: string): Config {
  try {
    return readConfig();
  } catch (error) {
    process.stderr.write(`The ${name} process could not start. ${asAppError(error).message}\n`);
    process.exit(1);
  }
}

/**
 * Runs one of the processes from its start to its end. Whether it is ready or could not start it tells its supervisor;
 * alone, it writes the first as one line of JSON to standard output and the second in words to standard error. SIGTERM,
 * SIGINT and SIGHUP stop it in order, a second one at once; so does the end of its supervisor, however that came.
 */
export async function runProcess({ name, place, log, start }: ProcessPlan): Promise<void> {
  process.on('unhandledRejection', (reason) => log.error({ err: reason }, 'a promise was rejected unseen'));
  let started: Started;
  try {
    started = await start();
  } catch (error) {
    const failure = startFailure(error, place);
    if (!failure.isKnown) log.fatal({ err: error }, `the ${name} process could not start`);
    return reportFailure(name, failure);
  }
  let isStopping = false;
  const stop = (isOrphan: boolean): void => {
    if (isStopping) return;
    isStopping = true;
    started.stop({ isOrphan }).then(
      () => process.exit(0),
      (error) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  onStopSignals({ stop: () => stop(false), endNow: () => process.exit(1) }, systemClock);
  // Without its supervisor it would live on unseen and keep the port.
  process.on('disconnect', () => stop(true));
  const { url, setupLink = null } = started;
  report({ type: 'ready', url, setupLink }, () => undefined);
  if (process.send && !process.connected) stop(true);
}

function report(message: ProcessReport, then: () => void): void {
  if (!process.send) process.stdout.write(`${JSON.stringify(message)}\n`, then);
  // The supervisor may be gone: nothing is thrown then, the channel's end says so too.
  else process.send(message, undefined, undefined, then);
}

function reportFailure(name: string, { sentence, mayPass }: { sentence: string; mayPass: boolean }): void {
  const end = (): never => process.exit(1);
  if (process.send) report({ type: 'failed', sentence, mayPass }, end);
  else process.stderr.write(`The ${name} process could not start. ${sentence}\n`, end);
}
