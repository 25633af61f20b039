import type { Viewer } from '#app/accounts/contract.ts';
import { authorize } from '#app/accounts/index.ts';
import type { VersionDetail } from '#app/catalog/contract.ts';
import { isAppError } from '#app/core/errors.ts';
import type { AnsweredRow } from '../contract.ts';
import { type PastedRow, readRows } from '../form/paste-row.ts';

/** So many rows are asked at once: the model may answer them together, and nobody else waits long. */
const AT_ONCE = 8;

interface RowsQuestion {
  viewer: Viewer;
  version: VersionDetail;
  text: string;
}

type Ask = (inputs: Record<string, unknown>) => Promise<{ answer: NonNullable<AnsweredRow['answer']> }>;

/**
 * Asks each of several pasted rows without storing anything. A row that does not fit, or that the model fails on, says
 * so; the others are answered.
 * @throws FL_ROW_INVALID, FL_AUTH_FORBIDDEN and what concerns all rows: FL_SERVING_*, FL_VERSION_RETIRED
 */
export async function answerRows({ viewer, version, text }: RowsQuestion, ask: Ask): Promise<AnsweredRow[]> {
  authorize(viewer, 'try', { projectId: version.projectId, versionState: version.state });
  const rows = readRows(version, text);
  const answered: AnsweredRow[] = [];
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    answered.push(...(await Promise.all(rows.slice(at, at + AT_ONCE).map((row) => answerRow(row, ask)))));
  }
  return answered;
}

async function answerRow({ text, values, problem }: PastedRow, ask: Ask): Promise<AnsweredRow> {
  if (values === null) return { text, answer: null, problem };
  try {
    const { answer } = await ask(values);
    return { text, answer, problem: null };
  } catch (error) {
    if (!isAppError(error) || !/^FL_(?:INPUT|RUN)_/.test(error.code)) throw error;
    const [field] = Object.values(error.fields ?? {});
    return { text, answer: null, problem: field ?? error.message };
  }
}
