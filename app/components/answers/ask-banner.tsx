interface Ask {
  by: string;
  sentence: string;
  good: string;
  decision: string;
}

/** Why this model is here: who asked, for what, what good looks like and what depends on it. */
export function AskBanner({ ask }: { ask: Ask }) {
  return (
    <section aria-label="The ask" className="rounded-lg border border-accent-line bg-accent-soft p-4">
      <p>
        <span className="text-muted">{ask.by ? `${ask.by} asks: ` : 'The ask: '}</span>
        <span className="strong">{ask.sentence}</span>
      </p>
      {ask.good && (
        <p className="mt-1">
          <span className="text-muted">Good looks like: </span>
          {ask.good}
        </p>
      )}
      {ask.decision && (
        <p className="mt-1">
          <span className="text-muted">What depends on it: </span>
          {ask.decision}
        </p>
      )}
    </section>
  );
}
