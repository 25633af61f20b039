import { type Product, TOKEN } from '../product.ts';

/** Hashing a password takes most of the time; as many at once as there are threads for it. */
const AT_ONCE = 4;

/**
 * Adds people who may try models, and signs each in by the link on which they choose a password.
 * @returns their session cookies
 */
export async function invitePeople(product: Product, count: number): Promise<string[]> {
  const cookies: string[] = [];
  const numbers = Array.from({ length: count }, (_, at) => at + 1);
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let number = numbers.pop(); number !== undefined; number = numbers.pop()) {
        cookies.push(await invite(product, number));
      }
    }),
  );
  return cookies;
}

async function invite({ portalUrl }: Product, number: number): Promise<string> {
  const added = await fetch(`${portalUrl}/api/v1/people`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify({ name: `Person ${number}`, email: `person-${number}@example.org`, roles: ['reviewer'] }),
  });
  const { link } = (await added.json()) as { link: string };
  const chosen = await fetch(link, {
    method: 'POST',
    headers: { origin: portalUrl },
    body: new URLSearchParams({ password: 'a password of some length' }),
    redirect: 'manual',
  });
  const cookie = chosen.headers.get('set-cookie')?.split(';')[0];
  if (!cookie) throw new Error(`person ${number} is not signed in: ${chosen.status}`);
  return cookie;
}
