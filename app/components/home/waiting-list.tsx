import { Form, Link } from '@remix-run/react';
import { Check, Eye, Flag, type LucideIcon, Megaphone, MessageSquare, MessageSquareReply, Play } from 'lucide-react';
import type { ReactNode } from 'react';
import { type FlagListItem, flagTitle } from '#app/feedback/contract.ts';
import type { WaitingItem } from '#app/insight/contract.ts';
import { ageWords } from '../ui/ages.ts';
import { Count } from '../ui/badge.tsx';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';

interface WaitingListProps {
  items: readonly WaitingItem[];
  /** How many there are, also where only some are shown. */
  total: number;
  now: number;
  /** The heading stands inside the card, level with that of the card beside it. */
  isCard?: boolean;
}

/** What does not go on without the viewer, each with its age and the one thing to do. */
export function WaitingList({ items, total, now, isCard = false }: WaitingListProps) {
  return (
    <section aria-labelledby="waiting" className={isCard ? 'card' : undefined}>
      <div className={isCard ? 'flex items-center gap-2.5 px-5 pt-5 pb-2' : 'mb-3 flex items-center gap-2.5'}>
        <h2 id="waiting" className={isCard ? 'h-section' : 'text-lg'}>
          Waiting on you
        </h2>
        {(!isCard || total > 0) && <Count value={total} />}
      </div>
      {items.length === 0 ? (
        <p className={isCard ? 'px-5 pb-5 text-sm text-muted' : 'card px-5 py-4 text-muted'}>
          Nothing waits on you. Flags to answer, fixes to confirm and versions to try show up here.
        </p>
      ) : (
        <ul className={isCard ? 'rule border-t border-line' : 'card rule'}>
          {items.map((item, at) => (
            <Waiting key={`${item.type} ${item.id}`} item={item} isFirst={at === 0} now={now} />
          ))}
          {total > items.length && (
            <li className="px-5 py-3 text-sm text-muted">
              And {total - items.length} more.{' '}
              <Link className="link" to="/flags?waits=you">
                See the flags that wait on you
              </Link>
            </li>
          )}
        </ul>
      )}
    </section>
  );
}

interface WaitingProps {
  item: WaitingItem;
  /** The one primary action of the page. */
  isFirst: boolean;
  now: number;
}

function Waiting({ item, isFirst, now }: WaitingProps) {
  const { icon, title, detail, actions } = tell(item, isFirst);
  return (
    <li className="waiting-row">
      <span className={`waiting-icon ${isFirst ? 'bg-accent-soft text-accent-text' : 'bg-sunken text-muted'}`}>
        <Icon of={icon} size={16} />
      </span>
      <div className="waiting-text">
        <p className="font-medium">{title}</p>
        <p className="waiting-detail">{detail}</p>
      </div>
      <span className="waiting-age num">{ageWords(item.since, now)}</span>
      <span className="waiting-actions">{actions}</span>
    </li>
  );
}

interface Told {
  icon: LucideIcon;
  title: string;
  detail: ReactNode;
  actions: ReactNode;
}

function tell(item: WaitingItem, isFirst: boolean): Told {
  const { model, version } = item;
  const variant = isFirst ? 'primary' : 'secondary';
  if (item.type === 'flag') return tellFlag(item.flag, variant);
  if (item.type === 'try') {
    return {
      icon: Play,
      title: `Try ${model.title} v${version}`,
      detail: `${item.publisher} published it. Nobody has tried it yet.`,
      actions: (
        <ButtonLink variant={variant} to={`/m/${model.name}/v/${version}`}>
          Try it
        </ButtonLink>
      ),
    };
  }
  return {
    icon: Megaphone,
    title: `Announce ${model.title} v${version}`,
    detail: 'It is ready, and only its publishers see it.',
    actions: (
      <ButtonLink variant={variant} to={`/m/${model.name}/v/${version}`}>
        Open v{version}
      </ButtonLink>
    ),
  };
}

function tellFlag(flag: FlagListItem, variant: 'primary' | 'secondary'): Told {
  const { id, number, waitsFor, severity, reporter, modelTitle, versionNumber, stateVersion } = flag;
  const where = `${modelTitle} v${versionNumber}`;
  const said = <>“{flagTitle(flag)}”</>;
  const go = (words: string) => (
    <ButtonLink variant={variant} to={`/f/${id}`}>
      {words}
    </ButtonLink>
  );
  if (waitsFor === 'yes')
    return {
      icon: Eye,
      title: `Is flag ${number} on ${modelTitle} fixed?`,
      detail: (
        <>
          It looks fixed in v{stateVersion}. You said {said}
        </>
      ),
      actions: <FixedForm id={id} variant={variant} />,
    };
  if (waitsFor === 'info')
    return {
      icon: MessageSquare,
      title: `Say more about flag ${number} on ${where}`,
      detail: <>You were asked about {said}</>,
      actions: go('Answer'),
    };
  if (waitsFor === 'reply')
    return {
      icon: MessageSquareReply,
      title: `Reply on flag ${number} on ${where}`,
      detail: <>There is a new message under {said}</>,
      actions: go('Reply'),
    };
  return {
    icon: Flag,
    title: `Answer flag ${number} on ${where}`,
    detail: (
      <>
        {severity === 'stops-release' && <span className="font-medium text-bad-text">Stops the release. </span>}
        {reporter.name}: {said}
      </>
    ),
    actions: go('Answer'),
  };
}

/** Comes back to this page. */
function FixedForm({ id, variant }: { id: string; variant: 'primary' | 'secondary' }) {
  return (
    <Form method="post" action={`/f/${id}`} preventScrollReset className="contents">
      <input type="hidden" name="back" value="/" />
      <Button
        type="submit"
        name="state"
        value="confirmed"
        variant={variant}
        icon={Check}
        {...(variant === 'secondary' && { iconClass: 'text-ok-text' })}
      >
        Yes, fixed
      </Button>
      <Button type="submit" name="state" value="open">
        Still wrong
      </Button>
    </Form>
  );
}
