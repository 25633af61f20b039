import type { ModelFacts } from '#app/oip/control.ts';
import type { DescribedInput, DescribedOutput, Description } from '../description-format.ts';
import { type Change, changesByName, refuseStrangers, withoutNames, withoutTaken } from './changes.ts';
import { keepExamples } from './examples.ts';
import { finishField } from './inputs/field.ts';
import { type Slot, slotId } from './inputs/slot.ts';
import { createSlotFinder } from './inputs/slots.ts';
import { finishOutput } from './outputs/output.ts';
import { problemsOf } from './preview-file/issues.ts';
import { contradictions, outputContradictions, refuseTooMuch } from './preview-file/read.ts';
import { completeAsk } from './preview-file/said.ts';
import { askSchema, changeSchemas } from './preview-file/schema.ts';
import { descriptionInvalid, type Problem, shortName } from './problems.ts';

const SOURCE = 'description';

/**
 * A corrected revision: `changes` merged over the last one as JSON Merge Patch does (null takes a key away; what the
 * page needs is guessed again). Inputs are found by key (or name and index) and outputs by name, in a list or an
 * object of them; examples are replaced as a whole.
 * @throws FL_DESCRIPTION_INVALID with `fields`
 */
export function reviseDescription(current: Description, changes: Change, facts: ModelFacts): Description {
  refuseTooMuch(changes, SOURCE);
  const problems: Problem[] = [];
  const revision = { facts, problems };
  const keys = new Map(current.inputs.map(({ name, index, key }) => [slotId(name, index), key]));
  // As preview.json names them, too.
  const keyOf = ({ key, name, index }: Change) => key ?? keys.get(slotId(String(name), index as number)) ?? name;
  const inputs = changesByName(changes.inputs, { list: 'inputs', nameOf: keyOf, problems });
  const outputs = changesByName(changes.outputs, { list: 'outputs', nameOf: ({ name }) => name, problems });
  refuseStrangers(inputs, { list: 'inputs', known: current.inputs.map(({ key }) => key), problems });
  refuseStrangers(outputs, { list: 'outputs', known: current.outputs.map(({ name }) => name), problems });
  const slotOf = createSlotFinder(facts);
  const revised: Description = {
    ...reviseWhole(current, changes, problems),
    inputs: current.inputs.map((input) => {
      const change = inputs.get(input.key);
      const slot = change ? slotOf(input) : null;
      return change && slot ? reviseInput(input, { change, slot, problems }) : input;
    }),
    outputs: current.outputs.map((output) => {
      const change = outputs.get(output.name);
      return change ? reviseOutput(output, { change, ...revision }) : output;
    }),
  };
  const given = changes.examples !== undefined;
  if (problems.length === 0 && (given || inputs.size > 0))
    reviseExamples(revised, { current, slotOf, given, problems });
  if (problems.length > 0) throw descriptionInvalid(SOURCE, problems);
  return revised;
}

function reviseWhole(current: Description, changes: Change, problems: Problem[]): Description {
  const { inputs: _, outputs: __, corrected: ___, ...change } = changes;
  const parsed = changeSchemas.whole.safeParse(change);
  if (!parsed.success) {
    problems.push(...problemsOf(parsed.error, change, SOURCE));
    return current;
  }
  if (change.title === null) problems.push({ where: 'title', what: 'cannot be taken away' });
  const said = Object.fromEntries(Object.entries(parsed.data).filter(([, value]) => value !== null));
  const left = withoutTaken(current, change) as Description;
  const merged = { ...left, ...(said as Partial<Description>), formatVersion: 1 as const, title: current.title };
  if (typeof said.title === 'string') merged.title = said.title;
  merged.examples = (said.examples as Description['examples'] | undefined) ?? left.examples ?? [];
  if (said.ask) {
    const ask = askSchema.safeParse({ ...current.ask, ...said.ask });
    if (ask.success) merged.ask = completeAsk(ask.data);
    else problems.push(...problemsOf(ask.error, { ...current.ask, ...said.ask }, SOURCE));
  }
  return withCorrected(
    merged,
    current,
    Object.keys(change).filter((key) => key !== 'formatVersion'),
  );
}

interface InputRevision {
  change: Change;
  slot: Slot;
  problems: Problem[];
}

function reviseInput(current: DescribedInput, { change, slot, problems }: InputRevision): DescribedInput {
  const where = `inputs, ${shortName(current.key)}`;
  const words = withoutNames(change, current, { where, problems });
  const parsed = changeSchemas.input.safeParse(words);
  if (!parsed.success) {
    problems.push(...problemsOf(parsed.error, words, where).map((problem) => under(where, problem)));
    return current;
  }
  const { guess: _, ...kept } = withoutTaken(current, words) as DescribedInput;
  const ranges = { ...kept, ...parsed.data } as Parameters<typeof contradictions>[0];
  problems.push(...contradictions(ranges, where));
  const field = finishField({ slot, key: current.key, said: parsed.data, kept, where }, problems);
  return withCorrected(field, current, Object.keys(words));
}

interface OutputRevision {
  change: Change;
  facts: ModelFacts;
  problems: Problem[];
}

function reviseOutput(current: DescribedOutput, { change, facts, problems }: OutputRevision): DescribedOutput {
  const where = `outputs, ${shortName(current.name)}`;
  const words = withoutNames(change, current, { where, problems });
  const parsed = changeSchemas.output.safeParse(words);
  const output = facts.outputs.find(({ name }) => name === current.name);
  if (!parsed.success || !output) {
    if (parsed.error) problems.push(...problemsOf(parsed.error, words, where).map((each) => under(where, each)));
    return current;
  }
  const kept = withoutTaken(current, words);
  const revised = finishOutput({ output, facts, said: parsed.data, kept, labels: null, where }, problems);
  const known = new Set(problems.map((problem) => problem.where));
  problems.push(...outputContradictions({ ...revised }, where).filter((problem) => !known.has(problem.where)));
  return withCorrected(revised, current, Object.keys(words));
}

/** Notes what a person put right: it outlives the next upload. */
function withCorrected<T extends { corrected?: string[] }>(revised: T, { corrected }: T, changed: string[]): T {
  const keys = [...new Set([...(corrected ?? []), ...changed])];
  return keys.length > 0 ? { ...revised, corrected: keys } : revised;
}

function under(where: string, problem: Problem): Problem {
  return problem.where === where ? problem : { ...problem, where: `${where}, ${problem.where}` };
}

interface ExampleRevision {
  current: Description;
  slotOf: ReturnType<typeof createSlotFinder>;
  /** Whether examples were given; else those that are there lose what no longer fits. */
  given: boolean;
  problems: Problem[];
}

function reviseExamples(revised: Description, { current, slotOf, given, problems }: ExampleRevision): void {
  if (revised.examples.length === 0) return;
  const fields = revised.inputs.flatMap((field) => {
    const slot = slotOf(field);
    if (!slot) return [];
    const names = [field.key, field.feature, slot.isColumn ? null : field.name];
    return [{ field, slot, names: names.filter((name) => typeof name === 'string') }];
  });
  const pictures = new Set(current.examples.flatMap(({ image }) => image ?? []));
  const { examples, absent, misfits, withoutPicture } = keepExamples(revised.examples, fields, pictures);
  if (given) {
    for (const name of absent)
      problems.push({ where: 'examples', what: `hold a value of no input: ${shortName(name)}` });
    for (const name of withoutPicture)
      problems.push({ where: 'examples', what: `have no picture: ${shortName(name)}` });
    for (const name of misfits) problems.push({ where: 'examples', what: `hold a value that does not fit: ${name}` });
  }
  revised.examples = examples;
}
