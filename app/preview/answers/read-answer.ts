import type { VersionDetail } from '#app/catalog/contract.ts';
import type { FieldValue } from '#app/catalog/description-format.ts';
import type { Tensor } from '#app/oip/tensor.ts';
import type { Answer } from '../contract.ts';
import { decide } from './decide.ts';
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
  return {
    decision,
    confidence,
    closeCall: confidence === 'only-just',
    scores: roles.scores.map((score, place) => ({ label: roles.classes.names[place] ?? String(place), score })),
    values: roles.outputs.map((output) => ({
      name: output.name,
      label: output.described?.label ?? output.name,
      value: valueOfOutput(output, roles),
      unit: output.described?.unit ?? null,
    })),
    notices,
  };
}

/** A label has the name of its class; everything else is as the model gave it. */
function valueOfOutput(output: GivenOutput, { label, classes }: Roles): FieldValue {
  const [element] = output.elements;
  const name = output === label && element !== undefined ? classes.names[classes.placeOf(element)] : undefined;
  return name ?? outputValue(output.tensor, output.described?.kind);
}
