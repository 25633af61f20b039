import { asAppError, isAppError } from '#app/core/errors.ts';
import { type Command, DONE, FAILED, printResult, say, WRONG_CALL } from './command.ts';
import { echo, isUsageError } from './flags.ts';
import { ledgerVerify } from './ledger-verify.ts';
import { personAdd } from './person-add.ts';
import { token } from './token.ts';

const COMMANDS: readonly Command[] = [personAdd, token, ledgerVerify];
/** What the door of accounts calls a field, and what it is called on the command line. */
const FLAG_OF_FIELD: Record<string, string> = { email: '--mail', expiresInDays: '--days' };

/** Runs what was typed after `firstlook`; answers the exit status. Never throws. */
export async function runCommand(words: string[]): Promise<number> {
  if (words.length === 0) {
    say(overview());
    return WRONG_CALL;
  }
  if (isHelp(words[0])) {
    printResult(overview());
    return DONE;
  }
  const command = COMMANDS.find(({ name }) => name.split(' ').every((word, place) => words[place] === word));
  if (!command) {
    say(`There is no command '${echo(commandOf(words))}'. npx firstlook --help lists them.`);
    return WRONG_CALL;
  }
  const args = words.slice(command.name.split(' ').length);
  if (args.some((word) => word === '--help' || word === '-h')) {
    printResult(`npx firstlook ${command.name}: ${command.summary}\n${command.help}`);
    return DONE;
  }
  try {
    return await command.run(args);
  } catch (error) {
    return report(error, command);
  }
}

function report(error: unknown, command: Command): number {
  const sentence = wrongCallOf(error);
  if (sentence !== null) {
    say(`${sentence} npx firstlook ${command.name} --help says more.`);
    return WRONG_CALL;
  }
  const { code, message, cause } = asAppError(error);
  // What nobody expected is shown as it is: whoever runs this is who has to find out.
  const details = code === 'FL_INTERNAL' && cause instanceof Error ? `\n${cause.stack}` : '';
  say(`${message} (${code})${details}`);
  return FAILED;
}

function wrongCallOf(error: unknown): string | null {
  if (isUsageError(error)) return error.message;
  if (!isAppError(error) || error.code !== 'FL_REQUEST_INVALID') return null;
  const problems = Object.entries(error.fields ?? {});
  return problems.map(([field, problem]) => `${FLAG_OF_FIELD[field] ?? `--${field}`} ${problem}.`).join(' ');
}

function isHelp(word: string | undefined): boolean {
  return word === '--help' || word === '-h' || word === 'help';
}

/** The words in front of the first flag. */
function commandOf(words: string[]): string {
  const flagAt = words.findIndex((word) => word.startsWith('-'));
  return (flagAt > 0 ? words.slice(0, flagAt) : words).join(' ');
}

function overview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  const lines = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}   ${summary}`);
  return `npx firstlook <command> [flags]

${lines.join('\n')}

--help after a command says which flags it has. It works on the data in FIRSTLOOK_DATA (./data when absent), also while
Firstlook runs. Exit status: 0 done, 1 could not be done or is not right, 2 the call was wrong.`;
}
