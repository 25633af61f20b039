import { Eye } from 'lucide-react';
import type { ProxyView } from '#app/preview/contract.ts';
import { Badge } from '../ui/badge.tsx';
import { NotEnough } from '../ui/empty-state.tsx';
import { proxySentence, standsIn } from './proxy-words.ts';

interface ProxyCardProps {
  id: string;
  label: string;
  proxy: ProxyView;
}

/** How well the other inputs tell the groups apart, which hiding the input would not change. */
export function ProxyCard({ id, label, proxy }: ProxyCardProps) {
  return (
    <div className="card p-5">
      <h3 id={id} className="h-section">
        {`Would hiding ${label} help?`}
      </h3>
      <div className="mt-3 text-sm">
        {proxy.state === 'known' ? (
          <>
            {standsIn(proxy) ? (
              <Badge tone="warn" icon={Eye}>
                Stand-ins found
              </Badge>
            ) : (
              <Badge tone="line">Not better than guessing</Badge>
            )}
            <ul className="mt-2.5 grid gap-1.5">
              {proxy.groups.map((group) => (
                <li key={group.group} className="num">
                  {proxySentence(group)}
                </li>
              ))}
            </ul>
            <p className="num mt-2.5 text-xs text-muted">
              {`Guessed from the other inputs of ${proxy.rowCount} rows, ${proxy.heldCount} of them held out to check. 50 in 100 is a coin toss.`}
            </p>
          </>
        ) : (
          <NotChecked proxy={proxy} />
        )}
      </div>
    </div>
  );
}

function NotChecked({ proxy }: { proxy: Exclude<ProxyView, { state: 'known' }> }) {
  if (proxy.state === 'no-inputs') {
    return <p className="text-muted">The other inputs are texts or lists, which this check does not look at.</p>;
  }
  return (
    <NotEnough title="Too few rows to say">
      {`${proxy.rowCount} rows tell the group. At least ${proxy.neededCount} are needed, with some of each group.`}
    </NotEnough>
  );
}
