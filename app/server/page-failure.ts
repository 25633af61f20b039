/** A failure as a page shows it: one sentence, and messages at the fields. */
export interface PageFailure {
  code: string;
  status: number;
  message: string;
  fields: Record<string, string>;
}

export type Attempt<T> = { ok: true; value: T } | { ok: false; failure: PageFailure };
