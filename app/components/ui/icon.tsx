import type { LucideIcon } from 'lucide-react';

interface IconProps {
  /** A drawing from lucide-react, imported by name so that only the ones in use are sent. */
  of: LucideIcon;
  /** Edge in px: 12 in badges, 15 in buttons, 16 beside text. */
  size?: number;
  /** Stroke; 2.25 for a tick that says 'yes'. */
  weight?: number;
  className?: string;
}

/** A picture beside words; it says nothing of its own, so screen readers skip it. */
export function Icon({ of: Drawing, size = 15, weight = 1.75, className = '' }: IconProps) {
  return (
    <Drawing
      aria-hidden="true"
      focusable="false"
      size={size}
      strokeWidth={weight}
      className={`shrink-0 ${className}`.trim()}
    />
  );
}
