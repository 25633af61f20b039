import type { FlagCounts } from '#app/feedback/contract.ts';

import { ChipLink } from '../ui/chip.tsx';
import { type FlagAddress, writeAddress } from './flag-query.ts';
import { openCountOf } from './open-count.ts';

interface FlagChipsProps {
  address: FlagAddress;
  counts: FlagCounts;
  /** Address of the list. */
  to: string;
}

/** The usual ways to look at flags, each with how many there are. */
export function FlagChips({ address, counts, to }: FlagChipsProps) {
  const { state, waits } = address;
  const chip = (change: Partial<FlagAddress>) =>
    `${to}${writeAddress(address, { state: null, waits: false, ...change })}`;
  return (
    <nav aria-label="Which flags" className="scroll-chips flag-chips">
      <ChipLink to={chip({ waits: true })} isSelected={waits} count={counts.waitingOnYou}>
        Waits on you
      </ChipLink>
      <ChipLink
        to={chip({ state: 'unresolved' })}
        isSelected={!waits && state === 'unresolved'}
        count={openCountOf(counts)}
      >
        Open
      </ChipLink>
      <ChipLink
        to={chip({ state: 'looks-fixed' })}
        isSelected={!waits && state === 'looks-fixed'}
        count={counts.byState['looks-fixed']}
      >
        Looks fixed
      </ChipLink>
      <ChipLink to={chip({})} isSelected={!waits && state === null} count={counts.all}>
        All
      </ChipLink>
    </nav>
  );
}
