import { momentWords, shortMomentWords } from './moment-words.ts';
import { useZone } from './zone.ts';

interface MomentProps {
  /** Milliseconds since 1970 UTC. */
  at: number;
  /** When the page was made: shows the time in few letters, the whole of it on pointing. */
  now?: number;
}

/**
 * A time in the viewer's zone. Put it where nothing follows in its line: on a browser's very first page it is in UTC
 * until the zone is known.
 */
export function Moment({ at, now }: MomentProps) {
  const zone = useZone();
  const whole = momentWords(at, zone);
  return (
    <time dateTime={new Date(at).toISOString()} title={now === undefined ? undefined : whole}>
      {now === undefined ? whole : shortMomentWords(at, now, zone)}
    </time>
  );
}
