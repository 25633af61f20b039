import type { Answer, AnsweredRow } from '#app/preview/contract.ts';
import { headline, ofHundred } from '../answers/answer-words.ts';
import { Button } from '../ui/button.tsx';

interface RowAnswersProps {
  rows: readonly AnsweredRow[];
  /** Fills the form with a row. */
  onOpen: (text: string) => void;
}

/** Several rows with what the model says of each. Nothing of it is stored. Fetched on first use. */
export function RowAnswers({ rows, onOpen }: RowAnswersProps) {
  const hasScores = rows.some(({ answer }) => answer !== null && scoreOf(answer) !== null);
  const refused = rows.filter(({ answer }) => answer === null).length;
  return (
    <div className="row-answers">
      <p role="status" className="num text-sm">
        {rows.length - refused} of {rows.length} rows answered. Nothing of this is stored.
      </p>
      <div className="scroll-x">
        <table className="tbl">
          <caption className="sr-only">What the model says of each row</caption>
          <thead>
            <tr>
              <th scope="col">Row</th>
              <th scope="col">Answer</th>
              {hasScores && (
                <th scope="col" className="r">
                  Score
                </th>
              )}
              <td />
            </tr>
          </thead>
          <tbody>
            {rows.map(({ text, answer, problem }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the place is what a row is
              <tr key={at}>
                <th scope="row" className="num">
                  {at + 1}
                </th>
                <td>{answer ? headline(answer) : <span className="text-bad-text">{problem}</span>}</td>
                {hasScores && <td className="r num">{answer && scoreOf(answer)}</td>}
                <td className="r">
                  {answer && (
                    <Button size="small" variant="quiet" onClick={() => onOpen(text)}>
                      Open<span className="sr-only"> row {at + 1} in the form</span>
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function scoreOf({ decision, scores }: Answer): string | null {
  const decided = scores.find(({ label }) => label === decision);
  return decided ? ofHundred(decided.score) : null;
}
