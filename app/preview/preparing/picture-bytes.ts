/** Beginnings of files that people hand over as pictures, SVG and other documents among them: they are refused later. */
const BEGINNINGS = [
  /^\x89PNG\r\n/,
  /^\xff\xd8\xff/,
  /^GIF8[79]a/,
  /^RIFF.{4}WEBP/s,
  /^II\*/,
  /^MM.\*/s,
  /^.{4}ftyp/s,
  /^\s*<(?:\?xml|!--|svg|!doctype)/i,
];
const LOOKED_AT = 64;

/** Whether base64 holds a picture's file rather than the bytes of a tensor's elements: its first bytes say so. */
export function holdsPicture(base64: string): boolean {
  const head = Buffer.from(base64.slice(0, LOOKED_AT), 'base64').toString('latin1');
  return BEGINNINGS.some((beginning) => beginning.test(head));
}
