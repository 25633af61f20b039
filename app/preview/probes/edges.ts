import type { FieldValue } from '#app/catalog/description-format.ts';
import { fieldsOf } from '../inputs/graph-input.ts';
import { valueWords } from '../twins/other-values.ts';
import { answerWords, isBroken, isOther, numberFields, type Probe, type ProbedCase, type ProbeRow } from './probe.ts';

/** What a model does with values at the ends, outside, and with none. */

/** Each number at both ends of what the model has seen. */
export const extremes: Probe = {
  rows: ({ version, inputs }) =>
    numberFields(version).flatMap(({ input: { key, min, max } }) =>
      [min, max].flatMap((end) => (end === undefined || end === inputs[key] ? [] : [{ ...inputs, [key]: end }])),
    ),
  judge: (probed, rows, told) => {
    const at = told.findIndex(({ answer, failure }) =>
      answer ? isBroken(answer) : failure.code !== 'FL_INPUT_INVALID',
    );
    const row = rows[at];
    // A batch that failed as a whole does not tell which of its rows it was.
    if (!row || !told.some(({ answer }) => answer)) return null;
    return {
      kind: 'no-answer',
      sentence: `With ${changeWords(probed, row)} the model gives no answer.`,
      reason: 'That value is within what the model has seen, so a question like it will come.',
      inputs: { ...row },
    };
  },
};

/** Notices that say so; how a picture was made ready is another matter. */
const NOT_SEEN: ReadonlySet<string> = new Set(['outside-range', 'unseen', 'outside-jointly']);

/** Values the model has not seen: the notices of the answer, and whether the answer is that of the nearest known value. */
export const outside: Probe = {
  rows: (probed) => {
    const within = withinRange(probed);
    return within ? [within] : [];
  },
  judge: (probed, rows, told) => {
    const notice = probed.answer.notices.find(({ code }) => NOT_SEEN.has(code));
    if (!notice) return null;
    const [row, nearest] = [rows[0], told[0]?.answer];
    const isSame = row !== undefined && nearest !== undefined && !isOther(probed, told[0]);
    const beside = isSame ? ' At the nearest value it has seen, the answer is the same.' : '';
    const other =
      row && nearest && !isSame ? ` At the nearest value it has seen, it says ${answerWords(nearest)}.` : '';
    return {
      kind: 'outside-range',
      sentence: notice.message,
      reason: `A model can only guess about what it never saw.${beside}${other}`,
      inputs: row ? { ...row } : null,
    };
  },
};

function withinRange({ version, inputs }: ProbedCase): ProbeRow | null {
  const moved = numberFields(version).flatMap(({ input: { key, min, max } }): [string, FieldValue][] => {
    const value = inputs[key];
    if (typeof value !== 'number') return [];
    const nearest = Math.min(Math.max(value, min ?? value), max ?? value);
    return nearest === value ? [] : [[key, nearest]];
  });
  return moved.length > 0 ? { ...inputs, ...Object.fromEntries(moved) } : null;
}

/** Texts and choices left empty, which spreadsheets do: a model that answers all the same does not say so. */
export const missing: Probe = {
  rows: ({ version, inputs }) =>
    fieldsOf(version).flatMap(({ input, isSingle, datatype }) => {
      const isEmptiable = isSingle && datatype === 'BYTES' && input.kind === 'category' && !input.hidden;
      return isEmptiable && inputs[input.key] !== '' ? [{ ...inputs, [input.key]: '' }] : [];
    }),
  judge: (probed, rows, told) => {
    const at = rows.findIndex((_, place) => isOther(probed, told[place]));
    const [row, answer] = [rows[at], told[at]?.answer];
    if (!row || !answer) return null;
    return {
      kind: 'missing-value',
      sentence: `With ${changeWords(probed, row)} the model says ${answerWords(answer)} and does not say that something is missing.`,
      reason: 'An empty cell of a spreadsheet is answered like any other value.',
      inputs: { ...row },
    };
  },
};

/** The field that differs, and its value in words. */
export function changeWords({ version, inputs }: ProbedCase, row: ProbeRow): string {
  const changed = version.description.inputs.find(({ key }) => row[key] !== inputs[key]);
  if (!changed) return 'the same values';
  const value = row[changed.key] ?? null;
  return value === '' ? `${changed.label} left empty` : `${changed.label} ${valueWords(changed, value)}`;
}
