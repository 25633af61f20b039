import type { ModelFacts, ModelReport, Notice } from '#app/oip/control.ts';
import { describeVersion } from '../describing/index.ts';
import type { Description } from '../description-format.ts';
import { readSideFiles, type SideLocations } from './side-files.ts';

/** Everything a description is made from; plain data, so that it can go to another thread. */
export interface DescribeTask {
  model: string;
  facts: ModelFacts;
  report: ModelReport;
  /** The description of the version before, whose corrections are taken over. */
  carried: Description | null;
  /** The JSON of the field `ask`. */
  ask?: unknown;
  locations: SideLocations;
}

export interface Described {
  description: Description;
  notices: Notice[];
  /** What the publisher said, rather than Firstlook guessed or took over. */
  says: { title: boolean; ask: boolean };
}

/** Reads the side files and completes the description. @throws FL_DESCRIPTION_INVALID with fields */
export async function runDescribeTask({ locations, ask, ...rest }: DescribeTask): Promise<Described> {
  const files = await readSideFiles(locations);
  const described = describeVersion({ ...rest, files: { ...files, ...(ask !== undefined && { ask }) } });
  const saysTitle = [files.preview, ask].some((said) => hasKey(said, 'title'));
  const saysAsk = isAskAlone(ask) || [files.preview, ask].some((said) => hasKey(said, 'ask'));
  return { ...described, says: { title: saysTitle, ask: saysAsk } };
}

/** Whether the field `ask` holds an ask by itself, rather than a whole preview.json. */
export function isAskAlone(said: unknown): boolean {
  return ['by', 'sentence', 'good', 'decision'].some((key) => hasKey(said, key));
}

function hasKey(said: unknown, key: string): boolean {
  return typeof said === 'object' && said !== null && Object.hasOwn(said, key);
}
