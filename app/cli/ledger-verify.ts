import { type Command, DONE, FAILED, printResult, say } from './command.ts';
import { readFlags } from './flags.ts';

const HELP = `
  Exit status 1, and the first event that is not right, when the chain is broken.`;

export const ledgerVerify: Command = {
  name: 'ledger verify',
  summary: 'check that no event of the ledger was changed, removed or put in',
  help: HELP,
  run: async (args) => {
    readFlags(args, {});
    const { withPortalData } = await import('./portal-data.ts');
    return withPortalData(({ ledger }) => {
      const verdict = ledger.verify();
      if (verdict.ok) {
        printResult(`The ledger is whole: ${verdict.count} ${verdict.count === 1 ? 'event' : 'events'}.`);
        return DONE;
      }
      say(`The ledger is broken at event ${verdict.seq}: ${verdict.reason}.`);
      return FAILED;
    });
  },
};
