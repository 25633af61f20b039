import type { DescribedInput } from '#app/catalog/description-format.ts';
import { compareAnswers } from '../twins/compare-answers.ts';
import { changeWords } from './edges.ts';
import { answerWords, numberFields, type Probe } from './probe.ts';

/** What the owner said about the way an answer goes. */

const STEPS = 4;
/** A score that falls by less is the noise of a model, not a rule broken. */
const LEAST_FALL = 0.01;

/** Which way of a field helps: the key `better` of the input; one that can only go up is looked at that way too. */
function wayOf(input: DescribedInput): 'up' | 'down' | null {
  const { better } = input as { better?: unknown };
  if (better === 'up' || better === 'down') return better;
  return input.direction === 'up-only' ? 'up' : null;
}

/**
 * More of what helps must not make the answer worse. `direction: up-only` says how a case can change, not what is good:
 * of such a field the finding says only that time works against the case.
 */
export const direction: Probe = {
  rows: ({ version, inputs }) =>
    numberFields(version).flatMap(({ input }) => {
      const { key, kind, min, max, p05, p95 } = input;
      const [way, value] = [wayOf(input), inputs[key]];
      const end = way === 'up' ? (p95 ?? max) : (p05 ?? min);
      if (way === null || end === undefined || typeof value !== 'number') return [];
      if (way === 'up' ? end <= value : end >= value) return [];
      return Array.from({ length: STEPS }, (_, at) => {
        const moved = value + ((end - value) * (at + 1)) / STEPS;
        return { ...inputs, [key]: kind === 'integer' ? Math.round(moved) : Number(moved.toPrecision(12)) };
      });
    }),
  judge: (probed, rows, told) => {
    const { version, answer, inputs } = probed;
    const worse = rows.flatMap((row, at) => {
      const other = told[at]?.answer;
      const difference = other && compareAnswers(version.description, answer, other);
      const fall = difference?.score ? difference.score.before - difference.score.after : 0;
      return other && (difference?.direction === 'worse' || (hasFavourable(probed) && fall >= LEAST_FALL))
        ? [{ row, other, isDecided: difference?.direction === 'worse' }]
        : [];
    });
    const found = worse.find(({ isDecided }) => isDecided) ?? worse[0];
    const input = found && version.description.inputs.find(({ key }) => found.row[key] !== inputs[key]);
    if (!found || !input) return null;
    const isRule = (input as { better?: unknown }).better !== undefined;
    const result = found.isDecided ? `turns the answer into ${answerWords(found.other)}` : 'lowers the score';
    return {
      kind: 'against-rule',
      sentence: `${changeWords(probed, found.row)} ${result}.`,
      reason: isRule
        ? `The description says that ${wayOf(input) === 'up' ? 'more' : 'less'} ${input.label} must not make it worse.`
        : `${input.label} can only go up, and that works against this case.`,
      inputs: { ...found.row },
    };
  },
};

function hasFavourable({ version }: Parameters<Probe['rows']>[0]): boolean {
  return version.description.outputs.some(({ favourable }) => favourable !== undefined);
}
