/** Entry of a pool worker: answers questions to the models serving names. */
import { env } from 'onnxruntime-node';
import { WORKER_PROTOCOL } from './messages.ts';
import { connectParent, type ParentLink } from './parent-link.ts';
import { createPoolWorker } from './pool-worker.ts';
import { warmUp } from './warm-up.ts';

const link: ParentLink = connectParent(createPoolWorker((header, parts) => link.send(header, parts)));
await warmUp();
const runtime = env.versions.node ?? 'unknown';
link.send({ type: 'hello', protocol: WORKER_PROTOCOL, runtime, rssBytes: process.memoryUsage.rss() });
