import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADMIN_TOKEN, publishMortgage, startTestPortal, type TestPortal } from '#app/server/testing.ts';
import type { CallSnippets } from '../contract.ts';
import { snippetsOf } from './snippets.ts';

/** Every snippet is run as it is shown, by the program it is written for. */

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'firstlook-snippets-'));
let portal: TestPortal;
let echo: Server;
let echoUrl = '';

beforeAll(async () => {
  portal = await startTestPortal();
  await publishMortgage(portal);
  // Says what it was sent, to the letter.
  echo = createServer(async (req, res) => {
    const parts: Buffer[] = [];
    for await (const part of req) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString();
    res.setHeader('content-type', 'application/json');
    res.end(JSON.stringify({ body, token: req.headers.authorization ?? null, type: req.headers['content-type'] }));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => echo.once('listening', resolve));
  echoUrl = `http://127.0.0.1:${(echo.address() as AddressInfo).port}/it's`;
}, 60_000);
afterAll(async () => {
  echo.close();
  rmSync(folder, { recursive: true });
  await portal.remove();
});

const LANGUAGES = ['curl', 'python', 'javascript'] as const;
type Language = (typeof LANGUAGES)[number];

async function runSnippet(language: Language, snippets: CallSnippets) {
  const [name, command, ...before] = {
    curl: ['call.sh', 'bash'] as const,
    python: ['call.py', 'python3'] as const,
    javascript: ['call.mjs', process.execPath] as const,
  }[language];
  const path = join(folder, name);
  writeFileSync(path, snippets[language]);
  if (snippets.file !== null) writeFileSync(join(folder, 'question.json'), snippets.file);
  const env = { PATH: process.env.PATH, FIRSTLOOK_TOKEN: ADMIN_TOKEN, PYTHONIOENCODING: 'utf-8' } as unknown;
  const { stdout } = await run(command, [...before, path], { cwd: folder, env: env as NodeJS.ProcessEnv });
  return JSON.parse(stdout);
}

const viewer = () => {
  const found = portal.container.accounts.viewerFromBearer(`Bearer ${ADMIN_TOKEN}`);
  if (!found) throw new Error('no viewer');
  return found;
};

function detailsOf(inputs: Record<string, unknown>) {
  const { catalog, preview, config } = portal.container;
  const version = catalog.getVersion(viewer(), 'mortgage', 1);
  const addresses = { portalUrl: `http://127.0.0.1:${portal.port}`, servingUrl: config.serving.url };
  return preview.questionDetails({ version, inputs }, addresses);
}

describe.each(LANGUAGES)('%s', (language) => {
  test('asks the portal, and the run is kept', { timeout: 30_000 }, async () => {
    const { portal: snippets } = await detailsOf({ pirat: 0.41 });
    const answered = await runSnippet(language, snippets!);
    const kept = await portal.call('GET', `/runs/${answered.id}`);
    expect(kept.body).toMatchObject({ inputs: { pirat: 0.41 }, answer: { decision: answered.answer.decision } });
  });

  test('asks the server of the models with the very tensors', { timeout: 30_000 }, async () => {
    const { serving } = await detailsOf({ pirat: 0.41 });
    const answered = await runSnippet(language, serving!);
    const said = await portal.call('POST', '/models/mortgage/versions/1/runs', { body: { inputs: { pirat: 0.41 } } });
    const scores = said.body.answer.scores.map(({ score }: { score: number }) => score);
    const output = answered.outputs.find(({ shape }: { shape: number[] }) => shape.length === 2);
    expect(output.data.map((value: number) => Number(value.toPrecision(6)))).toEqual(
      scores.map((value: number) => Number(value.toPrecision(6))),
    );
  });

  test('sends every character and digit as it is', { timeout: 30_000 }, async () => {
    const text = `it's "quoted" $HOME \`id\` \\n true null ü 🙂 \u2028 %s {x} </script>`;
    const body = `{"inputs": {"true": ${JSON.stringify(text)}, "big": 9007199254740993, "no": null, "yes": [true, false]}}`;
    const answered = await runSnippet(language, snippetsOf({ url: echoUrl, tokenVariable: 'FIRSTLOOK_TOKEN', body }));
    expect(answered).toMatchObject({ token: `Bearer ${ADMIN_TOKEN}`, type: 'application/json' });
    expect(JSON.parse(answered.body)).toEqual(JSON.parse(body));
    expect(answered.body).toContain('9007199254740993');
  });

  test('reads a long question from the file beside it', { timeout: 30_000 }, async () => {
    const body = JSON.stringify({ inputs: { x: Array.from({ length: 20_000 }, (_, at) => at / 7) } });
    const snippets = snippetsOf({ url: echoUrl, tokenVariable: null, body });
    expect(snippets.file).toBe(body);
    expect(snippets[language].length).toBeLessThan(1_000);
    const answered = await runSnippet(language, snippets);
    expect(answered).toMatchObject({ token: null, body });
  });
});
