import type { Duplex } from 'node:stream';
import { createFrameReader, encodeFrame, type Frame, type FrameHeader } from '../worker/frames.ts';

/** How a child let us down: it ended, it took too long and was killed, or it broke the protocol and was killed. */
export type ChildFailureReason = 'died' | 'timeout' | 'protocol';

export interface ChildFailure extends Error {
  reason: ChildFailureReason;
}

/** Whether something thrown is a child that let us down. */
export function isChildFailure(thrown: unknown): thrown is ChildFailure {
  return thrown instanceof Error && thrown.name === 'ChildFailure';
}

export function childFailure(reason: ChildFailureReason, message: string): ChildFailure {
  return Object.assign(new Error(message), { name: 'ChildFailure', reason });
}

/** Which frame is waited for: the hello, or the answer to the message with this id. */
export type Expected = 'hello' | number;

/** Hears every frame after the hello; what it throws ends the conversation as broken. */
export type FrameListener = (frame: Frame) => void;

/** The conversation with one child: at most one frame is expected at a time, and nothing else may come. */
export interface Channel {
  expect(what: Expected, timeoutMs: number): Promise<Frame>;
  /** From now on every frame goes to the listener instead: it knows what it asked. */
  listen(listener: FrameListener): void;
  send(header: FrameHeader, parts?: readonly Uint8Array[]): void;
  /** Ends the conversation; the first reason stands. */
  fail(reason: ChildFailureReason, message: string): void;
}

/** @param onFail called once, when the conversation is over: the child must be killed */
export function createChannel(socket: Duplex, onFail: (failure: ChildFailure) => void): Channel {
  let waiting: { what: Expected; resolve(frame: Frame): void; reject(failure: ChildFailure): void } | null = null;
  let end: ChildFailure | null = null;
  let listener: FrameListener | null = null;

  function fail(reason: ChildFailureReason, message: string): void {
    if (end) return;
    end = childFailure(reason, message);
    onFail(end);
    const who = waiting;
    waiting = null;
    who?.reject(end);
  }

  const read = createFrameReader((frame) => {
    if (end) return;
    if (listener) return listener(frame);
    const who = waiting;
    const { type, id } = frame.header;
    if (!who || (who.what === 'hello' ? type !== 'hello' : id !== who.what)) {
      return fail('protocol', 'the process sent what nobody asked for');
    }
    waiting = null;
    who.resolve(frame);
  });
  socket.on('data', (chunk: Uint8Array) => {
    if (end) return;
    try {
      read(chunk);
    } catch {
      fail('protocol', 'the process sent a frame that cannot be read');
    }
  });
  socket.on('error', () => fail('died', 'the socket to the process broke'));
  socket.on('close', () => fail('died', 'the process closed its socket'));

  return {
    expect: (what, timeoutMs) => {
      if (end) return Promise.reject(end);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => fail('timeout', 'the process took too long'), timeoutMs);
        waiting = {
          what,
          resolve: (frame) => {
            clearTimeout(timer);
            resolve(frame);
          },
          reject: (failure) => {
            clearTimeout(timer);
            reject(failure);
          },
        };
      });
    },
    listen: (given) => {
      listener = given;
    },
    send: (header, parts) => {
      if (end) return;
      const chunks = encodeFrame(header, parts);
      if (chunks.length > 1) socket.cork();
      for (const chunk of chunks) socket.write(chunk);
      if (chunks.length > 1) socket.uncork();
    },
    fail,
  };
}
