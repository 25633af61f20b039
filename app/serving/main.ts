/** Entry of the serving process: `node app/serving/main.ts`. */
import { join } from 'node:path';
import { readConfig } from '#app/core/config.ts';
import { dataFolder } from '#app/core/data-folder.ts';
import { asAppError } from '#app/core/errors.ts';
import { createLog } from '#app/core/log.ts';
import { readOrMakeSecret } from '#app/core/secret-file.ts';
import { startServing } from './serving.ts';

const config = readConfig();
const log = createLog({ process: 'serving', level: config.logLevel });

try {
  const token = config.serving.token ?? readOrMakeSecret(join(dataFolder(config.dataDir).secrets, 'serving-token'));
  const serving = await startServing({
    dataDir: config.dataDir,
    host: config.serving.host,
    port: config.serving.port,
    tokens: [token, ...(config.admin.token ? [config.admin.token] : [])],
    workerCount: config.workerCount,
    sandbox: config.sandbox,
    log,
  });
  log.info({ url: serving.url }, 'serving is listening');
  let isStopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      // A second signal means: now.
      if (isStopping) process.exit(1);
      isStopping = true;
      serving.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
} catch (error) {
  log.fatal({ err: error }, asAppError(error).message);
  process.exit(1);
}
