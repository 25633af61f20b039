import { useState } from 'react';
import { Field, type FieldLook, splitField } from './field.tsx';
import { readNumber, stepFor, writeStepped } from './number-words.ts';
import { Slider, type SliderMarks } from './slider.tsx';

interface NumberFieldProps extends Omit<FieldLook, 'was'>, SliderMarks {
  /** Before and after the number, inside the box: '$', '%'. */
  prefix?: string | undefined;
  unit?: string | undefined;
  /** Text of the field; give it with `onValueChange`, or leave both out and give `defaultValue`. */
  value?: string;
  defaultValue?: string | undefined;
  onValueChange?: (text: string) => void;
  /** The text before anyone edited it; a different one marks the field as edited and offers the way back. */
  original?: string | undefined;
  /** With both ends known there is a slider. Values beyond them are allowed. */
  min?: number | undefined;
  max?: number | undefined;
  step?: number | undefined;
  isDisabled?: boolean;
}

/**
 * A number with unit, range line and slider. It is text with a number keyboard: a number control would refuse '33%' and
 * round what it was given. What was not touched stays exactly as it came.
 */
export function NumberField(props: NumberFieldProps) {
  const { frame, control, rest } = splitField(props);
  const { prefix, unit, defaultValue = '', onValueChange, original, min, max, typical, notches, isDisabled } = rest;
  const [own, setOwn] = useState(defaultValue);
  const text = rest.value ?? own;
  const change = (next: string): void => {
    setOwn(next);
    onValueChange?.(next);
  };
  const isEdited = original !== undefined && text !== original;
  const was = isEdited ? { text: withAffixes(original, props), onReset: () => change(original) } : undefined;
  const hasSlider = min !== undefined && max !== undefined && max > min;
  const step = rest.step ?? (hasSlider ? stepFor(min, max) : 1);
  const affixes = [prefix, unit].filter((affix) => affix !== undefined);
  return (
    <Field {...frame} was={was} hasSlider={hasSlider}>
      {hasSlider && (
        <Slider
          label={`${frame.label}, slider`}
          valueText={withAffixes(text, props)}
          value={readNumber(text, affixes)}
          onValueChange={(value) => change(writeStepped(value, step))}
          {...{ min, max, step, typical, notches, isDisabled: isDisabled ?? false }}
        />
      )}
      <div className="numfield">
        {prefix && <span className="affix">{prefix}</span>}
        <input
          {...control}
          type="text"
          inputMode="decimal"
          autoComplete="off"
          value={text}
          disabled={isDisabled}
          onChange={(event) => change(event.currentTarget.value)}
        />
        {unit && <span className="affix">{unit}</span>}
      </div>
    </Field>
  );
}

/** '$58k', '41%', '3.2 kg': a unit of letters keeps its distance. */
function withAffixes(text: string, { prefix = '', unit = '' }: Pick<NumberFieldProps, 'prefix' | 'unit'>): string {
  const gap = /^\p{L}{2,}/u.test(unit) ? ' ' : '';
  return `${prefix}${text}${gap}${unit}`;
}
