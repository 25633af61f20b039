import type { ProxyView } from '#app/preview/contract.ts';

type Known = Extract<ProxyView, { state: 'known' }>;

/** Whether some group is told from the others better than a coin toss could explain. */
export function standsIn({ groups }: Pick<Known, 'groups'>): boolean {
  return groups.some(({ interval }) => interval.lower > 0.5);
}

/** One group in natural frequencies. */
export function proxySentence({ group, area, interval }: Known['groups'][number]): string {
  const [right, from, to] = [area, interval.lower, interval.upper].map((share) => Math.round(share * 100));
  const range = `could be ${from} to ${to}`;
  if (interval.lower > 0.5) return `Hardly: “${group}” is told from the others ${right} times in 100 (${range}).`;
  return `“${group}” is told from the others ${right} times in 100 (${range}).`;
}
