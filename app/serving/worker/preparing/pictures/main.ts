/** Entry of a child that prepares pictures: it makes ready the one picture it will ever see. */
import { type PictureOrder, WORKER_PROTOCOL } from '../../messages.ts';
import { connectParent, type ParentLink } from '../../parent-link.ts';
import { preparePicture } from './prepare-picture.ts';

const [inbox = ''] = process.argv.slice(2);

const link: ParentLink = connectParent(async ({ header }) => {
  if (header.type !== 'picture') throw new Error('a message of an unknown type');
  const order = header as unknown as PictureOrder;
  const { reply, parts } = await preparePicture(order, inbox);
  link.send({ id: order.id, ...reply }, parts);
});
link.send({ type: 'hello', protocol: WORKER_PROTOCOL, runtime: 'none' });
