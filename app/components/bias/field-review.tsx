import type { TwinReviewField } from '#app/preview/contract.ts';
import { type IntervalRow, IntervalRows } from './interval-rows.tsx';
import { ProxyCard } from './proxy-card.tsx';
import { WorstTwins } from './worst-twins.tsx';

interface FieldReviewProps {
  field: TwinReviewField;
  favourable: string | null;
  /** Address of the version. */
  address: string;
}

/** What changing one sensitive thing did: in words, by value and by group, the farthest twins, and what stands in. */
export function FieldReview({ field, favourable, address }: FieldReviewProps) {
  const { key, label, sentence, testSentence, groups, values, proxy, changedCount } = field;
  const id = `field-${key}-${label.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}`;
  const hasSide = field.worst.length > 0;
  return (
    <section aria-labelledby={id} className="grid gap-4">
      <div>
        <h2 id={id} className="text-lg">
          {label}
        </h2>
        <p className="num mt-1 text-pretty">{sentence}</p>
        {testSentence && <p className="num mt-1 max-w-[84ch] text-sm text-muted">{testSentence}</p>}
      </div>
      <div
        className={
          hasSide
            ? 'grid grid-cols-[minmax(0,1fr)_388px] items-start gap-4 max-lg:grid-cols-[minmax(0,1fr)]'
            : 'grid gap-4'
        }
      >
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          {favourable !== null && values.length > 0 && (
            <Rows
              title={`Answered “${favourable}”, of 100, if all of them had this value`}
              rows={values.map(valueRow)}
            />
          )}
          {changedCount > 0 && (
            <Rows
              title="Whose answers change, of 100"
              rows={groups.map((group) => groupRow(group, favourable !== null))}
            />
          )}
          {proxy && <ProxyCard id={`${id}-proxy`} label={label} proxy={proxy} />}
        </div>
        <WorstTwins id={`${id}-worst`} field={field} address={address} />
      </div>
    </section>
  );
}

function Rows({ title, rows }: { title: string; rows: IntervalRow[] }) {
  return (
    <div className="card">
      <h3 className="h-section px-6 pt-5 pb-3 max-sm:px-4">{title}</h3>
      <div className="border-t border-line">
        <IntervalRows label={title} rows={rows} />
      </div>
    </div>
  );
}

function valueRow({ label, caseCount, favourableCount, interval }: TwinReviewField['values'][number]): IntervalRow {
  return { label, caseCount, count: favourableCount, interval };
}

function groupRow(group: TwinReviewField['groups'][number], hasDirection: boolean): IntervalRow {
  const { label, caseCount, changedCount, worseCount, betterCount, interval } = group;
  const detail = hasDirection
    ? `${worseCount} get worse, ${betterCount} better`
    : `${changedCount} of ${caseCount} change`;
  return { label: label || 'All', caseCount, count: changedCount, interval, detail };
}
