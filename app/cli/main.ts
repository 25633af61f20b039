import { runCommand } from './run-command.ts';

// Set, not called: what was written is out before the process ends by itself.
process.exitCode = await runCommand(process.argv.slice(2));
