import { sizeWords } from '../publish/transfer.ts';
import { formatDuration } from '../ui/duration.ts';
import type { VersionDetails } from './details-data.ts';
import { compact, milliseconds } from './figures.ts';
import { Facts } from './section.tsx';

/** What is in the file. */
export function Graph({ version: { graph, sizeBytes, digest } }: { version: VersionDetails }) {
  const { summary, producer, opsets, irVersion, operators } = graph;
  return (
    <>
      <Facts
        facts={[
          ['Size', sizeWords(sizeBytes)],
          ...(summary
            ? [
                ['Parameters', summary.parameterCount.toLocaleString('en')] as const,
                ['Operators', summary.nodeCount.toLocaleString('en')] as const,
                ['Work for one row', macsWords(summary)] as const,
              ]
            : []),
          ['Made by', producer || 'not said'],
          ['Operator sets', opsets.map(({ domain, version }) => `${domain || 'ai.onnx'} ${version}`).join(', ')],
          ['Format', `ONNX IR ${irVersion}`],
          [
            'Digest',
            <code key="digest" className="code break-all">
              {digest}
            </code>,
          ],
        ]}
      />
      {summary ? (
        <table className="tbl text-sm">
          <caption className="sr-only">Operators and how often each is used</caption>
          <thead>
            <tr>
              <th scope="col">Operator</th>
              <th scope="col" className="r">
                Used
              </th>
            </tr>
          </thead>
          <tbody>
            {summary.operators.map(({ name, count }) => (
              <tr key={name}>
                <th scope="row" className="font-normal break-all">
                  {name}
                </th>
                <td className="r">{count.toLocaleString('en')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p className="text-sm text-muted">Operators: {operators.join(', ')}.</p>
      )}
    </>
  );
}

function macsWords({ macs, isAtLeast }: NonNullable<VersionDetails['graph']['summary']>): string {
  if (macs === null) return 'not counted in multiplications';
  return `${isAtLeast ? 'at least ' : 'about '}${compact(macs)} multiplications with addition`;
}

/** What was measured when it was published, and on its reference rows. */
export function Measured({ version: { report, study, accuracy } }: { version: VersionDetails }) {
  const { loadMs, memoryBytes, answers, batches, deterministic } = report;
  return (
    <>
      <Facts
        facts={[
          ['Loading', formatDuration(loadMs)],
          ['Memory', sizeWords(memoryBytes)],
          ...answers.map(
            ({ rows, ms }) => [rows === 1 ? 'One row' : `${rows} rows at once`, milliseconds(ms)] as const,
          ),
          ['Answers many rows at once', batches ? 'yes' : 'no'],
          ['The same answer twice', deterministic === null ? 'not known' : deterministic ? 'yes' : 'no'],
          ...accuracyFacts(accuracy),
          ...(study?.margin
            ? [['90 of 100 answers were off by at most', study.margin.value.toPrecision(4)] as const]
            : []),
        ]}
      />
      {study?.calibration && <Calibration calibration={study.calibration} />}
    </>
  );
}

function accuracyFacts(accuracy: VersionDetails['accuracy']): (readonly [string, string])[] {
  if (accuracy.state !== 'known') return [];
  if (accuracy.kind === 'class') return [['Right on reference rows', `${accuracy.rightCount} of ${accuracy.rowCount}`]];
  return [['Off on reference rows, on average', `${accuracy.meanError.toPrecision(4)} over ${accuracy.rowCount} rows`]];
}

type CalibrationView = NonNullable<NonNullable<VersionDetails['study']>['calibration']>;

function Calibration({ calibration: { ece, of, bins } }: { calibration: CalibrationView }) {
  const hundred = (share: number): string => (100 * share).toFixed(0);
  return (
    <div className="grid gap-1">
      <h4 className="text-sm font-medium">Does the model mean what it says?</h4>
      <p className="text-sm text-muted">
        What it says and what was right are {(100 * ece).toFixed(1)} of 100 apart on average over {of} reference rows
        (expected calibration error).
      </p>
      <table className="tbl text-sm">
        <thead>
          <tr>
            <th scope="col">It says, of 100</th>
            <th scope="col" className="r">
              On average
            </th>
            <th scope="col" className="r">
              Right
            </th>
            <th scope="col" className="r">
              Rows
            </th>
          </tr>
        </thead>
        <tbody>
          {bins.map(({ from, to, said, right, count }) => (
            <tr key={`${from} ${to}`}>
              <th scope="row" className="num font-normal">
                {hundred(from)} to {hundred(to)}
              </th>
              <td className="r">{hundred(said)}</td>
              <td className="r">{hundred(right)}</td>
              <td className="r">{count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
