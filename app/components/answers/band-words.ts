import type { AnswerBands } from '#app/preview/contract.ts';
import { formatNumber } from './format-value.ts';

interface Stretch {
  /** Shares of the strip. */
  from: number;
  to: number;
  /** Place of the band; null below the first. */
  zone: number | null;
}

/** Room beside the outermost border of numbers that have no ends of their own. */
const MARGIN = 0.2;

/** The bands as stretches of a strip, and where on it the answer lies. */
export function stretchesOf({ zones, value, isShare }: AnswerBands): { stretches: Stretch[]; mark: number } {
  const borders = zones.map(({ from }) => from);
  const [low, high] = isShare ? [0, 1] : endsOf([...borders, value]);
  const place = (number: number): number => Math.min(1, Math.max(0, (number - low) / (high - low)));
  const stretches = zones.map(({ from }, zone) => ({
    ...{ from: place(from), to: place(borders[zone + 1] ?? high), zone },
  }));
  const first = stretches[0]?.from ?? 0;
  const below: Stretch[] = first > 0 ? [{ from: 0, to: first, zone: null }] : [];
  return { stretches: [...below, ...stretches].filter(({ from, to }) => to > from), mark: place(value) };
}

function endsOf(numbers: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const room = (high - low) * MARGIN || Math.abs(high) * MARGIN || 1;
  return [low - room, high + room];
}

/** From where each band reaches, in the unit of the answer; scores are of 100. */
export function bandWords(bands: AnswerBands): { label: string; words: string; isHere: boolean }[] {
  const { zones, value, isShare } = bands;
  const here = zones.findLastIndex(({ from }) => from <= value);
  return zones.map(({ from, label }, at) => {
    const next = zones[at + 1];
    // The lowest one begins where there is nothing below.
    const isLowest = at === 0 && next !== undefined && isShare && from <= 0;
    const words = isLowest ? `below ${shown(bands, next.from)}` : `from ${shown(bands, from)}`;
    return { label, words, isHere: at === here };
  });
}

/** What the bands measure, as a sentence: 'The model scores approved 48 of 100.' */
export function bandSentence(bands: AnswerBands): string {
  const { of, isShare, unit, value } = bands;
  if (isShare) return `The model scores ${/\d$/.test(of) ? `“${of}”` : of} ${shown(bands, value)} of 100.`;
  return `${of} is ${shown(bands, value)}${unit ? ` ${unit}` : ''}.`;
}

function shown({ isShare }: AnswerBands, value: number): string {
  return formatNumber(isShare ? Math.round(value * 1000) / 10 : value);
}
