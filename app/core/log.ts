import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

export interface LogOptions {
  /** Which process writes: portal, serving, supervisor, cli. */
  process: string;
  level: string;
  destination?: DestinationStream;
}

/**
 * A structured logger. Levels by what they ask of the person on duty: `error` look now, `warn` look today,
 * `info` a rare change of state, `debug` one line a request. Secrets are redacted by key.
 */
export function createLog(options: LogOptions): Log {
  return pino(
    {
      level: options.level,
      base: { process: options.process },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['*.password', '*.token', '*.secret', 'authorization', '*.authorization', '*.cookie'],
    },
    options.destination ?? pino.destination({ dest: 2, sync: false }),
  );
}

/** A logger that writes nothing, for tests. */
export function createSilentLog(): Log {
  return pino({ level: 'silent' });
}
