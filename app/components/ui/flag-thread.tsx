import { Link } from '@remix-run/react';
import type { FlagMessageView, FlagView } from '#app/feedback/contract.ts';
import { flagName, KIND_WORDS, SEVERITY_WORDS, stateTone, stateWords } from './flag-words.ts';
import { Moment } from './moment.tsx';

type FlagWithMessages = FlagView & { messages: FlagMessageView[] };

/** The flags on a run, each with what was said about it. */
export function FlagThreads({ flags }: { flags: FlagWithMessages[] }) {
  return (
    <section aria-labelledby="flags" className="card">
      <h2 id="flags" className="h-section p-4">
        Flags on this run
      </h2>
      <ul className="divide-y divide-line border-t border-line">
        {flags.map((flag) => (
          <li key={flag.id} id={`flag-${flag.id}`} className="flex flex-col gap-3 p-4">
            <FlagHead flag={flag} />
            <Messages messages={flag.messages} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Number, kind, severity, state, the note, who and when. */
export function FlagHead({ flag }: { flag: FlagView }) {
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Link className="link" to={`/f/${flag.id}`}>
          {flagName(flag)}
        </Link>
        <span className="medium">{KIND_WORDS[flag.kind].label}</span>
        <span className="text-muted">{SEVERITY_WORDS[flag.severity]}</span>
        <span className={`badge ${stateTone(flag.state)}`}>{stateWords(flag.state, flag.stateVersion)}</span>
      </div>
      {flag.note && <p className="whitespace-pre-wrap">{flag.note}</p>}
      <p className="text-sm text-muted">
        {flag.reporter.name}, <Moment at={flag.createdAt} />
      </p>
      {flag.stateReason && <p className="whitespace-pre-wrap text-muted">Reason: {flag.stateReason}</p>}
    </div>
  );
}

/** What people wrote under a flag, oldest first. */
export function Messages({ messages }: { messages: FlagMessageView[] }) {
  if (messages.length === 0) return null;
  return (
    <ul aria-label="Replies" className="flex flex-col gap-3 border-l-2 border-line pl-4">
      {messages.map((message) => (
        <li key={message.id}>
          <p className="text-sm text-muted">
            <span className="medium text-text">{message.actor.name}</span>, <Moment at={message.createdAt} />
          </p>
          <p className="whitespace-pre-wrap">{message.body}</p>
        </li>
      ))}
    </ul>
  );
}
