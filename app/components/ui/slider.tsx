import type { ChangeEvent } from 'react';

export interface SliderMarks {
  /** Between which values most of what the model has seen lies; drawn as a soft sleeve around the track. */
  typical?: { from: number; to: number } | undefined;
  /** Where the answer changes, in the colour of the answer it changes to (1, 2 or 3). */
  notches?: { at: number; answer: 1 | 2 | 3 }[] | undefined;
}

interface SliderProps extends SliderMarks {
  /** Name for screen readers. */
  label: string;
  min: number;
  max: number;
  step: number;
  /** Where the thumb stands; a value outside the range stands at its end, null (no number) faintly at the start. */
  value: number | null;
  /** The value in words, such as '41%'. */
  valueText: string;
  onValueChange: (value: number) => void;
  isDisabled?: boolean;
}

const NOTCH_FILLS = { 1: 'fill-a1', 2: 'fill-a2', 3: 'fill-a3' } as const;

/**
 * A native slider over a drawn track. It has no name: the field it belongs to is what a form sends, so that a step never
 * rounds a value nobody touched.
 */
export function Slider(props: SliderProps) {
  const { label, min, max, step, value, valueText, onValueChange, typical, notches = [], isDisabled } = props;
  const at = (number: number): number => (100 * (Math.min(max, Math.max(min, number)) - min)) / (max - min);
  const shown = value ?? min;
  return (
    <div className="slider">
      <svg className="slider-drawing" aria-hidden="true" focusable="false">
        {typical && (
          <rect
            className="slider-typical"
            x={`${at(typical.from)}%`}
            width={`${at(typical.to) - at(typical.from)}%`}
            y="50%"
            height="12"
            rx="6"
            transform="translate(0 -6)"
          />
        )}
        <rect className="slider-track" y="50%" width="100%" height="4" rx="2" transform="translate(0 -2)" />
        <rect className="slider-fill" y="50%" width={`${at(shown)}%`} height="4" rx="2" transform="translate(0 -2)" />
        {notches.map((notch) => (
          <svg key={notch.at} x={`${at(notch.at)}%`} y="50%" className="overflow-visible" aria-hidden="true">
            <path d="M0 9 L4.5 16 L-4.5 16 Z" className={NOTCH_FILLS[notch.answer]} />
          </svg>
        ))}
      </svg>
      <input
        type="range"
        aria-label={label}
        aria-valuetext={valueText}
        min={min}
        max={max}
        step={step}
        value={shown}
        data-empty={value === null ? '' : undefined}
        disabled={isDisabled}
        onChange={(event: ChangeEvent<HTMLInputElement>) => onValueChange(event.currentTarget.valueAsNumber)}
      />
    </div>
  );
}
