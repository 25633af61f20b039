/** Entry of the portal process: `node app/server/start.ts`. */
import { createLog } from '#app/core/log.ts';
import { configOrExit, runProcess } from '#app/core/process-main.ts';
import { startPortal } from './portal.ts';

const config = configOrExit('portal');
const log = createLog({ process: 'portal', level: config.logLevel });

await runProcess({
  name: 'portal',
  log,
  place: {
    dataDir: config.dataDir,
    host: config.portal.host,
    port: config.portal.port,
    variables: { host: 'FIRSTLOOK_HOST', port: 'FIRSTLOOK_PORT' },
  },
  start: () => startPortal(config, log),
});
