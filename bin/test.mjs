#!/usr/bin/env node
/**
 * `npm test`, with nothing but Node 20 and npm on the machine: installs what tests need, runs every step although one
 * fails, prints one line a step, and ends in `N passed, N failed`. `node bin/test.mjs unit types` runs those alone.
 */
import { ensureBuilt } from './bootstrap/build-pages.mjs';
import { ensureInstalled } from './bootstrap/install.mjs';
import { giveUp, seconds } from './bootstrap/say.mjs';

await ensureInstalled({ withTools: true });
const { ensureBubblewrap, ensureChromium, ensurePython } = await import('./testing/machine.mjs');
const { GROUPS } = await import('./testing/steps.mjs');

const names = GROUPS.flat().map(({ name }) => name);
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) giveUp(`There is no step ${unknown.join(', ')}; there are: ${names.join(', ')}.`);
/** @param {string} name */
const has = (name) => wanted.length === 0 || wanted.includes(name);

if (has('process') || has('product')) await ensureBubblewrap();
if (has('browser')) await ensureChromium();
if (has('python clients')) await ensurePython();

const total = { passed: 0, failed: 0, skipped: 0 };
const beganAt = performance.now();
for (const group of GROUPS) {
  const steps = group.filter(({ name }) => has(name));
  // These start the product, which then finds nothing to do.
  if (steps.some(({ name }) => name === 'browser' || name === 'product')) await ensureBuilt();
  await Promise.all(steps.map(runStep));
}
print(`all steps in ${seconds(performance.now() - beganAt)}`);
print(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** @param {import('./testing/steps.mjs').Step} step */
async function runStep(step) {
  const stepBeganAt = performance.now();
  const { passed, failed, skipped, output, skips } = await step.run();
  const took = seconds(performance.now() - stepBeganAt).padStart(7);
  const counts = [`${passed} passed`, failed > 0 && `${failed} failed`, skipped > 0 && `${skipped} skipped`];
  print(`${failed > 0 ? 'FAIL' : 'ok  '} ${step.name.padEnd(16)}${took}  ${counts.filter(Boolean).join(', ')}`);
  for (const name of skips) print(`     skipped: ${name}`);
  if (failed > 0) print(output.trimEnd().replaceAll(/^/gm, '     '));
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
}

/** @param {string} line */
function print(line) {
  process.stdout.write(`${line}\n`);
}
