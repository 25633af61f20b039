import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Answer } from '#app/preview/contract.ts';
import { type AnswerAction, answerReducer, startAnswers } from './answer-state.ts';
import { postJson } from './page-requests.ts';
import { createQuestions, type Questions } from './questions.ts';

/** Asked over HTTP of a server that answers when it is told to. */

let server: Server;
let origin = '';
let waiting: { form: Record<string, string>; response: ServerResponse }[];
/** Forms whose question the page gave up. */
let givenUp: string[];
let heard: () => void;
beforeEach(async () => {
  waiting = [];
  givenUp = [];
  heard = () => undefined;
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (part) => {
      text += part;
    });
    request.on('end', () => {
      const { form } = JSON.parse(text);
      response.on('close', () => {
        if (!response.writableEnded) givenUp.push(form['in.a']);
        heard();
      });
      waiting.push({ form, response });
      heard();
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) {
    await new Promise<void>((resolve) => {
      heard = resolve;
    });
  }
};
const say = (decision: string): Answer => ({
  ...{ decision, confidence: null, closeCall: false, scores: [], values: [], notices: [] },
});
const asked = (text: string) => ({ texts: { a: { text, was: null } }, form: text });
/** Answers the question about this form, or refuses it. */
async function answer(text: string, failure?: { code: string; message: string; fields: Record<string, string> }) {
  await until(() => waiting.some(({ form }) => form['in.a'] === text));
  const { response } = waiting.find(({ form }) => form['in.a'] === text)!;
  response.writeHead(failure ? 422 : 200, { 'content-type': 'application/json' });
  const live = { id: `lve_${text}`, inputs: { a: text }, answer: say(text), tookMs: 1 };
  response.end(JSON.stringify(failure ? { error: failure } : live));
}

function bench(): { questions: Questions; shown: () => string | undefined; said: () => string | undefined } {
  let state = startAnswers(null, null);
  const dispatch = (action: AnswerAction) => {
    state = answerReducer(state, action);
  };
  return {
    questions: createQuestions({ address: `${origin}/m/x/v/1`, dispatch }),
    shown: () => state.shown?.form,
    said: () => state.failure?.message,
  };
}

test('a question that was overtaken is given up', async () => {
  const { questions, shown } = bench();
  const first = questions.ask(asked('1'));
  await until(() => waiting.length === 1);
  const second = questions.ask(asked('2'));
  await answer('2');
  expect(await second).toMatchObject({ ok: true, shown: { form: '2', live: 'lve_2' } });
  expect(await first).toBeNull();
  await until(() => givenUp.length > 0);
  expect([givenUp, shown()]).toEqual([['1'], '2']);
});

test('one that is kept is answered whatever is typed after it; the page shows the newer answer', async () => {
  const { questions, shown } = bench();
  const run = questions.ask(asked('1'), { isKept: true });
  const typed = questions.ask(asked('2'));
  await answer('2');
  await typed;
  await answer('1');
  expect(await run).toMatchObject({ ok: true, shown: { form: '1', live: 'lve_1' } });
  expect([givenUp, shown()]).toEqual([[], '2']);
});

test('running what is being asked already asks once, and keeps that', async () => {
  const { questions } = bench();
  const typed = questions.ask(asked('1'));
  const run = questions.ask(asked('1'), { isKept: true });
  void questions.ask(asked('2'));
  await answer('1');
  expect(await run).toMatchObject({ ok: true, shown: { form: '1' } });
  expect(await typed).toEqual(await run);
  await until(() => waiting.length === 2);
  expect(waiting.map(({ form }) => form['in.a'])).toEqual(['1', '2']);
  questions.leave();
});

test('an example, the way back and leaving the page keep what is run, and give up the rest', async () => {
  const { questions, shown } = bench();
  const run = questions.ask(asked('1'), { isKept: true });
  await questions.replace(() => Promise.resolve());
  const typed = questions.ask(asked('2'));
  await until(() => waiting.length === 2);
  questions.settle();
  questions.leave();
  await answer('1');
  expect(await run).toMatchObject({ ok: true });
  expect(await typed).toBeNull();
  await until(() => givenUp.length > 0);
  expect([givenUp, shown()]).toEqual([['2'], undefined]);
});

test('a refusal is shown, unless the next question was asked meanwhile: then whoever ran it must hear of it', async () => {
  const { questions, said } = bench();
  const failure = { code: 'FL_INPUT_INVALID', message: 'No.', fields: { a: 'No.' } };
  const first = questions.ask(asked('1'), { isKept: true });
  await answer('1', failure);
  expect(await first).toEqual({ ok: false, failure, isShown: true });
  expect(said()).toBe('No.');
  const second = questions.ask(asked('2'), { isKept: true });
  const third = questions.ask(asked('3'));
  await answer('3');
  await third;
  await answer('2', failure);
  expect(await second).toMatchObject({ ok: false, isShown: false });
  expect(said()).toBeUndefined();
});

test('what is typed while an example that fails is fetched is still answered', async () => {
  const { questions, shown } = bench();
  let end = (): void => undefined;
  const example = questions.replace(
    () =>
      new Promise<void>((resolve) => {
        end = resolve;
      }),
  );
  const typed = questions.ask(asked('2'));
  end();
  await example;
  await answer('2');
  await typed;
  expect(shown()).toBe('2');
});

test('a server that does not answer in time counts as no connection; a cancelled question as none', async () => {
  const late = await postJson(`${origin}/answer`, { body: { form: {} }, timeoutMs: 20 });
  expect(late).toMatchObject({ ok: false, failure: { code: 'offline' } });
  const halfSent = postJson(`${origin}/answer`, { body: { form: {} }, timeoutMs: 200 });
  await until(() => waiting.length === 2);
  waiting[1]!.response.writeHead(200).write('{"id":');
  expect(await halfSent).toMatchObject({ ok: false, failure: { code: 'offline' } });
  const signal = AbortSignal.abort();
  expect(await postJson(`${origin}/answer`, { body: { form: {} }, signal })).toBeNull();
});
