/** One command of `firstlook`. */
export interface Command {
  /** How it is called: `person add`. */
  name: string;
  /** One line of the list of commands. */
  summary: string;
  /** What `--help` prints below the summary. */
  help: string;
  /**
   * Does it with the arguments after its name; answers the exit status. It loads the slices only once the call is
   * known to be right, so that help and a slip of the finger are answered at once.
   * @throws UsageError (see `flags.ts`) or a coded error
   */
  run(args: string[]): Promise<number>;
}

/** Exit status when it was done; when it could not be done or what was checked is not right; when the call was wrong. */
export const DONE = 0;
export const FAILED = 1;
export const WRONG_CALL = 2;

/** What was asked for, alone on standard output, so that a script can take it. */
export function printResult(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Words for the person at the terminal. */
export function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
