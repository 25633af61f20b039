import { ChevronRight } from 'lucide-react';
import { type Dispatch, useDeferredValue, useMemo, useState } from 'react';
import type { FormField } from '#app/preview/contract.ts';
import { Icon } from '../ui/icon.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { FieldControl } from './field-control.tsx';
import { findFields, GROUP_SIZE, inGroups, SEARCHED_FROM } from './field-search.ts';
import type { ControlText, FormAction, FormState } from './form-state.ts';

interface FieldListProps {
  fields: readonly FormField[];
  form: FormState;
  edit: Dispatch<FormAction>;
  /** Address of the version. */
  address: string;
  /** What is wrong, by field key. */
  errors: Readonly<Record<string, string>>;
  /** What is worth knowing, by field key. */
  notices: Readonly<Record<string, string>>;
}

/** The fields of a form: searched when there are many, those with a default that is nearly always right folded away. */
export function FieldList(props: FieldListProps) {
  const { fields, errors } = props;
  const [query, setQuery] = useState('');
  const asked = useDeferredValue(query);
  const found = useMemo(() => findFields(fields, asked), [fields, asked]);
  const usual = useMemo(() => fields.filter(({ isHidden }) => !isHidden), [fields]);
  const more = useMemo(() => fields.filter(({ isHidden }) => isHidden), [fields]);
  const isSearched = fields.length >= SEARCHED_FROM;
  return (
    <>
      {isSearched && (
        <FieldSearch query={query} onQueryChange={setQuery} foundCount={found?.size ?? null} count={fields.length} />
      )}
      <Groups {...props} fields={usual} found={found} />
      {more.length > 0 && (
        <MoreFields count={more.length} isNeeded={more.some(({ key }) => found?.has(key) || errors[key] !== undefined)}>
          <Groups {...props} fields={more} found={found} />
        </MoreFields>
      )}
      {found?.size === 0 && <p className="py-3 text-sm text-muted">No field is called that.</p>}
    </>
  );
}

interface FieldSearchProps {
  query: string;
  onQueryChange: (query: string) => void;
  /** Null: nothing is searched for. */
  foundCount: number | null;
  count: number;
}

function FieldSearch({ query, onQueryChange, foundCount, count }: FieldSearchProps) {
  return (
    <div className="needs-script field-search">
      <SearchField
        name="find-field"
        label="Search the fields"
        placeholder={`Search ${count} fields`}
        value={query}
        onChange={(event) => onQueryChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          // It narrows what is shown; running is for the fields.
          if (event.key === 'Enter') event.preventDefault();
        }}
      />
      <p role="status" className="num text-xs text-muted">
        {foundCount !== null && `${foundCount} of ${count} fields`}
      </p>
    </div>
  );
}

function Groups({ fields, found, ...props }: FieldListProps & { found: ReadonlySet<string> | null }) {
  const groups = useMemo(() => inGroups(fields, GROUP_SIZE), [fields]);
  return groups.map((group) => (
    <div key={group[0]?.key} className={fields.length < SEARCHED_FROM ? undefined : 'field-group'}>
      {group.map((field) => {
        const { key } = field;
        const error = props.errors[key];
        return (
          <div key={key} className="field-slot" hidden={found !== null && !found.has(key) && error === undefined}>
            <FieldControl
              field={field}
              now={props.form.texts[key] ?? textOf(field)}
              base={props.form.base[key] ?? textOf(field)}
              edit={props.edit}
              address={props.address}
              isExample={props.form.example !== null}
              error={error}
              notice={error === undefined ? props.notices[key] : undefined}
            />
          </div>
        );
      })}
    </div>
  ));
}

function textOf({ value, was }: FormField): ControlText {
  return { text: value, was };
}

interface MoreFieldsProps {
  count: number;
  /** Something in it was searched for, or is wrong. */
  isNeeded: boolean;
  children: React.ReactNode;
}

function MoreFields({ count, isNeeded, children }: MoreFieldsProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      className="more-fields"
      open={isOpen || isNeeded}
      onToggle={(event) => !isNeeded && setOpen(event.currentTarget.open)}
    >
      <summary>
        <Icon of={ChevronRight} size={14} />
        More fields <span className="num">({count})</span>
      </summary>
      {children}
    </details>
  );
}
