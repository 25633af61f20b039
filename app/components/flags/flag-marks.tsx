import {
  Ban,
  Check,
  CheckCheck,
  CircleDashed,
  CircleHelp,
  CircleX,
  Copy,
  Eye,
  EyeOff,
  Lightbulb,
  type LucideIcon,
  MessageCircleQuestion,
  RotateCcw,
  Scale,
  Split,
  Undo2,
} from 'lucide-react';
import type { FlagKind, FlagState } from '#app/feedback/contract.ts';
import { Badge } from '../ui/badge.tsx';
import { Icon } from '../ui/icon.tsx';
import { KIND_WORDS, stateWords } from './flag-words.ts';

export const KIND_ICONS: Record<FlagKind, LucideIcon> = {
  wrong: CircleX,
  boundary: Split,
  bias: Scale,
  unclear: CircleHelp,
  idea: Lightbulb,
};

const STATE_LOOKS: Record<FlagState, { icon: LucideIcon; tone: 'plain' | 'line' | 'accent' | 'ok' | 'warn' | 'bad' }> =
  {
    open: { icon: CircleDashed, tone: 'line' },
    'needs-info': { icon: MessageCircleQuestion, tone: 'warn' },
    accepted: { icon: Check, tone: 'accent' },
    'looks-fixed': { icon: Eye, tone: 'warn' },
    confirmed: { icon: CheckCheck, tone: 'ok' },
    unconfirmed: { icon: EyeOff, tone: 'plain' },
    'broke-again': { icon: RotateCcw, tone: 'bad' },
    'wont-fix': { icon: Ban, tone: 'plain' },
    duplicate: { icon: Copy, tone: 'plain' },
    withdrawn: { icon: Undo2, tone: 'plain' },
  };

/** Kind and number of a flag: 'Bias 214'. */
export function KindMark({ kind, number }: { kind: FlagKind; number: number }) {
  return (
    <span className="inline-flex items-center gap-2">
      <Icon of={KIND_ICONS[kind]} size={14} />
      {KIND_WORDS[kind].label} <span className="num">{number}</span>
    </span>
  );
}

/** State of a flag, with the version it belongs to. */
export function StateBadge({ state, version }: { state: FlagState; version: number | null }) {
  const { icon, tone } = STATE_LOOKS[state];
  return (
    <Badge icon={icon} tone={tone}>
      {stateWords(state, version)}
    </Badge>
  );
}

/** The icon of a state in a small round, as the thread shows a change. */
export function StateRound({ state }: { state: FlagState }) {
  const { icon, tone } = STATE_LOOKS[state];
  return (
    <span aria-hidden="true" className={`state-round${tone === 'plain' || tone === 'line' ? '' : ` state-${tone}`}`}>
      <Icon of={icon} size={13} />
    </span>
  );
}

/** Whether nothing is left to do with a flag in this state. */
export function isOver(state: FlagState): boolean {
  const { tone } = STATE_LOOKS[state];
  return tone === 'plain' || tone === 'ok';
}
