import { readConfig } from '#app/core/config.ts';
import { isAppError } from '#app/core/errors.ts';
import { createLog } from '#app/core/log.ts';
import { startPortal } from './portal.ts';

/**
 * The portal process. Once it listens it tells its parent `{type: 'ready', url, setupLink}`: over IPC when it has
 * such a channel, else as one line of JSON on standard output. SIGTERM and SIGINT stop it in order.
 */
async function main(): Promise<void> {
  const config = readConfig();
  const log = createLog({ process: 'portal', level: config.logLevel });
  process.on('unhandledRejection', (reason) => log.error({ err: reason }, 'a promise was rejected unseen'));

  const portal = await startPortal(config, log);
  const ready = { type: 'ready', url: portal.url, setupLink: portal.setupLink };
  if (process.send) process.send(ready);
  else process.stdout.write(`${JSON.stringify(ready)}\n`);

  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    portal.stop().then(
      () => process.exit(0),
      (error) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // Without its supervisor the portal would live on unseen and keep the port.
  process.on('disconnect', stop);
}

main().catch((error: unknown) => {
  const sentence = isAppError(error) ? error.message : String(error instanceof Error ? error.stack : error);
  process.stderr.write(`The portal could not start. ${sentence}\n`);
  process.exit(1);
});
