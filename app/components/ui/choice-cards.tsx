import type { LucideIcon } from 'lucide-react';
import { useRef } from 'react';
import { Field, type FieldLook, splitField } from './field.tsx';
import { Icon } from './icon.tsx';
import { KeyCap } from './kbd.tsx';
import { useShortcuts } from './use-shortcuts.ts';

interface ChoiceCard {
  value: string;
  label: string;
  icon: LucideIcon;
  /** Shown on phones beside the word, and under the cards once chosen. */
  hint: string;
  /** The single key that chooses it, on the page or in the dialog the cards are in. */
  shortcut?: string;
}

interface ChoiceCardsProps extends Omit<FieldLook, 'was' | 'layout'> {
  cards: readonly ChoiceCard[];
  /** Chosen value; give it with `onValueChange`, or leave both out and give `defaultValue`. */
  value?: string;
  defaultValue?: string | undefined;
  onValueChange?: (value: string) => void;
  isRequired?: boolean;
}

/** A few choices with a picture each, such as the kinds of a flag. Native radio buttons. */
export function ChoiceCards(props: ChoiceCardsProps) {
  const { frame, control, rest } = splitField(props);
  const { cards, value, defaultValue, onValueChange, isRequired } = rest;
  const { id, name, 'aria-invalid': isInvalid, ...described } = control;
  const chosen = cards.find((card) => card.value === value);
  const group = useRef<HTMLFieldSetElement>(null);
  const choose = (at: number) => (): void => group.current?.querySelectorAll('input')[at]?.click();
  useShortcuts(
    Object.fromEntries(cards.flatMap(({ shortcut }, at) => (shortcut ? [[shortcut.toLowerCase(), choose(at)]] : []))),
    group,
  );
  return (
    <Field {...frame} isGroup>
      <fieldset ref={group} id={id} aria-labelledby={`${id}-label`} {...described} className="choice-cards">
        {cards.map((card) => (
          <label key={card.value} className="choice-card">
            <input
              type="radio"
              name={name}
              value={card.value}
              required={isRequired}
              aria-invalid={isInvalid}
              {...(value === undefined
                ? { defaultChecked: card.value === defaultValue }
                : { checked: card.value === value })}
              onChange={() => onValueChange?.(card.value)}
            />
            <span className="choice-card-top">
              <Icon of={card.icon} size={16} />
              {card.shortcut && <KeyCap>{card.shortcut}</KeyCap>}
            </span>
            <span className="choice-card-label">{card.label}</span>
            <span className="choice-card-hint">{card.hint}</span>
          </label>
        ))}
      </fieldset>
      {chosen && (
        <p className="text-xs text-muted max-sm:hidden">
          {chosen.label}: {inSentence(chosen.hint)}
        </p>
      )}
    </Field>
  );
}

/** 'People are treated …' after a colon; 'I can’t tell' stays. */
function inSentence(hint: string): string {
  return /^I\b/.test(hint) ? hint : hint.charAt(0).toLowerCase() + hint.slice(1);
}
