import { request } from 'node:http';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FieldValue } from '#app/catalog/description-format.ts';
import type { FlipFinding, FlipOutcome } from '#app/preview/contract.ts';
import { createGrid, type Grid, type GridModel } from '../../bench/flips/grid.ts';
import { type Explored, exploreOver, publishSample, sampleRows } from '../../bench/flips/sample.ts';
import { openapiDocument } from './api/openapi.ts';
import { ADMIN_TOKEN, signInTwo, startTestPortal, type TestPortal } from './testing.ts';

/** What would change an answer, of real models through real serving: by API and from a page. */

let portal: TestPortal;
let ada = '';
beforeAll(async () => {
  portal = await startTestPortal();
  ({ ada } = await signInTwo(portal));
}, 60_000);
afterAll(() => portal.remove());

const CASES = 6;

describe.each([
  ['mortgage-approval', 1],
  ['german-credit', 2],
])('%s %i', (name, version) => {
  let model: GridModel;
  let grid: Grid;
  let rows: Record<string, FieldValue>[];
  let explored: Explored[];

  beforeAll(async () => {
    const servingUrl = portal.container.config.serving.url;
    const place = { api: portal.api, servingUrl, token: ADMIN_TOKEN };
    model = await publishSample(place, name, version);
    grid = await createGrid({ ...model, token: portal.container.config.serving.token ?? '' });
    rows = sampleRows(name, model).slice(0, CASES);
    explored = [];
    for (const row of rows) explored.push(await exploreOver(place, model, row));
  }, 60_000);

  test('each search ends well, within its budget, and names what it found', () => {
    for (const { outcome, findings } of explored) {
      expect(outcome.ended).toMatch(/^(complete|time)$/);
      expect(outcome.rowsAsked).toBeLessThanOrEqual(5000);
      expect(outcome.curves.length).toBeGreaterThan(8);
      for (const { sentence } of findings) expect(sentence).toMatch(/^If .+ instead of .+, the answer would be \w+\.$/);
      const told = new Map(findings.map((finding) => [finding.id, finding]));
      expect(new Map(outcome.findings.map((finding) => [finding.id, finding]))).toEqual(told);
    }
    expect(explored.filter(({ outcome }) => outcome.findings.length > 0).length).toBeGreaterThanOrEqual(CASES / 2);
    expect(explored.some(({ outcome }) => outcome.nearestCase !== null && outcome.grid !== null)).toBe(true);
  });

  test('every event is as openapi.json describes it', () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
    ajv.addSchema({ $id: 'openapi', ...(openapiDocument as Record<string, unknown>) });
    const [finding, outcome] = ['FlipFinding', 'FlipOutcome'].map((name) => {
      return ajv.compile({ $ref: `openapi#/components/schemas/${name}` });
    });
    for (const one of explored) {
      expect(outcome?.(one.outcome) ? [] : outcome?.errors).toEqual([]);
      for (const told of one.findings) expect(finding?.(told) ? [] : finding?.errors).toEqual([]);
    }
  });

  test('the smallest change of one field is the one that asking everything finds, within one step', async () => {
    for (const [at, row] of rows.entries()) {
      const { outcome } = explored[at] as Explored;
      const best = outcome.findings.find(({ changes }) => changes.length === 1)?.distance ?? Number.POSITIVE_INFINITY;
      const [smallest] = (await grid.changes(row, outcome, best)).changes;
      if (smallest) expect(best).toBeLessThanOrEqual(smallest.distance + smallest.step + 1e-9);
    }
  });

  test('both sides of every boundary answer as it is told', async () => {
    for (const [at, row] of rows.entries()) {
      const { findings, answer, curves } = (explored[at] as Explored).outcome;
      const told = await grid.ask(findings.map((finding) => changed(row, finding)));
      expect(told).toEqual(findings.map((finding) => finding.answer.decision));
      const less = await grid.ask(findings.flatMap((finding) => before(row, finding)));
      expect(less).toEqual(less.map(() => answer?.decision));
      for (const { key, changes } of curves) {
        for (const { below, above } of changes) {
          const [one, other] = await grid.ask([below, above].map((value) => ({ ...row, [key]: value })));
          expect(one).not.toBe(other);
        }
      }
    }
  });
});

