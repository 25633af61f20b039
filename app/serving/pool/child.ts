import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { Duplex } from 'node:stream';
import type { Log } from '#app/core/log.ts';
import type { Frame, FrameHeader } from '../worker/frames.ts';
import { WORKER_PROTOCOL } from '../worker/messages.ts';
import {
  type Channel,
  type ChildFailure,
  type ChildFailureReason,
  childFailure,
  createChannel,
  type FrameListener,
} from './channel.ts';
import type { Command } from './launch.ts';
import { listenToNoise, type NoiseListener } from './noise.ts';

export type Spawn = (file: string, args: readonly string[], options: SpawnOptions) => ChildProcess;
export const systemSpawn: Spawn = (file, args, options) => spawn(file, args, options);

/** Serving's end of one child process. */
export interface Child {
  readonly pid: number;
  /** Resolves after a hello of the right protocol; rejects with a ChildFailure. */
  readonly ready: Promise<void>;
  /** Memory it had when it said hello, bytes; 0 before, and when it did not say. */
  helloRssBytes(): number;
  /** Resolves when the process is gone; never rejects. */
  readonly gone: Promise<void>;
  /** One question at a time; rejects with a ChildFailure, after which the child is dead or dying. */
  ask(question: Question): Promise<Frame>;
  /** Hears everything it says and prints after its hello, and its end; instead of `ask`. */
  listen(listeners: ChildListeners): void;
  send(header: FrameHeader, parts?: readonly Uint8Array[]): void;
  kill(reason?: ChildFailureReason, why?: string): void;
  /** It failed: no question will be answered any more, though the process may not be gone yet. */
  isOver(): boolean;
  /** The child's words cannot be right: it is killed; answers the failure to throw. */
  disown(why: string): ChildFailure;
}

export interface ChildListeners {
  onFrame: FrameListener;
  /** Called once; the process is dying or dead. */
  onOver(failure: ChildFailure): void;
  onNoise: NoiseListener;
}

export interface Question {
  header: FrameHeader & { id: number };
  parts?: readonly Uint8Array[];
  timeoutMs: number;
}

const HELLO_TIMEOUT_MS = 20_000;

/** Starts a child and listens to it. */
export function startChild(command: Command, deps: { spawn: Spawn; log: Log }): Child {
  const { file, args, env, cwd } = command;
  const child = deps.spawn(file, args, {
    cwd,
    env: env as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  let over: ChildFailure | null = null;
  let listeners: ChildListeners | null = null;
  let helloRssBytes = 0;
  const socket = socketOf(child);
  const channel = createChannel(socket, (failure) => {
    over = failure;
    killGroup(child);
    socket.destroy();
    listeners?.onOver(failure);
  });
  const gone = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  child.once('error', () => channel.fail('died', 'the process could not be started'));
  child.once('exit', (code, signal) => channel.fail('died', `the process ended (${signal ?? code})`));
  listenToNoise(child, deps.log, (noise) => listeners?.onNoise(noise));

  const ready = greet(channel).then((rssBytes) => {
    helloRssBytes = rssBytes;
  });
  // Whoever needs the child awaits `ready`; nobody may be there when a spare fails.
  ready.catch(() => undefined);

  return {
    pid: child.pid ?? -1,
    ready,
    gone,
    ask: ({ header, parts, timeoutMs }) => {
      const answer = channel.expect(header.id, timeoutMs);
      channel.send(header, parts);
      return answer;
    },
    helloRssBytes: () => helloRssBytes,
    listen: (given) => {
      listeners = given;
      channel.listen(given.onFrame);
      if (over) given.onOver(over);
    },
    send: (header, parts) => channel.send(header, parts),
    isOver: () => over !== null,
    kill: (reason = 'died', why = 'the process was told to end') => channel.fail(reason, why),
    disown: (why) => {
      channel.fail('protocol', why);
      return childFailure('protocol', why);
    },
  };
}

/**
 * Each child leads a process group of its own: bubblewrap is two processes, and when the outer one is killed while it
 * sets the sandbox up, the inner one would wait for it for ever. (A Ctrl-C in the terminal does not reach the group
 * either, so that questions under way can be finished.) The inner one leaves the group early, and only later has the
 * kernel end it with the outer one: killed in between, it would go on. It ends when its socket to us is closed.
 */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nobody of the group is left.
  }
}

async function greet(channel: Channel): Promise<number> {
  const { header } = await channel.expect('hello', HELLO_TIMEOUT_MS);
  if (header.protocol === WORKER_PROTOCOL) return Number(header.rssBytes) || 0;
  channel.fail('protocol', 'the process speaks another version of the protocol');
  await channel.expect('hello', 0);
  return 0;
}

function socketOf(child: ChildProcess): Duplex {
  const socket = child.stdio?.[3];
  // A program that could not be started at all has no socket: its `error` event says the rest.
  return socket instanceof Duplex ? socket : new Duplex({ read: () => undefined, write: (_c, _e, done) => done() });
}
