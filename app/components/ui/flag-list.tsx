import { Link } from '@remix-run/react';
import type { FlagView } from '#app/feedback/contract.ts';
import { flagName, KIND_WORDS, SEVERITY_WORDS, stateTone, stateWords } from './flag-words.ts';
import { Moment } from './moment.tsx';

/** Flags as rows: number and kind, the note, who and when, the state. */
export function FlagList({ flags, showModel = false }: { flags: FlagView[]; showModel?: boolean }) {
  return (
    <ul className="card divide-y divide-line">
      {flags.map((flag) => (
        <li key={flag.id} id={`flag-${flag.id}`} className="grid gap-1 p-4">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Link className="link" to={`/f/${flag.id}`}>
              {flagName(flag)}
            </Link>
            {showModel && (
              <span className="text-muted">
                {flag.modelName} v{flag.versionNumber}
              </span>
            )}
            <span className="medium">{KIND_WORDS[flag.kind].label}</span>
            <span className="text-muted">{SEVERITY_WORDS[flag.severity]}</span>
            <span className={`badge ${stateTone(flag.state)}`}>{stateWords(flag.state, flag.stateVersion)}</span>
          </div>
          {flag.note && <p className="line-clamp-3 whitespace-pre-wrap">{flag.note}</p>}
          <p className="text-sm text-muted">
            {flag.reporter.name}, <Moment at={flag.createdAt} />
          </p>
        </li>
      ))}
    </ul>
  );
}