function changed(row: Record<string, FieldValue>, { changes }: FlipFinding): Record<string, FieldValue> {
  return { ...row, ...Object.fromEntries(changes.map(({ key, to }) => [key, to])) };
}

/** The finding with one field less, and with each number one step less. */
function before(row: Record<string, FieldValue>, finding: FlipFinding): Record<string, FieldValue>[] {
  const whole = changed(row, finding);
  return finding.changes.flatMap(({ key, from, holdsTo }) => [
    { ...whole, [key]: from },
    ...(holdsTo === null ? [] : [{ ...whole, [key]: holdsTo }]),
  ]);
}

describe('over HTTP', () => {
  const at = '/models/mortgage-approval-1/versions/1/explore';
  const page = '/m/mortgage-approval-1/v/1/explore';

  function fromPage(body: unknown, headers: Record<string, string> = {}) {
    const origin = `http://127.0.0.1:${portal.port}`;
    return fetch(`${origin}${page}`, {
      method: 'POST',
      headers: { origin, cookie: ada, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  const outcomeOf = (text: string): FlipOutcome =>
    JSON.parse(text.split('event: done\ndata: ')[1]?.split('\n')[0] ?? '');

  test('a page asks with its form, and gets the same stream', async () => {
    const response = await fromPage({ form: { 'in.pirat': '41%', 'was.pirat': '0.33' } });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const text = await response.text();
    const outcome = outcomeOf(text);
    expect(outcome.findings.find(({ id }) => id === 'pirat:up')?.changes).toMatchObject([{ from: 0.41 }]);
    expect(text).toContain('instead of 41%');
    const stored = portal.container.ledger.read({ limit: 200 }).filter(({ kind }) => kind === 'run.stored');
    expect(stored).toEqual([]);
  });

  test('what is wrong is said before a stream begins', async () => {
    const bad = await portal.call('POST', at, { body: { inputs: { pirat: 'much' } } });
    expect(bad).toMatchObject({ status: 422, body: { error: { fields: { pirat: expect.any(String) } } } });
    for (const body of [{ tolerance: 0 }, { tolerance: 'x' }, { other: 1 }]) {
      expect(await portal.call('POST', at, { body })).toMatchObject({ status: 422 });
    }
    expect(await portal.call('POST', at, { token: null, body: {} })).toMatchObject({ status: 401 });
    expect(await portal.call('POST', at.replace('versions/1', 'versions/9'), { body: {} })).toMatchObject({
      status: 404,
    });
    expect((await fromPage({ form: { 'in.pirat': 'much' } })).status).toBe(422);
    expect((await fromPage({}, { cookie: '' })).status).toBe(401);
    expect((await fromPage({}, { origin: 'https://evil.example' })).status).toBe(403);
  });

  test('nothing more is asked of the model once the reader is gone', async () => {
    const { container } = portal;
    const version = container.catalog.getVersion(viewer(), 'mortgage-approval-1', 1);
    const gone = new AbortController();
    const events = await container.preview.explore({ viewer: viewer(), version, inputs: {}, signal: gone.signal });
    gone.abort();
    const ends = [];
    for await (const event of events) ends.push(event.event === 'done' ? event.data.ended : event.event);
    expect(ends).toEqual(['cancelled']);
    await cutShort();
    // The portal answers on as before.
    expect((await portal.call('GET', '/models')).status).toBe(200);
  });

  /** Sends a question and hangs up as soon as the stream begins. */
  function cutShort(): Promise<void> {
    return new Promise((done, fail) => {
      const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' };
      const sent = request(`${portal.api}${at}`, { method: 'POST', headers }, (response) => {
        response.on('error', () => undefined);
        response.destroy();
        done();
      });
      sent.on('error', fail);
      sent.end('{}');
    });
  }

  function viewer() {
    const found = portal.container.accounts.viewerFromBearer(`Bearer ${ADMIN_TOKEN}`);
    if (!found) throw new Error('no viewer');
    return found;
  }
});
