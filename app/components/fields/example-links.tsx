import { Link } from '@remix-run/react';

interface ExampleLinksProps {
  /** Address of the preview. */
  to: string;
  examples: { name: string; note: string | null }[];
  /** Which one is in the form. */
  chosen: number | null;
}

/** The publisher's examples; following one puts it into the form. */
export function ExampleLinks({ to, examples, chosen }: ExampleLinksProps) {
  return (
    <nav aria-label="Examples" className="flex flex-wrap gap-2">
      {examples.map((example, at) => (
        <Link
          key={example.name}
          className="choice"
          to={`${to}?example=${at}`}
          aria-current={at === chosen ? 'true' : undefined}
          title={example.note ?? undefined}
        >
          {example.name}
        </Link>
      ))}
    </nav>
  );
}
