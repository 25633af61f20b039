import type { AccuracyView, QuestionDetails, StudyView } from '#app/preview/contract.ts';

/** What the drawer of the data scientist shows. */
export interface DetailsData {
  /** Null when what was asked was not kept, or nothing was asked yet. */
  question: QuestionDetails | null;
  version: VersionDetails;
}

/** A version in every detail. */
export interface VersionDetails {
  number: number;
  /** SHA-256 over the files of the model. */
  digest: string;
  sizeBytes: number;
  graph: {
    producer: string;
    irVersion: number;
    opsets: { domain: string; version: number }[];
    operators: string[];
    summary: GraphFigures | null;
  };
  report: {
    loadMs: number;
    memoryBytes: number;
    answers: { rows: number; ms: number }[];
    batches: boolean;
    deterministic: boolean | null;
  };
  study: StudyView | null;
  accuracy: AccuracyView;
  /** HTML that is safe to show. */
  card: string | null;
  notices: { code: string; message: string }[];
  originals: { path: string; sizeBytes: number; address: string }[];
  /** Address of preview.json. */
  description: string;
}

export interface GraphFigures {
  operators: { name: string; count: number }[];
  nodeCount: number;
  parameterCount: number;
  macs: number | null;
  isAtLeast: boolean;
}
