import type { ModelFacts, ModelReport, Notice } from '#app/oip/control.ts';
import { describeVersion, type SideFiles } from '../describing/index.ts';
import type { Description } from '../description-format.ts';
import { type BundleLocations, readBundleTexts, readSideFiles, type SideLocations } from './side-files.ts';

/** What came along with a model; plain data, so that it can go to another thread. */
export interface GivenFiles {
  locations: SideLocations;
  /** Files of a Hugging Face folder. */
  bundle?: BundleLocations;
  /** Paths of pictures that examples may name. */
  pictures?: readonly string[];
  /** The JSON of the field `ask`. */
  ask?: unknown;
}

/** What is known of the model once it has passed the check. */
export interface KnownModel {
  model: string;
  facts: ModelFacts;
  report: ModelReport;
  /** The description of the version before, whose corrections are taken over. */
  carried: Description | null;
}

export interface Described {
  description: Description;
  notices: Notice[];
  /** What the publisher said, rather than Firstlook guessed or took over. */
  says: { title: boolean; ask: boolean };
}

/** Reads what came along. @throws FL_DESCRIPTION_INVALID with what is wrong by file */
export async function readGiven({ locations, bundle = {}, pictures = [], ask }: GivenFiles): Promise<SideFiles> {
  const files = await readSideFiles(locations);
  return { ...files, bundle: await readBundleTexts(bundle), pictures, ...(ask !== undefined && { ask }) };
}

/** Completes the description. @throws FL_DESCRIPTION_INVALID with fields */
export function describeGiven(files: SideFiles, known: KnownModel): Described {
  const described = describeVersion({ ...known, files });
  const said = [files.preview, files.ask];
  const saysAsk = isAskAlone(files.ask) || said.some((one) => hasKey(one, 'ask'));
  return { ...described, says: { title: said.some((one) => hasKey(one, 'title')), ask: saysAsk } };
}

/** Whether the field `ask` holds an ask by itself, rather than a whole preview.json. */
export function isAskAlone(said: unknown): boolean {
  return ['by', 'sentence', 'good', 'decision'].some((key) => hasKey(said, key));
}

function hasKey(said: unknown, key: string): boolean {
  return typeof said === 'object' && said !== null && Object.hasOwn(said, key);
}
