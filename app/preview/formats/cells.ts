/** Cells of a spreadsheet as they are copied or saved: parted by tabs, semicolons or commas, quoted or not. */

const SEPARATORS = ['\t', ';', ','] as const;

/** Lines that hold something; a line break inside quotes is part of its cell. */
export function splitLines(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  let isQuoted = false;
  for (const character of text.replaceAll(/\r\n?/g, '\n')) {
    if (character === '"') isQuoted = !isQuoted;
    if (character === '\n' && !isQuoted) {
      lines.push(line);
      line = '';
    } else line += character;
  }
  return [...lines, line].filter((each) => each.trim() !== '');
}

/** The first of tab, semicolon and comma that parts the lines. */
export function separatorOf(lines: readonly string[]): string {
  return SEPARATORS.find((separator) => lines.some((line) => splitCells(line, separator).length > 1)) ?? '\t';
}

/** Cells of a line, quoted or not; doubled quotes inside quotes are one. */
export function splitCells(line: string, separator: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at];
    if (character === '"' && isQuoted && line[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (character === '"' && (isQuoted || cell.trim() === '')) isQuoted = !isQuoted;
    else if (character === separator && !isQuoted) {
      cells.push(cell);
      cell = '';
    } else cell += character;
  }
  return [...cells, cell];
}
