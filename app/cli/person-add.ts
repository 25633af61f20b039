import { type Command, DONE, printResult, say } from './command.ts';
import { needed, readFlags, rolesFrom } from './flags.ts';

const HELP = `
  --name NAME       what they are called
  --mail ADDRESS    what they sign in with
  --roles LIST      of reviewer, publisher, approver, with commas; reviewer when neither --roles nor --admin is given
  --project NAME    short name of the project the roles are for; default when absent
  --admin           may do everything, in every project

  npx firstlook person add --name 'Tom Reed' --mail tom@example.org --roles reviewer,publisher`;

export const personAdd: Command = {
  name: 'person add',
  summary: 'add a person, and print the one-time link on which they set their password',
  help: HELP,
  run: async (args) => {
    const flags = readFlags(args, {
      name: { type: 'string' },
      mail: { type: 'string' },
      project: { type: 'string' },
      roles: { type: 'string', multiple: true },
      admin: { type: 'boolean', default: false },
    });
    const name = needed(flags.name, '--name');
    const email = needed(flags.mail, '--mail');
    const admin = flags.admin === true;
    const roles = rolesFrom(flags.roles ?? (admin ? [] : ['reviewer']));
    const { withPortalData } = await import('./portal-data.ts');
    return withPortalData(({ accounts, config, viewer }) => {
      const { person, linkSecret } = accounts.addPerson(viewer, {
        ...{ name, email, roles, admin },
        ...(flags.project !== undefined && { project: flags.project }),
      });
      say(`${person.name} is added. The link sets their password, works once, for 7 days, and is not shown again:`);
      printResult(`${config.portal.url}/reset/${linkSecret}`);
      return DONE;
    });
  },
};
