import { TextField } from '../ui/text-field.tsx';
import type { ErrorOf, Shown } from './form-lookups.ts';
import type { FieldView } from './page-data.ts';

interface NumberControlsProps {
  number: NonNullable<FieldView['number']>;
  shown: Shown;
  error: ErrorOf;
}

/** Unit, range and step of a number, and the unit the form shows it in. */
export function NumberControls({ number, shown, error }: NumberControlsProps) {
  const { unit, min, max, step } = number;
  const text = (name: string, label: string, saved: string) => ({
    name,
    label,
    defaultValue: shown(name, saved),
    error: error(name),
    autoComplete: 'off',
  });
  return (
    <>
      <div className="describe-four">
        <TextField key={`unit ${unit}`} {...text('unit', 'Unit', unit)} maxLength={100} />
        <TextField key={`min ${min}`} {...text('min', 'Lowest', min)} inputMode="decimal" />
        <TextField key={`max ${max}`} {...text('max', 'Highest', max)} inputMode="decimal" />
        <TextField key={`step ${step}`} {...text('step', 'Step', step)} inputMode="decimal" />
      </div>
      <ShownAs {...{ number, shown, error }} />
    </>
  );
}

/** Open where it says something. */
function ShownAs({ number: { shown: saved }, shown, error }: NumberControlsProps) {
  const isOpen = saved.scale !== '' || ['scale', 'shown-unit', 'decimals'].some((name) => error(name) !== undefined);
  return (
    <details className="describe-more" open={isOpen || undefined}>
      <summary className="link text-sm">Show it in another unit</summary>
      <p className="mt-2 text-sm text-muted">
        With a factor of 100 and the unit %, people see 41% where the model takes 0.41. Nothing else changes.
      </p>
      <div className="describe-three mt-3">
        <TextField
          key={`scale ${saved.scale}`}
          name="scale"
          label="Factor"
          defaultValue={shown('scale', saved.scale)}
          error={error('scale')}
          inputMode="decimal"
          autoComplete="off"
        />
        <TextField
          key={`shown-unit ${saved.unit}`}
          name="shown-unit"
          label="Unit people see"
          defaultValue={shown('shown-unit', saved.unit)}
          error={error('shown-unit')}
          maxLength={100}
          autoComplete="off"
        />
        <TextField
          key={`decimals ${saved.decimals}`}
          name="decimals"
          label="Decimals"
          defaultValue={shown('decimals', saved.decimals)}
          error={error('decimals')}
          inputMode="numeric"
          autoComplete="off"
        />
      </div>
    </details>
  );
}
