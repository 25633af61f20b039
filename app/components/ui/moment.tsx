import { useEffect, useState } from 'react';

interface MomentProps {
  /** Milliseconds since 1970 UTC. */
  at: number;
}

const STYLE = { dateStyle: 'medium', timeStyle: 'short' } as const;
const IN_UTC = new Intl.DateTimeFormat('en-GB', { ...STYLE, timeZone: 'UTC' });

/** A time. The server writes it in UTC and says so; once the page runs it is shown in the viewer's own zone. */
export function Moment({ at }: MomentProps) {
  const [local, setLocal] = useState<string | null>(null);
  useEffect(() => {
    setLocal(new Intl.DateTimeFormat(undefined, STYLE).format(at));
  }, [at]);
  return <time dateTime={new Date(at).toISOString()}>{local ?? `${IN_UTC.format(at)} UTC`}</time>;
}
