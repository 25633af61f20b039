import { withUnit } from './answer-words.ts';
import { formatNumber } from './format-value.ts';

interface RangeStripProps {
  value: number;
  min: number;
  max: number;
  unit: string | null;
}

/** Where a number lies between the lowest and the highest that are known. */
export function RangeStrip({ value, min, max, unit }: RangeStripProps) {
  const share = Math.min(1, Math.max(0, (value - min) / (max - min)));
  const side = value < min ? 'Below' : value > max ? 'Above' : null;
  const [from, to] = [min, max].map(formatNumber);
  return (
    <div className="mt-4 max-w-[420px]">
      <svg className="range-strip" aria-hidden="true" focusable="false">
        <rect className="range-strip-track" width="100%" height="6" y="7" rx="3" />
        <rect className="range-strip-fill" width={`${share * 100}%`} height="6" y="7" rx="3" />
        <circle className="range-strip-mark" cx={`${share * 100}%`} cy="10" r="7" />
      </svg>
      <div className="num mt-1 flex justify-between text-xs text-faint">
        <span>{from}</span>
        <span>{to}</span>
      </div>
      <p className="mt-1 text-sm text-muted">
        {side ? `${side} all known answers, which lie` : 'Known answers lie'} between {from} and{' '}
        {withUnit(String(to), unit)}.
      </p>
    </div>
  );
}
