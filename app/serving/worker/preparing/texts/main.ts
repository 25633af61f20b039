/** Entry of a child that cuts texts into tokens: it keeps the one tokenizer that lies in its inbox. */
import { join } from 'node:path';
import { type TextOrder, type TextReply, WORKER_PROTOCOL } from '../../messages.ts';
import { connectParent, type ParentLink } from '../../parent-link.ts';
import { isRefusal } from '../../refusal.ts';
import { type OpenTokenizer, openTokenizer } from './open-tokenizer.ts';

const [inbox = ''] = process.argv.slice(2);
let tokenizer: OpenTokenizer | null = null;

async function answer({ texts, spec, tokenizer: name, config }: TextOrder): Promise<TextReply> {
  try {
    tokenizer ??= await openTokenizer({
      tokenizer: join(inbox, name),
      config: config === null ? null : join(inbox, config),
    });
    const opened = tokenizer;
    return { type: 'tokenized', encodings: texts.map((text) => opened.encode(text, spec)) };
  } catch (thrown) {
    if (!isRefusal(thrown)) throw thrown;
    return { type: 'refused', code: thrown.code, message: thrown.message };
  }
}

const link: ParentLink = connectParent(async ({ header }) => {
  if (header.type !== 'text') throw new Error('a message of an unknown type');
  const order = header as unknown as TextOrder;
  link.send({ id: order.id, ...(await answer(order)) });
});
link.send({ type: 'hello', protocol: WORKER_PROTOCOL, runtime: 'none' });
