import type { VersionDetail } from '#app/catalog/contract.ts';
import type { TextSpec } from '#app/oip/control.ts';
import type { ControlClient } from '#app/oip/control-client.ts';
import { createElementWriter } from '#app/oip/element-writer.ts';
import type { Field, GraphInput } from '../inputs/graph-input.ts';
import { graphInputs } from '../inputs/graph-input.ts';
import { type Read, showCount } from '../inputs/reading.ts';
import { refusalSentence } from './failures.ts';
import type { PreparedInput } from './prepared-input.ts';

export interface TextDeps {
  control: Pick<ControlClient, 'tokenize'>;
  catalog: {
    /** SHA-256 of one of the model's own files; null when it has no such file. */
    ownFile(versionId: string, path: string): string | null;
  };
}

const ROLES = { attention_mask: 'mask', token_type_ids: 'types' } as const;
type Role = keyof typeof ROLES;

const MOST_TOKENS = 65_536;
const USUAL_CONFIG = 'tokenizer_config.json';

/** What a description says of the tokens of a field. */
interface TextPlan {
  spec: TextSpec;
  /** Whether a longer text is cut; else it is refused. */
  isCut: boolean;
}

/** The tokens of a text as the tensors of the inputs they fill: the field's own, and those that go with it. */
export async function prepareText(
  deps: TextDeps,
  { version, field, text }: { version: VersionDetail; field: Field; text: string },
): Promise<Read<{ inputs: PreparedInput[]; notice: string | null }>> {
  const path = String(field.input.preprocess?.tokenizer);
  const tokenizer = deps.catalog.ownFile(version.id, path);
  if (tokenizer === null) {
    return { problem: `The model came without its ${path}. Publish it again as an archive with that file beside it.` };
  }
  const plan = planOf(field);
  const config = deps.catalog.ownFile(version.id, path.replace(/[^/]*$/, USUAL_CONFIG));
  try {
    const { encodings } = await deps.control.tokenize({ tokenizer, config, texts: [text], spec: plan.spec });
    const [encoding] = encodings;
    if (!encoding) throw new Error('no tokens came of a text');
    if (encoding.isCut && !plan.isCut) {
      return {
        problem: `This text is too long: the model reads ${showCount(plan.spec.maxLength ?? 0)} tokens at most.`,
      };
    }
    const inputs = targetsOf(version, field).map(({ input, list }) => tensorOf(input, encoding[list]));
    const misfit = inputs.find((input) => input === null) !== undefined;
    if (misfit) return { problem: `The tokenizer made ${encoding.ids.length} tokens, which the model does not take.` };
    const notice = encoding.isCut
      ? `the model reads only the first ${showCount(plan.spec.maxLength ?? 0)} tokens of it`
      : null;
    return { value: { inputs: inputs as PreparedInput[], notice } };
  } catch (thrown) {
    return { problem: refusalSentence(thrown) };
  }
}

/**
 * `max_length`, `padding` (`max_length` or true: to that length; a number: to it) and `truncation` (false: a longer text
 * is refused), as the tokenizers of Hugging Face call them. A length that the graph fixes holds before all of them.
 */
function planOf({ input, dimensions }: Field): TextPlan {
  const { max_length: said, padding, truncation } = input.preprocess ?? {};
  const fixed = dimensions?.at(-1) ?? null;
  const longest = lengthOf(said);
  const maxLength = fixed === null ? longest : Math.min(fixed, longest ?? fixed);
  const padTo = fixed ?? (padding === 'max_length' || padding === true ? longest : lengthOf(padding));
  return {
    spec: { maxLength, padTo: padTo === null ? null : Math.min(padTo, MOST_TOKENS) },
    isCut: truncation !== false,
  };
}

function lengthOf(said: unknown): number | null {
  return typeof said === 'number' && Number.isInteger(said) && said >= 1 ? Math.min(said, MOST_TOKENS) : null;
}

interface Target {
  input: GraphInput;
  list: 'ids' | 'mask' | 'types';
}

/** The field's own input, and hidden ones by their `role`, else by the name that exports give them. */
function targetsOf({ facts, description }: VersionDetail, field: Field): Target[] {
  const roles = new Map(description.inputs.map(({ name, role }) => [name, role]));
  const described = new Set(description.inputs.filter(({ role }) => role === undefined).map(({ name }) => name));
  return graphInputs({ facts }).flatMap((input): Target[] => {
    if (input.name === field.input.name) return [{ input, list: 'ids' }];
    const role = roles.get(input.name) ?? (described.has(input.name) ? undefined : input.name);
    return role !== undefined && isRole(role) ? [{ input, list: ROLES[role] }] : [];
  });
}

function isRole(text: string): text is Role {
  return Object.hasOwn(ROLES, text);
}

/** One row of tokens; null when the graph fixes another length. */
function tensorOf({ name, datatype, dimensions }: GraphInput, tokens: readonly number[]): PreparedInput | null {
  const fixed = dimensions?.at(-1) ?? null;
  if (fixed !== null && fixed !== tokens.length) return null;
  const shape = dimensions?.length === 1 ? [tokens.length] : [1, tokens.length];
  const writer = createElementWriter({ datatype, count: tokens.length, isFromJson: true });
  return writer.write(tokens) === null ? { name, shape, bytes: writer.bytes() } : null;
}
