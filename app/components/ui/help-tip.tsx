import { Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

interface HelpTipProps {
  /** The field it explains. */
  about: string;
  children: ReactNode;
}

/** A mark beside a label that opens a few sentences: by finger, key and without a script alike. */
export function HelpTip({ about, children }: HelpTipProps) {
  return (
    <details
      className="help-tip"
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.open = false;
      }}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node) || !currentTarget.contains(relatedTarget)) currentTarget.open = false;
      }}
    >
      <summary aria-label={`About ${about}`}>
        <Icon of={Info} size={13} />
      </summary>
      <p>{children}</p>
    </details>
  );
}
