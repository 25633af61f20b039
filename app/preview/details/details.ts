import type { VersionDetail } from '#app/catalog/contract.ts';
import type { FieldValue } from '#app/catalog/description-format.ts';
import { tensorToJson } from '#app/oip/json-codec.ts';
import type { Tensor } from '#app/oip/tensor.ts';
import type { QuestionDetails, TensorDetails } from '../contract.ts';
import type { Preparing } from '../preparing/preparing.ts';
import { snippetsOf } from './snippets.ts';

/** Where questions are sent. */
export interface Addresses {
  portalUrl: string;
  servingUrl: string;
}

/** Variables of the environment that the snippets read tokens from. */
const PORTAL_TOKEN = 'FIRSTLOOK_TOKEN';
const SERVING_TOKEN = 'FIRSTLOOK_SERVING_TOKEN';

/**
 * A question as the model is sent it, and how to send it from elsewhere.
 * @throws FL_INPUT_INVALID with fields
 */
export async function questionDetails(
  preparing: Pick<Preparing, 'read'>,
  { version, inputs }: { version: VersionDetail; inputs: Readonly<Record<string, unknown>> },
  addresses: Addresses,
): Promise<QuestionDetails> {
  const { values, tensors } = await preparing.read(version, inputs);
  const { modelName, number } = version;
  const portal = `${addresses.portalUrl}/api/v1/models/${encodeURIComponent(modelName)}/versions/${number}/runs`;
  const serving = `${addresses.servingUrl}/v2/models/${encodeURIComponent(modelName)}/versions/${number}/infer`;
  const canBeJson = tensors.every(({ datatype }) => datatype !== 'FP16');
  return {
    tensors: tensors.map(tensorDetails),
    portal: hasFile(values) ? null : snippetsOf({ url: portal, tokenVariable: PORTAL_TOKEN, body: portalBody(values) }),
    serving: canBeJson
      ? snippetsOf({
          url: serving,
          tokenVariable: isLoopback(serving) ? null : SERVING_TOKEN,
          body: `{"inputs": [\n  ${tensors.map(tensorToJson).join(',\n  ')}\n]}`,
        })
      : null,
  };
}

function portalBody(inputs: Record<string, FieldValue>): string {
  const lines = Object.entries(inputs).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `{"inputs": {\n${lines.join(',\n')}\n}}`;
}

/** An uploaded file is known to this installation only by its hash, which its API does not take. */
function hasFile(values: Record<string, FieldValue>): boolean {
  return Object.values(values).some((value) => typeof value === 'object' && value !== null && 'file' in value);
}

/** Serving asks nobody for a token there. */
function isLoopback(url: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);
}

/** Elements that are sent along; a picture has a hundred thousand, and nobody reads them one by one. */
const MOST_CHARACTERS = 2_000_000;

function tensorDetails(tensor: Tensor): TensorDetails {
  const { name, datatype, shape } = tensor;
  const count = shape.reduce((all, size) => all * size, 1);
  const json = datatype === 'FP16' ? null : tensorToJson(tensor);
  return { name, datatype, shape: [...shape], count, json: json && json.length <= MOST_CHARACTERS ? json : null };
}
