import { Form, Link, useNavigate } from '@remix-run/react';
import { ListFilter } from 'lucide-react';
import { type FormEvent, useEffect, useRef } from 'react';
import { FLAG_KINDS, FLAG_SEVERITIES, FLAG_STATES, type FlagCounts } from '#app/feedback/contract.ts';
import { Count } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Combobox, Select } from '../ui/select.tsx';
import { type FlagAddress, filterCount, readAddress, writeAddress } from './flag-query.ts';
import { KIND_WORDS, SEVERITY_WORDS, stateWords } from './flag-words.ts';

interface FlagFiltersProps {
  address: FlagAddress;
  counts: FlagCounts;
  models: readonly { name: string; title: string }[];
  /** Address of the list. */
  to: string;
}

/** Everything a list of flags can be narrowed by; a form, so that it works without a script and stays in the address. */
export function FlagFilters({ address, counts, models, to }: FlagFiltersProps) {
  const panel = useRef<HTMLDetailsElement>(null);
  const count = filterCount(address);
  useClosing(panel);
  const navigate = useNavigate();
  const close = (): void => panel.current?.removeAttribute('open');
  /** A plain form would also name what was left open. */
  const show = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    close();
    const chosen = [...new FormData(event.currentTarget)].filter((pair): pair is [string, string] => pair[1] !== '');
    navigate(`${to}${writeAddress(readAddress(new URLSearchParams(chosen)))}`);
  };
  return (
    <details ref={panel} className="filters">
      <summary className="btn btn-sm btn-quiet">
        <Icon of={ListFilter} />
        Filter
        {count > 0 && <Count value={count} isAccent />}
      </summary>
      <Form method="get" action={to} onSubmit={show} className="filters-panel" key={JSON.stringify(address)}>
        {address.waits && <input type="hidden" name="waits" value="you" />}
        <Combobox
          name="model"
          id="filter-model"
          label="Model"
          defaultValue={address.model}
          options={[
            { value: '', label: 'Every model' },
            ...models.map(({ name, title }) => ({ value: name, label: title })),
          ]}
        />
        <Combobox
          name="state"
          id="filter-state"
          label="State"
          defaultValue={address.state ?? ''}
          options={[
            { value: '', label: `Every state (${counts.all})` },
            { value: 'unresolved', label: 'Still to be worked on' },
            ...FLAG_STATES.map((state) => ({ value: state, label: `${stateWords(state)} (${counts.byState[state]})` })),
          ]}
        />
        <Select
          name="kind"
          id="filter-kind"
          label="Kind"
          defaultValue={address.kind ?? ''}
          options={[
            { value: '', label: 'Every kind' },
            ...FLAG_KINDS.map((kind) => ({ value: kind, label: KIND_WORDS[kind].label })),
          ]}
        />
        <Select
          name="severity"
          id="filter-severity"
          label="How serious"
          defaultValue={address.severity ?? ''}
          options={[
            { value: '', label: 'Any' },
            ...FLAG_SEVERITIES.map((severity) => ({ value: severity, label: SEVERITY_WORDS[severity] })),
          ]}
        />
        <ReporterChoice reporter={address.reporter} />
        <div className="flex items-center justify-between gap-2">
          <Link to={to} className="link text-sm" onClick={close}>
            Clear all
          </Link>
          <Button type="submit" variant="primary">
            Show flags
          </Button>
        </div>
      </Form>
    </details>
  );
}

/** Mine, or those of whoever the address names already. */
function ReporterChoice({ reporter }: { reporter: string }) {
  const isOther = reporter !== '' && reporter !== 'me';
  return (
    <label className="flex min-h-8 items-center gap-2">
      <input
        type="checkbox"
        className="tick"
        name="reporter"
        value={isOther ? reporter : 'me'}
        defaultChecked={reporter !== ''}
      />
      {isOther ? 'Only those of this person' : 'Reported by me'}
    </label>
  );
}

/** Closes on Escape and on a press beside it. */
function useClosing(panel: { current: HTMLDetailsElement | null }): void {
  useEffect(() => {
    const close = (event: Event): void => {
      const details = panel.current;
      if (!details?.open) return;
      const isEscape = event instanceof KeyboardEvent && event.key === 'Escape';
      // A list of a field opens outside the panel, on top of everything.
      const isBeside =
        event.type === 'pointerdown' &&
        event.target instanceof Element &&
        !details.contains(event.target) &&
        event.target.closest('.popover') === null;
      if (!isEscape && !isBeside) return;
      details.open = false;
      if (isEscape) details.querySelector('summary')?.focus();
    };
    document.addEventListener('keydown', close);
    document.addEventListener('pointerdown', close);
    return () => {
      document.removeEventListener('keydown', close);
      document.removeEventListener('pointerdown', close);
    };
  }, [panel]);
}
