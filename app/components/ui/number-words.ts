/** What a typed number can carry around it: unit, thousands marks, narrow spaces. */
const AROUND = /[\s\u00a0\u202f,_'’]/g;

/** The number someone typed ('41', '41%', '1,250.5', '$58k' with its affixes), or null when it is none. */
export function readNumber(text: string, affixes: readonly string[] = []): number | null {
  let bare = text.replace(AROUND, '');
  for (const affix of ['%', ...affixes]) bare = bare.replace(affix.replace(AROUND, ''), '');
  if (bare === '') return null;
  const number = Number(bare);
  return Number.isFinite(number) ? number : null;
}

/** A number as a slider writes it: with as many decimals as its step has, never an exponent or a rounding tail. */
export function writeStepped(value: number, step: number): string {
  const decimals = Math.min(10, (String(step).split('.')[1] ?? '').length);
  return String(Number(value.toFixed(decimals)));
}

/** A step that gives a slider about two hundred stops on round numbers. */
export function stepFor(min: number, max: number): number {
  const raw = (max - min) / 200;
  const power = 10 ** Math.floor(Math.log10(raw));
  const round = [1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10;
  return Number((round * power).toPrecision(1));
}
