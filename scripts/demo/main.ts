/** Fills the empty data folder FIRSTLOOK_DATA with the story of the demo, for `npm run demo`. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createLog } from '#app/core/log.ts';
import { configOrExit } from '#app/core/process-main.ts';
import { startFailure } from '#app/core/start-failure.ts';
import { castInWords, PASSWORD } from './cast.ts';
import { tellStory } from './tell-story.ts';

const config = configOrExit('demo');
const log = createLog({ process: 'demo', level: config.logLevel });

try {
  await mustBeFree(config.portal);
  await tellStory({ config, log, nowMs: Date.now() });
  console.log(`Sign in as ${castInWords()}. Everyone's password: ${PASSWORD}`);
} catch (error) {
  const variables = { host: 'FIRSTLOOK_HOST', port: 'FIRSTLOOK_PORT' };
  const { host, port } = config.portal;
  const { sentence, isKnown } = startFailure(error, { dataDir: config.dataDir, host, port, variables });
  if (!isKnown) log.fatal({ err: error }, 'the demo could not be filled');
  process.stderr.write(`The demo could not be filled. ${sentence}\n`);
  process.exitCode = 1;
}

/** Nobody should wait for a story and then learn that the portal cannot be reached. */
async function mustBeFree({ host, port }: { host: string; port: number }): Promise<void> {
  const server = createServer().listen(port, host);
  await once(server, 'listening');
  await new Promise((done) => server.close(done));
}
