import type { ServerUnaryCall } from '@grpc/grpc-js';
import type { Protocol } from '../router/protocol.ts';
import type { Address } from '../router/router.ts';
import { type Choice, type GrpcQuestion, parametersFromGrpc, questionFromGrpc } from './tensors.ts';

// biome-ignore lint/suspicious/noExplicitAny: each call has a message of its own, as the .proto says
export type Call = (message: any, call: ServerUnaryCall<unknown, unknown>) => unknown;

interface Named {
  name: string;
  version: string;
}

interface RepositoryMessage {
  repository_name: string;
  model_name: string;
  parameters: Record<string, Choice>;
}

/** Every call of the service by its name, in the form grpc-js looks for too: each hands over to what HTTP asks too. */
export function createCalls({ engine, router, models, ask }: Protocol): Record<string, Call> {
  return {
    serverLive: () => ({ live: true }),
    serverReady: () => ({ ready: engine.isReady() }),
    serverMetadata: () => models.server(),
    modelReady: (message: Named) => ({ ready: models.ready(addressOf(message)).ready }),
    modelMetadata: (message: Named) => models.metadata(addressOf(message)),
    modelConfig: async (message: Named) => ({ config: await models.config(addressOf(message)) }),
    modelStatistics: (message: Named) => models.statistics(message.name === '' ? null : addressOf(message)),
    repositoryIndex: async (message: { ready: boolean; repository_name: string }) => ({
      models: await models.index(message),
    }),
    repositoryModelLoad: async (message: RepositoryMessage) => {
      await models.load(message.model_name, { ...message, parameters: parametersFromGrpc(message.parameters) });
      return {};
    },
    repositoryModelUnload: (message: RepositoryMessage) => {
      models.unload(message.model_name, { ...message, parameters: parametersFromGrpc(message.parameters) });
      return {};
    },
    modelInfer: (message: GrpcQuestion, call) => infer({ router, ask }, message, call),
  };
}

async function infer(
  { router, ask }: Pick<Protocol, 'router' | 'ask'>,
  message: GrpcQuestion,
  call: ServerUnaryCall<unknown, unknown>,
): Promise<unknown> {
  const version = router.find(addressOf({ name: message.model_name, version: message.model_version }));
  const question = questionFromGrpc(message);
  const outputs = await ask(version, question, { isWanted: () => !call.cancelled, timeoutMs: timeLeft(call) });
  return {
    model_name: version.model,
    model_version: String(version.version),
    id: message.id,
    outputs: outputs.map(({ name, datatype, shape }) => ({ name, datatype, shape })),
    raw_output_contents: outputs.map(({ bytes }) => bytes),
  };
}

/** Until the caller's deadline, ms; undefined when it has none. */
function timeLeft(call: ServerUnaryCall<unknown, unknown>): number | undefined {
  const deadline = call.getDeadline();
  const left = (deadline instanceof Date ? deadline.getTime() : deadline) - Date.now();
  return Number.isFinite(left) ? Math.min(Math.max(left, 0), 2 ** 31 - 1) : undefined;
}

function addressOf({ name, version }: Named): Address {
  return version === '' ? { model: name } : { model: name, version };
}
