import type { NearAnswer } from '#app/preview/contract.ts';
import { Bar } from '../../ui/bar.tsx';

/** What an embedding is like: known examples and rows, the most similar first. */
export function NearestList({ nearest }: { nearest: readonly NearAnswer[] }) {
  return (
    <section aria-labelledby="nearest" className="min-w-0">
      <h3 id="nearest" className="text-sm font-medium">
        Most like it
      </h3>
      <ol className="mt-2 grid gap-2 text-sm">
        {nearest.map(({ name, truth, similarity }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two rows may be called the same
          <li key={`${at} ${name}`} className="score-row">
            <span className="min-w-0 break-words">
              {name}
              {truth !== null && <span className="block text-xs text-muted">{truth}</span>}
            </span>
            <Bar share={similarity} {...(at > 0 && { tone: 'quiet' as const })} />
            <span className="num text-right text-muted">{similarity.toFixed(2)}</span>
          </li>
        ))}
      </ol>
      <p className="mt-2 text-xs text-muted">1 is the same direction, 0 has nothing in common (cosine).</p>
    </section>
  );
}
