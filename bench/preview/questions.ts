import { Agent, request } from 'node:http';
import type { Product } from '../product.ts';

/** One request: a form that is posted as pages post it, or a page that is fetched. */
export interface Question {
  path: string;
  body?: unknown;
}

interface Asking {
  /** One for each person. */
  cookies: readonly string[];
  /** How many requests each makes, the next as soon as the last is answered. */
  each: number;
  next: () => Question;
}

/**
 * Asks as so many people, each on a connection of their own that stays open, as browsers do.
 * @returns ms from the first byte sent to the last byte of the answer, of each request
 */
export async function timesOf({ portalUrl }: Product, { cookies, each, next }: Asking): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: cookies.length });
  const times: number[] = [];
  const person = async (cookie: string) => {
    for (let left = each; left > 0; left -= 1) {
      const question = next();
      const startedAt = performance.now();
      await send({ url: new URL(question.path, portalUrl), body: question.body, cookie, agent });
      times.push(performance.now() - startedAt);
    }
  };
  try {
    await Promise.all(cookies.map(person));
    return times;
  } finally {
    agent.destroy();
  }
}

interface Sending {
  url: URL;
  body: unknown;
  cookie: string;
  agent: Agent;
}

/** @throws when it is not answered as asked: a refusal would be quick */
function send({ url, body, cookie, agent }: Sending): Promise<void> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    ...{ cookie, 'accept-encoding': 'gzip, deflate, br' },
    ...(text !== undefined && {
      ...{ origin: url.origin, accept: 'application/json', 'content-type': 'application/json' },
      'content-length': Buffer.byteLength(text),
    }),
  };
  return new Promise((done, fail) => {
    const call = request(url, { method: text === undefined ? 'GET' : 'POST', headers, agent }, (response) => {
      const { statusCode = 0 } = response;
      response.resume();
      response.once('error', fail);
      response.once('end', () => {
        if (statusCode === 200 || statusCode === 201) done();
        else fail(new Error(`${url.pathname} answered ${statusCode}`));
      });
    });
    call.once('error', fail);
    call.end(text);
  });
}
