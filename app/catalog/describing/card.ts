/** Nobody writes the title further down, and nobody reads a longer one. */
const READ_CHARACTERS = 65_536;
const LONGEST_TITLE = 200;
const LONGEST_SUMMARY = 500;

/** Title and summary of a model card: its first heading and the first paragraph of prose, as plain text. */
export function readCard(card: string): { title?: string; summary?: string } {
  const text = card.slice(0, READ_CHARACTERS).replace(/^\uFEFF/, '');
  const lines = withoutHead(text.replace(/\r\n?/g, '\n').split('\n'));
  const heading = lines.findIndex((line) => /^#{1,6}\s+\S/.test(line));
  const title = plainText(lines[heading]?.replace(/^#+\s+/, '').replace(/\s#+$/, '') ?? '', LONGEST_TITLE);
  const summary = plainText(firstParagraph(lines.slice(heading + 1)), LONGEST_SUMMARY);
  return { ...(title && { title }), ...(summary && { summary }) };
}

/** Hugging Face cards begin with a block of settings between two lines of dashes. */
function withoutHead(lines: string[]): string[] {
  const end = lines[0]?.trim() === '---' ? lines.indexOf('---', 1) : -1;
  return end > 0 ? lines.slice(end + 1) : lines;
}

/** Headings, pictures, tables, lists, rules, code and comments are no prose. */
const NO_PROSE = /^(#|!\[|\[!\[|\||[-*+]\s|>|={3}|-{3}|`{3}|~{3}|<)/;

function firstParagraph(lines: readonly string[]): string {
  const paragraph: string[] = [];
  for (const line of lines.map((each) => each.trim())) {
    if (line !== '' && !NO_PROSE.test(line)) paragraph.push(line);
    else if (paragraph.length > 0) break;
  }
  return paragraph.join(' ');
}

/** Without the marks of Markdown; cut at a word. HTML stays: it is shown as the text it is. */
function plainText(markdown: string, longest: number): string {
  const text = markdown
    .slice(0, 10 * longest)
    .replace(/!?\[([^\][]*)\]\([^()\s]*\)/g, '$1')
    .replace(/(\*\*|__|`)/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (text.length <= longest) return text;
  const cut = text.slice(0, longest - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), longest / 2)).trimEnd()}…`;
}
