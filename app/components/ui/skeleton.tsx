const WIDTHS = ['w-3/5', 'w-4/5', 'w-1/2', 'w-2/3'] as const;

interface SkeletonProps {
  /** text: a line; avatar: a round; block: the size comes from `className`. */
  shape?: 'text' | 'avatar' | 'block';
  className?: string;
}

/** Holds the place of what is still coming, in its size. Appears only after 150 ms. */
export function Skeleton({ shape = 'text', className = '' }: SkeletonProps) {
  const shapes = { text: 'h-3.5', avatar: 'size-6 rounded-full', block: '' };
  return <span aria-hidden="true" className={`skeleton ${shapes[shape]} ${className}`.trim()} />;
}

/** A list still on its way. */
export function SkeletonList({ label, rows = 3 }: { label: string; rows?: number }) {
  return (
    <div role="status" aria-busy="true" className="grid gap-3">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows stand for nothing yet.
        <div key={at} className="flex items-center gap-3">
          <Skeleton shape="avatar" />
          <Skeleton className={WIDTHS[at % WIDTHS.length] ?? 'w-3/5'} />
        </div>
      ))}
    </div>
  );
}
