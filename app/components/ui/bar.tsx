interface BarProps {
  /** How much of it is filled, 0 to 1. */
  share: number;
  /** Accent when left out; a1 to a3 are answers, quiet is the one compared with. */
  tone?: 'a1' | 'a2' | 'a3' | 'ok' | 'quiet';
  size?: 'large';
}

/** A bar beside its number. Drawn as a picture: a style attribute would not pass the content security policy. */
export function Bar({ share, tone, size }: BarProps) {
  const percent = 100 * Math.min(1, Math.max(0, Number.isFinite(share) ? share : 0));
  return (
    <svg
      className={`bar${tone ? ` bar-${tone}` : ''}${size === 'large' ? ' bar-lg' : ''}`}
      aria-hidden="true"
      focusable="false"
    >
      <rect width={`${percent}%`} height="100%" rx="3" />
    </svg>
  );
}
