import type { Clock } from '#app/core/clock.ts';
import { appError } from '#app/core/errors.ts';
import type { InferRequest, Parameters } from '#app/oip/json-codec.ts';
import { oipError } from '#app/oip/oip-error.ts';
import type { Tensor } from '#app/oip/tensor.ts';
import type { Engine, EngineAnswer, Question, ServedVersion } from '../engines/engine.ts';
import type { Statistics } from '../statistics/statistics.ts';

/** What the transport knows of the asker. */
export interface Asker {
  isWanted: () => boolean;
  /** How long it waits, where the transport says so. */
  timeoutMs?: number | undefined;
}

/**
 * Asks a version: the one way to it, whatever the question came over. Counts how it went.
 * @throws what the engine throws; OipError (400) for a priority or timeout that is none; FL_RUN_TIMEOUT
 */
export type Ask = (version: ServedVersion, question: InferRequest, asker: Asker) => Promise<Tensor[]>;

export function createAsk(deps: { engine: Engine; statistics: Statistics; clock: Clock }): Ask {
  const { engine, statistics, clock } = deps;
  return async (version, question, asker) => {
    const { priority, timeoutMs: own } = steering(question.parameters);
    const timeoutMs = smaller(own, asker.timeoutMs);
    const startedAt = clock.monotonicMs();
    let isOver = false;
    const toEngine: Question = {
      inputs: question.inputs,
      outputs: question.outputs && question.outputs.length > 0 ? question.outputs.map(({ name }) => name) : null,
      isWanted: () => !isOver && asker.isWanted(),
      ...(timeoutMs !== undefined && { timeoutMs }),
      ...(priority > 0 && { priority }),
    };
    try {
      const answer = await within(timeoutMs, engine.infer(version, toEngine));
      const totalMs = clock.monotonicMs() - startedAt;
      statistics.answered(version, {
        inputs: question.inputs,
        totalMs,
        runMs: answer.ms,
        queueMs: answer.queueMs ?? 0,
      });
      return answer.outputs;
    } catch (error) {
      isOver = true;
      statistics.failed(version, clock.monotonicMs() - startedAt);
      throw error;
    }
  };
}

/** Gives up on an answer that comes too late for its asker; the engine learns of it by `isWanted`. */
async function within(timeoutMs: number | undefined, answer: Promise<EngineAnswer>): Promise<EngineAnswer> {
  if (timeoutMs === undefined) return answer;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const message = 'The model did not answer within the timeout of the question.';
    timer = setTimeout(() => reject(appError('FL_RUN_TIMEOUT', { message })), timeoutMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Longer than any deadline of ours, and within what a timer takes. */
const LONGEST_MS = 2 ** 31 - 1;

/** What the protocol's own parameters ask for; others mean nothing here. */
function steering(parameters: Parameters | undefined): { priority: number; timeoutMs: number | undefined } {
  if (!parameters) return { priority: 0, timeoutMs: undefined };
  const priority = wholeNumber(parameters, 'priority');
  const timeoutUs = wholeNumber(parameters, 'timeout');
  return { priority, timeoutMs: timeoutUs === 0 ? undefined : Math.min(timeoutUs / 1000, LONGEST_MS) };
}

function wholeNumber(parameters: Parameters, name: string): number {
  const value = parameters[name] ?? 0;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw oipError(400, `The parameter "${name}" must be a whole number from 0 on.`);
}

function smaller(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}
