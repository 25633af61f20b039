import { arch, cpus, loadavg, release } from 'node:os';
import { type Figure, figureLines } from './figures.ts';
import { prepareFigures } from './prepare.ts';
import { badgeFigures } from './preview/badges.ts';
import { previewFigures } from './preview.ts';
import { publishFigures } from './publish.ts';
import { resilienceFigures } from './serving/resilience.ts';
import { soakFigures } from './serving/soak.ts';
import { servingFigures } from './serving.ts';

/** `npm run bench [name …]`: every figure beside its baseline of the same run. */
const BENCHES: Record<string, () => Promise<Figure[]>> = {
  publish: publishFigures,
  preview: previewFigures,
  badges: badgeFigures,
  prepare: prepareFigures,
  serving: servingFigures,
  resilience: resilienceFigures,
  soak: soakFigures,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  console.error(`There is no bench called ${unknown.join(', ')}. There are: ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(2);
}
console.log(
  `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${arch()}, Linux ${release()}, Node ${process.version}`,
);
console.log(`load of the machine before: ${loadavg()[0]?.toFixed(1)}`);
for (const [name, run] of Object.entries(BENCHES)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  for (const line of figureLines(await run())) console.log(line);
}
