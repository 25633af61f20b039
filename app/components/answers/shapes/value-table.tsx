import { Download } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import type { AnswerValue } from '#app/preview/contract.ts';
import { Button } from '../../ui/button.tsx';
import { withUnit } from '../answer-words.ts';
import { formatNumber, formatValue } from '../format-value.ts';
import { summariseList } from './list-summary.ts';
import { saveJson } from './save-json.ts';

/** A list that nothing else fits: how large it is, its figures and first values, and all of it as a file. */
export function ValueTable({ value }: { value: AnswerValue }) {
  const summary = useMemo(() => summariseList(value.value), [value]);
  const { count, first, numbers } = summary;
  const shown = first.map(formatValue).join(', ');
  return (
    <section aria-label={value.label} className="min-w-0">
      <div className="flex flex-wrap items-center justify-between gap-x-4">
        <h3 className="text-sm font-medium">{value.label}</h3>
        <span className="needs-script">
          <Button size="small" variant="quiet" icon={Download} onClick={() => saveJson(value.value, value.name)}>
            Download as JSON
          </Button>
        </span>
      </div>
      <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
        <Line name="Shape">{(value.shape ?? [count]).join(' × ') || 'a single value'}</Line>
        <Line name="Values">{formatNumber(count)}</Line>
        {numbers && (
          <>
            <Line name="Lowest to highest">
              {withUnit(`${formatNumber(numbers.min)} to ${formatNumber(numbers.max)}`, value.unit)}
            </Line>
            <Line name="Mean and deviation">
              {formatNumber(numbers.mean)} ± {formatNumber(numbers.deviation)}
            </Line>
          </>
        )}
        {count > 0 && (
          <Line name={count > first.length ? `First ${first.length}` : 'All of them'}>
            <span className="break-words">{shown}</span>
          </Line>
        )}
      </dl>
    </section>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="contents">
      <dt className="text-muted">{name}</dt>
      <dd className="num min-w-0">{children}</dd>
    </div>
  );
}
