/**
 * Words of the commands of `bin/` go to standard error: standard output belongs to the product.
 * @param {string} text
 */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/**
 * Ends the command with a sentence, and what a program had printed before it failed.
 * @param {string} sentence
 * @param {string} [output]
 * @returns {never}
 */
export function giveUp(sentence, output = '') {
  const lines = output.trim().split('\n').slice(-40);
  say(output.trim() === '' ? sentence : `${sentence}\n${lines.map((line) => `  ${line}`).join('\n')}`);
  process.exit(1);
}

/**
 * `0.4 s`, `41 s`
 * @param {number} ms
 */
export const seconds = (ms) => (ms < 9_950 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`);
