import { encodeQR } from 'qr';

/** A QR code as a picture: squares of a grid, as the path of an SVG. */
export interface QrCode {
  /** Width and height of the grid, the quiet margin around the code included. */
  size: number;
  path: string;
}

/** The quiet margin that readers need. */
const BORDER = 4;

/** @param text of some 2,000 characters at most, such as an address */
export function qrCode(text: string): QrCode {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: BORDER });
  return { size: rows.length, path: rows.map(rowPath).join('') };
}

/** One rectangle for each run of dark squares. */
function rowPath(row: readonly boolean[], y: number): string {
  let path = '';
  for (let x = 0; x < row.length; x += 1) {
    if (!row[x]) continue;
    const from = x;
    while (row[x + 1]) x += 1;
    path += `M${from} ${y}h${x - from + 1}v1h-${x - from + 1}z`;
  }
  return path;
}
