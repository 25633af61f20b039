/** Entry of a preparation child: unpacks the one archive it will ever see. */
import { type UnpackOrder, WORKER_PROTOCOL } from '../messages.ts';
import { connectParent, type ParentLink } from '../parent-link.ts';
import { unpack } from './unpack.ts';

const [inbox = '', outbox = ''] = process.argv.slice(2);

const link: ParentLink = connectParent(async ({ header }) => {
  if (header.type !== 'unpack') throw new Error('a message of an unknown type');
  const order = header as unknown as UnpackOrder;
  link.send({ id: order.id, ...(await unpack(order, { inbox, outbox })) });
});
link.send({ type: 'hello', protocol: WORKER_PROTOCOL, runtime: 'none' });
