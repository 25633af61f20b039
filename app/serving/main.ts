/** Entry of the serving process: `node app/serving/main.ts`. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dataFolder } from '#app/core/data-folder.ts';
import { createLog } from '#app/core/log.ts';
import { configOrExit, runProcess, type Started } from '#app/core/process-main.ts';
import { readOrMakeSecret } from '#app/core/secret-file.ts';
import { type Serving, startServing } from './serving.ts';

/** Questions under way may hold on this long when the supervisor is gone: the next start wants the port. */
const ORPHAN_DRAIN_MS = 3_000;

/** Workers that do not come up are tried again for ever: after this long the rest is told to get on without them. */
const WORKERS_MS = 15_000;
const POLL_MS = 10;

const config = configOrExit('serving');
const log = createLog({ process: 'serving', level: config.logLevel });

async function start(): Promise<Started> {
  const token = config.serving.token ?? readOrMakeSecret(join(dataFolder(config.dataDir).secrets, 'serving-token'));
  const serving = await startServing({
    dataDir: config.dataDir,
    host: config.serving.host,
    port: config.serving.port,
    grpcPort: config.serving.grpcPort,
    tokens: [token, ...(config.admin.token ? [config.admin.token] : [])],
    workerCount: config.workerCount,
    sandbox: config.sandbox,
    log,
    // As whoever would stop it from outside: with exit code 0, and a supervisor starts it anew.
    onDrained: () => process.kill(process.pid, 'SIGTERM'),
  });
  await firstWorker(serving);
  return { url: serving.url, stop: ({ isOrphan }) => serving.stop(isOrphan ? ORPHAN_DRAIN_MS : undefined) };
}

async function firstWorker(serving: Serving): Promise<void> {
  for (let waitedMs = 0; waitedMs < WORKERS_MS && !serving.isReady(); waitedMs += POLL_MS) await sleep(POLL_MS);
}

await runProcess({
  name: 'serving',
  log,
  place: {
    dataDir: config.dataDir,
    host: config.serving.host,
    port: config.serving.port,
    variables: { host: 'FIRSTLOOK_SERVING_HOST', port: 'FIRSTLOOK_SERVING_PORT' },
  },
  start,
});
