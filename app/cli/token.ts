import { type Command, DONE, printResult, say } from './command.ts';
import { needed, readFlags, rolesFrom, wholeNumberFrom } from './flags.ts';

const HELP = `
  --name NAME       what it is for; shown wherever it does something
  --roles LIST      of reviewer, publisher, approver, with commas
  --project NAME    short name of the project it is for; default when absent
  --days NUMBER     how long it works, 1 to 3650; for ever when absent

  npx firstlook token --name 'nightly export' --roles publisher --days 90`;

export const token: Command = {
  name: 'token',
  summary: 'issue an API token, and print its secret',
  help: HELP,
  run: async (args) => {
    const flags = readFlags(args, {
      name: { type: 'string' },
      project: { type: 'string' },
      roles: { type: 'string', multiple: true },
      days: { type: 'string' },
    });
    const name = needed(flags.name, '--name');
    needed(flags.roles?.[0], '--roles');
    const days = flags.days === undefined ? undefined : wholeNumberFrom(flags.days, '--days');
    const { withPortalData } = await import('./portal-data.ts');
    return withPortalData(({ accounts, viewer }) => {
      const { id, secret } = accounts.issueToken(viewer, {
        ...{ name, roles: rolesFrom(flags.roles) },
        ...(flags.project !== undefined && { project: flags.project }),
        ...(days !== undefined && { expiresInDays: days }),
      });
      say(
        `The token ${id} works from now on${days === undefined ? '' : `, for ${days} days`}. Its secret is not shown again:`,
      );
      printResult(secret);
      return DONE;
    });
  },
};
