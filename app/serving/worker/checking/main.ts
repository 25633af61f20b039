/** Entry of a checking child: waits, with everything it needs in memory, for the one candidate it will ever see. */
import { env } from 'onnxruntime-node';
import { readFacts, readModel, refuseUnservable } from '#app/onnx/index.ts';
import { type CheckOrder, WORKER_PROTOCOL } from '../messages.ts';
import { connectParent, type ParentLink } from '../parent-link.ts';
import { TINY_MODEL, warmUp } from '../warm-up.ts';
import { examine } from './examine.ts';

const [inbox = '', outbox = ''] = process.argv.slice(2);

const link: ParentLink = connectParent(async ({ header }) => {
  if (header.type !== 'check') throw new Error('a message of an unknown type');
  const { id, main } = header as unknown as CheckOrder;
  link.send({ id, ...(await examine({ inbox, outbox, main })) });
});
await warmUp();
// Our reader is compiled by using it: the candidate need not wait for that either.
const tiny = readModel(TINY_MODEL);
refuseUnservable(tiny, []);
readFacts(tiny);
link.send({ type: 'hello', protocol: WORKER_PROTOCOL, runtime: env.versions.node ?? 'unknown' });
