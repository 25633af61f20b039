import type { FieldValue } from '#app/catalog/description-format.ts';
import { createOipClient, type OipClient } from '#app/oip/client.ts';
import { readValues } from '#app/oip/element-values.ts';
import { tensorFromValues } from '#app/oip/json-codec.ts';
import type { Datatype, Tensor } from '#app/oip/tensor.ts';
import type { FlipOutcome } from '#app/preview/contract.ts';

/** Everything a search does not do: asking every value of every field, straight from the server of the models. */

type Row = Readonly<Record<string, FieldValue>>;

export interface GridModel {
  servingUrl: string;
  token: string;
  model: string;
  version: number;
  /** As `GET /models/{model}/versions/{n}` answers them. */
  inputs: readonly { key: string; name: string; index?: number; kind: string; allowed?: { value: FieldValue }[] }[];
  outputs: readonly { name: string; kind: string }[];
}

/** A change of one field that was found by asking everything; its distance in spreads, one of a choice. */
export interface GridChange {
  key: string;
  value: FieldValue;
  distance: number;
  /** One step of the field in the same measure; 0 of a choice. */
  step: number;
}

export interface Grid {
  /** All values of one field that change the answer and are no further away than `within`, the nearest first. */
  changes(row: Row, outcome: FlipOutcome, within: number): Promise<{ changes: GridChange[]; rowCount: number }>;
  /** The answers to rows: a class, or a number. */
  ask(rows: readonly Row[]): Promise<(string | number)[]>;
}

const BATCH_ROWS = 512;

export async function createGrid(model: GridModel): Promise<Grid> {
  const client = createOipClient({ url: model.servingUrl, token: model.token });
  const { inputs } = await client.metadata(model.model, model.version);
  const datatypes = new Map(inputs.map(({ name, datatype, shape }) => [name, { datatype, width: shape.at(-1) ?? 1 }]));
  const ask = (rows: readonly Row[]) => askAll({ client, model, datatypes }, rows);
  return {
    ask,
    changes: async (row, outcome, within) => {
      const points = outcome.curves.flatMap((curve) => pointsOf(model, { row, curve, within }));
      const answers = await ask(points.map(({ key, value }) => ({ ...row, [key]: value })));
      const { answer, tolerance } = outcome;
      const isOther = (said: string | number | undefined): boolean =>
        typeof said === 'number'
          ? Math.abs(said - (answer?.number ?? 0)) > (tolerance ?? 0)
          : said !== answer?.decision;
      const changes = points
        .filter((_, at) => isOther(answers[at]))
        .sort((one, other) => one.distance - other.distance);
      return { changes, rowCount: points.length };
    },
  };
}

interface Reach {
  row: Row;
  curve: FlipOutcome['curves'][number];
  within: number;
}

/** Every value of a field on its grid within reach; all choices. */
function pointsOf(model: GridModel, { row, curve, within }: Reach): GridChange[] {
  const { key, scale, points } = curve;
  const from = row[key];
  if (!scale) {
    const choices = model.inputs.find((input) => input.key === key)?.allowed ?? points;
    const others = choices.filter(({ value }) => value !== from);
    return within < 1 ? [] : others.map(({ value }) => ({ key, value, distance: 1, step: 0 }));
  }
  const { step, spread } = scale;
  const center = Number(from);
  const [low, high] = [points[0], points.at(-1)].map((point) => Number(point?.value ?? center));
  const first = Math.ceil(Math.max(low ?? center, center - within * spread) / step - 1e-6);
  const last = Math.floor(Math.min(high ?? center, center + within * spread) / step + 1e-6);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => {
    const value = Number(((first + at) * step).toPrecision(12)) + 0;
    return { key, value, distance: Math.abs(value - center) / spread, step: step / spread };
  });
}

interface Asking {
  client: OipClient;
  model: GridModel;
  datatypes: ReadonlyMap<string, { datatype: Datatype; width: number }>;
}

async function askAll(asking: Asking, rows: readonly Row[]): Promise<(string | number)[]> {
  const answers: (string | number)[] = [];
  for (let at = 0; at < rows.length; at += BATCH_ROWS) {
    const batch = rows.slice(at, at + BATCH_ROWS);
    const { client, model } = asking;
    const inputs = tensorsOf(asking, batch);
    const { outputs } = await client.infer({ model: model.model, version: model.version, inputs });
    answers.push(...answersOf(model, outputs));
  }
  return answers;
}

function tensorsOf({ model, datatypes }: Asking, rows: readonly Row[]): Tensor[] {
  return [...datatypes].map(([name, { datatype, width }]) => {
    const fields = model.inputs.filter((input) => input.name === name);
    const isVector = fields.some(({ index }) => index !== undefined);
    const columns = isVector ? width : 1;
    const values = rows.flatMap((row) => {
      const line = new Array<string | number>(columns).fill(datatype === 'BYTES' ? '' : 0);
      for (const { key, index = 0 } of fields) line[index] = asElement(row[key], datatype);
      return line;
    });
    return tensorFromValues({ name, datatype, shape: [rows.length, columns], values });
  });
}

function asElement(value: FieldValue | undefined, datatype: Datatype): string | number {
  return datatype === 'BYTES' ? String(value) : Number(value);
}

/** The class by its name where the description has names for it, else the first number. */
function answersOf(model: GridModel, outputs: readonly Tensor[]): (string | number)[] {
  const described = model.outputs.find(({ kind }) => kind === 'class') as
    | { name: string; classes?: string[] }
    | undefined;
  const label = outputs.find(({ name }) => name === described?.name);
  const [only] = outputs;
  if (!label) return only ? readValues(only.datatype, only.bytes).map(Number) : [];
  return readValues(label.datatype, label.bytes).map((value) =>
    typeof value === 'string' ? value : (described?.classes?.[Number(value)] ?? String(value)),
  );
}
