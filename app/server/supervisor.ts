/**
 * Entry of `npm start` on Node 24: keeps serving and portal running on one data folder. Prints the address once both
 * are ready, and the one-time setup link while there is no account. Each of the two also starts alone.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { systemClock } from '#app/core/clock.ts';
import { makeDataFolder } from '#app/core/data-folder.ts';
import { createLog } from '#app/core/log.ts';
import { configOrExit } from '#app/core/process-main.ts';
import { startFailure } from '#app/core/start-failure.ts';
import { onStopSignals } from '#app/core/stop-signals.ts';
import { lockDataFolder } from './supervising/data-lock.ts';
import { KeptChild, type Ready } from './supervising/kept-child.ts';

/** A little longer than each gives its own requests in progress. */
const STOP_PORTAL_MS = 15_000;
const STOP_SERVING_MS = 35_000;

const config = configOrExit('supervisor');
const log = createLog({ process: 'supervisor', level: config.logLevel });
const release = takeDataFolder();

const serving = keep('serving', '../serving/main.ts');
const portal = keep('portal', './start.ts', printSetupLink);
let isStopping = false;
let isAnnounced = false;
let printedLink: string | null = null;

onStopSignals({ stop: () => void stop(0), endNow }, systemClock);
// The start command was killed: nobody could stop this process any more.
process.on('disconnect', () => void stop(0));

await Promise.all([startFirst('serving', serving), startFirst('portal', portal)]).then(announce, giveUp);

function takeDataFolder(): () => void {
  try {
    makeDataFolder(config.dataDir);
    return lockDataFolder(config.dataDir);
  } catch (error) {
    const { host, port } = config.portal;
    const variables = { host: 'FIRSTLOOK_HOST', port: 'FIRSTLOOK_PORT' };
    const { sentence } = startFailure(error, { dataDir: config.dataDir, host, port, variables });
    process.stderr.write(`Firstlook could not start. ${sentence}\n`);
    process.exit(1);
  }
}

function keep(name: string, entry: string, onReady?: (ready: Ready) => void): KeptChild {
  return new KeptChild({
    name,
    // In a group of its own, so that a Ctrl-C in the terminal reaches it only through here, in the right order.
    launch: () =>
      spawn(process.execPath, [fileURLToPath(new URL(entry, import.meta.url))], {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        detached: true,
      }),
    clock: systemClock,
    log,
    ...(onReady && { onReady }),
  });
}

function startFirst(name: string, child: KeptChild): Promise<Ready> {
  return child.start().catch((error: Error) => {
    throw new Error(`The ${name} process could not start. ${error.message}`);
  });
}

function announce([, ready]: [Ready, Ready]): void {
  if (isStopping) return;
  process.stdout.write(`Firstlook is ready: ${ready.url}\n`);
  isAnnounced = true;
  printSetupLink(ready);
}

/** A portal that was started again may have made another link; the one before is of no use then. */
function printSetupLink({ setupLink }: Ready): void {
  if (!isAnnounced || !setupLink || setupLink === printedLink) return;
  printedLink = setupLink;
  process.stdout.write(`Make the first account with this link, which works once: ${setupLink}\n`);
}

function giveUp(error: Error): void {
  if (isStopping) return;
  process.stderr.write(`${error.message}\n`);
  void stop(1);
}

/** Portal first: it asks serving, never the other way round. */
async function stop(exitCode: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  await portal.stop(STOP_PORTAL_MS);
  log.info('the portal has ended');
  await serving.stop(STOP_SERVING_MS);
  log.info('serving has ended');
  release();
  process.exit(exitCode);
}

function endNow(): void {
  portal.kill();
  serving.kill();
  process.exit(1);
}
