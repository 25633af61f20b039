import { Link } from '@remix-run/react';
import { type LucideIcon, RefreshCw } from 'lucide-react';
import { type ButtonHTMLAttributes, forwardRef, type MouseEvent, type ReactNode, useId } from 'react';
import { Icon } from './icon.tsx';
import { KeyCap } from './kbd.tsx';

interface ButtonLook {
  /** One primary per region; secondary when left out. */
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger';
  /** Height: 28, 36 (left out) or 44 px. On touch every button is 44 px. */
  size?: 'small' | 'large';
  /** Takes the whole width, 44 px high. */
  isWide?: boolean;
  icon?: LucideIcon;
  /** Colour of the icon, such as `text-ok-text` for a tick. */
  iconClass?: string;
  iconEnd?: LucideIcon;
  /** The key that does the same, shown as a cap. */
  shortcut?: string;
  /** The words, a verb with an object. With `isIconOnly` they become the name for screen readers. */
  children: ReactNode;
}

export interface ButtonProps extends ButtonLook, Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  isIconOnly?: boolean;
  /** Working on it: presses are ignored, the label becomes `pendingLabel`, the width stays. */
  isPending?: boolean;
  pendingLabel?: string;
  /** Why it cannot be pressed now; shown beside it, and the button stays reachable by keyboard. */
  disabledReason?: string | undefined;
}

/** A button. Inside a form it does not submit unless `type="submit"`. */
export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(props, ref) {
  const { variant, size, isWide, icon, iconClass, iconEnd, shortcut, children, className, ...rest } = props;
  const { isIconOnly = false, isPending = false, pendingLabel, disabledReason, onClick, ...attributes } = rest;
  const reasonId = useId();
  const isBlocked = isPending || disabledReason !== undefined;
  const press = (event: MouseEvent<HTMLButtonElement>): void => {
    if (isBlocked) event.preventDefault();
    else onClick?.(event);
  };
  const label = (
    <Label icon={isPending && !pendingLabel ? RefreshCw : icon} {...{ iconClass, iconEnd, shortcut, isIconOnly }}>
      {children}
    </Label>
  );
  const button = (
    <button
      ref={ref}
      type="button"
      {...attributes}
      className={classesOf({ variant, size, isWide, isIconOnly, className })}
      onClick={press}
      {...(shortcut?.length === 1 && { 'aria-keyshortcuts': shortcut })}
      {...(isPending && { 'aria-busy': true })}
      {...(isBlocked && { 'aria-disabled': true })}
      {...(disabledReason !== undefined && { 'aria-describedby': reasonId })}
    >
      {pendingLabel === undefined ? label : <TwoLabels {...{ isPending, pendingLabel, label }} />}
    </button>
  );
  if (disabledReason === undefined) return button;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-1">
      {button}
      <span id={reasonId} className="text-sm text-muted">
        {disabledReason}
      </span>
    </span>
  );
});

function TwoLabels({ isPending, pendingLabel, label }: { isPending: boolean; pendingLabel: string; label: ReactNode }) {
  return (
    <span className="btn-labels gap-[7px]">
      <span aria-hidden={isPending}>{label}</span>
      <span aria-hidden={!isPending}>
        <Icon of={RefreshCw} />
        {pendingLabel}
      </span>
    </span>
  );
}

interface LabelProps extends Pick<ButtonLook, 'children'> {
  icon: LucideIcon | undefined;
  iconClass: string | undefined;
  iconEnd: LucideIcon | undefined;
  shortcut: string | undefined;
  isIconOnly: boolean;
}

function Label({ icon, iconClass = '', iconEnd, shortcut, isIconOnly, children }: LabelProps) {
  return (
    <>
      {icon && <Icon of={icon} size={isIconOnly ? 16 : 15} className={iconClass} />}
      {isIconOnly ? <span className="sr-only">{children}</span> : children}
      {iconEnd && <Icon of={iconEnd} size={14} />}
      {shortcut && <KeyCap>{shortcut}</KeyCap>}
    </>
  );
}

interface ButtonLinkProps extends ButtonLook {
  /** Where it leads. */
  to: string;
  className?: string;
  isIconOnly?: boolean;
  /** `intent` fetches the page when the pointer comes near. */
  prefetch?: 'intent' | 'none';
}

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function ButtonLink(props: ButtonLinkProps) {
  const { to, variant, size, isWide, icon, iconClass, iconEnd, shortcut, children, prefetch = 'none' } = props;
  const { className, isIconOnly = false } = props;
  return (
    <Link to={to} prefetch={prefetch} className={classesOf({ variant, size, isWide, isIconOnly, className })}>
      <Label {...{ icon, iconClass, iconEnd, shortcut, isIconOnly }}>{children}</Label>
    </Link>
  );
}

interface ClassInput {
  variant: ButtonLook['variant'];
  size: ButtonLook['size'];
  isWide: boolean | undefined;
  isIconOnly: boolean;
  className: string | undefined;
}

function classesOf({ variant, size, isWide, isIconOnly, className }: ClassInput): string {
  const classes = [
    'btn',
    variant !== undefined && variant !== 'secondary' && `btn-${variant}`,
    size === 'small' && 'btn-sm',
    size === 'large' && 'btn-lg',
    isWide && 'btn-wide',
    isIconOnly && 'btn-icon',
    className,
  ];
  return classes.filter(Boolean).join(' ');
}
