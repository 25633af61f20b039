import { Check, CircleHelp, Flag } from 'lucide-react';
import type { FormEvent } from 'react';
import type { VerdictValue } from '#app/feedback/contract.ts';
import type { ShownAnswer } from '../trying/answer-state.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import type { Judging } from './judging.ts';

interface JudgeButtonsProps {
  shown: ShownAnswer;
  judging: Judging;
  /** The answer is about what is in the form; another one cannot be judged. */
  isCurrent: boolean;
  /** It will not be for now: something in the form has to be mended first. */
  isBlocked: boolean;
  /** Where the form goes without a script. */
  action: string;
  onNear: () => void;
  /** In the bar of a phone: two wide buttons, no keys. */
  isBar?: boolean;
}

/** Looks right, Not sure, Flag a problem. Without a script a form that stores the answer as it is shown. */
export function JudgeButtons(props: JudgeButtonsProps) {
  const { shown, judging, isCurrent, isBlocked, action, onNear, isBar = false } = props;
  const isOff = !isCurrent || judging.isBusy;
  const press = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    const value = submitter instanceof HTMLButtonElement ? submitter.value : '';
    if (isOff) return;
    if (value === 'flag') judging.open();
    else judging.judge(value as VerdictValue);
  };
  // On a phone the bar has the two, and the card only what the bar has no room for.
  const look = isBar ? 'flex-1' : 'max-sm:hidden';
  return (
    <form
      method="post"
      action={action}
      onSubmit={press}
      onPointerEnter={onNear}
      onFocus={onNear}
      className={isBar ? 'flex gap-2' : 'mt-3.5 flex flex-wrap gap-2'}
    >
      <input type="hidden" name="live" value={shown.live ?? ''} />
      <Verdict value="looks-right" look={look} {...{ shown, isBlocked, isBar }} />
      <Button
        type="submit"
        name="intent"
        value="flag"
        variant="primary"
        icon={Flag}
        className={look}
        aria-disabled={isBlocked || undefined}
        {...(!isBar && { shortcut: 'F' })}
      >
        Flag a problem
      </Button>
      {!isBar && <Verdict value="not-sure" look="" {...{ shown, isBlocked, isBar }} />}
    </form>
  );
}

interface VerdictProps {
  value: 'looks-right' | 'not-sure';
  shown: ShownAnswer;
  isBlocked: boolean;
  look: string;
  isBar: boolean;
}

const WORDS = { 'looks-right': 'Looks right', 'not-sure': 'Not sure' } as const;

function Verdict({ value, shown, isBlocked, look, isBar }: VerdictProps) {
  const isGiven = shown.verdict === value;
  return (
    <Button
      type="submit"
      name="intent"
      value={value}
      variant={value === 'looks-right' ? 'secondary' : 'quiet'}
      icon={value === 'looks-right' ? Check : CircleHelp}
      iconClass={value === 'looks-right' ? 'text-ok-text' : 'text-muted'}
      className={`${look} ${isGiven ? 'btn-given' : ''}`.trim()}
      aria-pressed={isGiven}
      aria-disabled={isBlocked || undefined}
      {...(!isBar && value === 'looks-right' && { shortcut: 'L' })}
    >
      {WORDS[value]}
    </Button>
  );
}

/** What this person said of the answer, so that nobody wonders whether it was kept. */
export function Judged({ shown }: { shown: ShownAnswer }) {
  const { verdict, flag } = shown;
  if (verdict === null && flag === null) return null;
  return (
    <p role="status" className="mt-3 inline-flex items-center gap-1.5 text-sm text-muted">
      <Icon of={Check} size={14} weight={2.25} className="text-ok-text" />
      <span>
        {flag ? (
          <>
            Kept. You flagged it:{' '}
            <a className="link" href={`/f/${flag.id}`}>
              flag {flag.number}
            </a>
            .
          </>
        ) : (
          `Kept. You said: ${verdict === 'looks-right' ? 'looks right' : 'not sure'}.`
        )}
      </span>
    </p>
  );
}
