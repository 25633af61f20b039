import type { VersionDetail } from '#app/catalog/contract.ts';
import type { Tensor } from '#app/oip/tensor.ts';
import type { Answer, AnswerValue } from '../contract.ts';
import { bandsOf, decide } from './decide.ts';
import { outputValue } from './output-value.ts';
import { type GivenOutput, type Roles, rolesOf } from './roles.ts';

/** What a model said, in the words of the description (design §5, Answers). */
export function readAnswer(
  version: Pick<VersionDetail, 'facts' | 'description'>,
  outputs: Tensor[],
  notices: Answer['notices'],
): Answer {
  const roles = rolesOf(version, outputs);
  const { decision, confidence } = decide(roles);
  const bands = bandsOf(roles);
  const history = historyOf(version.description, roles);
  return {
    decision,
    confidence,
    closeCall: confidence === 'only-just',
    scores: roles.scores.map((score, place) => ({ label: roles.classes.names[place] ?? String(place), score })),
    values: roles.outputs.map((output) => valueOfOutput(output, roles)),
    notices,
    ...(bands && { bands }),
    ...(history && { history }),
  };
}

/** A label has the name of its class; everything else is as the model gave it. */
function valueOfOutput(output: GivenOutput, { label, classes }: Roles): AnswerValue {
  const { name, described, tensor, elements } = output;
  const [element] = elements;
  const given = outputValue(tensor, described?.kind);
  const className = output === label && element !== undefined ? classes.names[classes.placeOf(element)] : undefined;
  const role = roleOf(output);
  return {
    name,
    label: described?.label ?? name,
    value: className ?? given,
    unit: described?.unit ?? null,
    ...(described && { kind: described.kind }),
    ...(role !== undefined && { role }),
    ...{ datatype: tensor.datatype, shape: [...tensor.shape] },
    ...(className !== undefined && className !== given && { raw: given }),
  };
}

/** Fewer numbers are results of their own. */
const SHORTEST_EMBEDDING = 16;

/** What the publisher said, else what the name of the output says. */
function roleOf({ name, described, tensor: { shape }, elements }: GivenOutput): string | undefined {
  if (described?.role !== undefined) return described.role;
  const isVector = shape.filter((size) => size !== 1).length === 1 && elements.length >= SHORTEST_EMBEDDING;
  const isPlain = described === undefined || described.kind === 'tensor';
  return isPlain && isVector && /embed|pooler|features?$/i.test(name) ? 'embedding' : undefined;
}

/** A curve goes on from the one series of the input that is in the same unit. */
function historyOf({ inputs }: VersionDetail['description'], { outputs }: Roles): Answer['history'] {
  const curve = outputs.find(({ described }) => described?.kind === 'series')?.described;
  if (!curve) return undefined;
  const same = inputs.filter(({ kind, unit }) => kind === 'series' && (unit ?? null) === (curve.unit ?? null));
  const [series, another] = same;
  return series && !another ? { key: series.key, label: series.label } : undefined;
}
