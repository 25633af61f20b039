import MarkdownIt from 'markdown-it';

/** Nobody reads more in a drawer; what is beyond is in the file. */
const LONGEST_CARD = 32_768;

/**
 * A model card as HTML that can be shown: HTML in it is shown as the text it is, pictures become their words (no page
 * of ours loads anything from elsewhere), and links lead to http, https and mail only. Its headings begin two levels
 * down, as the page around has its own.
 */
export function renderCard(card: string): string {
  const text = card.slice(0, LONGEST_CARD).replace(/^\uFEFF/, '');
  return renderer.render(withoutHead(text));
}

/** Hugging Face cards begin with a block of settings between two lines of dashes. */
function withoutHead(text: string): string {
  return text.replace(/^---\r?\n[\s\S]*?\r?\n---\r?\n/, '');
}

const LOWER = 2;
const LOWEST = 6;

const renderer = createRenderer();

function createRenderer() {
  // Deeper nesting is no card, and takes long.
  const markdown = new MarkdownIt({ html: false, linkify: false, maxNesting: 20 }).disable('image');
  markdown.validateLink = (address) => /^(https?:\/\/|mailto:|#)/i.test(address.trim());
  const { rules } = markdown.renderer;
  rules.heading_open = (tokens, at) => `<${lowered(tokens[at]?.tag)}>`;
  rules.heading_close = (tokens, at) => `</${lowered(tokens[at]?.tag)}>\n`;
  // biome-ignore lint/complexity/useMaxParams: the library calls its rules so
  rules.link_open = (tokens, at, options, _env, self) => {
    tokens[at]?.attrSet('rel', 'noopener noreferrer nofollow');
    return self.renderToken(tokens, at, options);
  };
  return markdown;
}

function lowered(tag = 'h1'): string {
  return `h${Math.min(LOWEST, Number(tag.slice(1)) + LOWER)}`;
}
