interface AnswerGlyphProps {
  /** Place of the answer in the model's own order, from 0. */
  place: number;
  /** How many answers there are: up to three have glyphs (filled, half, ring), more have dots. */
  count: number;
  size?: 'medium' | 'large';
}

/** A mark that tells one answer from another without colour. Always beside the word. */
export function AnswerGlyph({ place, count, size }: AnswerGlyphProps) {
  const edge = size === 'large' ? ' glyph-lg' : size === 'medium' ? ' glyph-md' : '';
  return <i aria-hidden="true" className={`glyph ${glyphOf(place, count)}${edge}`} />;
}

function glyphOf(place: number, count: number): string {
  if (count > 3) return `glyph-dot ${['bg-a1', 'bg-a2', 'bg-a3', 'bg-chart1'][place] ?? 'bg-chart2'}`;
  return `glyph-${count === 2 && place === 1 ? 3 : place + 1}`;
}

interface AnswerWordProps extends AnswerGlyphProps {
  label: string;
}

/** Glyph and word of an answer, in the flow of a text. */
export function AnswerWord({ label, ...glyph }: AnswerWordProps) {
  return (
    <span className="inline-flex items-center gap-1.5 font-medium">
      <AnswerGlyph {...glyph} />
      <span>{label}</span>
    </span>
  );
}
