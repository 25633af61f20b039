import { isAppError } from './errors.ts';

/** The settings a start can fail on. */
export interface StartPlace {
  dataDir: string;
  host: string;
  port: number;
  /** The variables a person changes them with. */
  variables: { host: string; port: string };
}

export interface StartFailure {
  /** One plain sentence or two that say what to do. */
  sentence: string;
  /** Whether the same start may go well a moment later, as when a process before it is still on its way out. */
  mayPass: boolean;
  /** Whether the sentence explains it; else the error belongs in the log. */
  isKnown: boolean;
}

const NOT_WRITABLE = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT'];
const NOT_WRITABLE_DATABASE = /^SQLITE_(CANTOPEN|READONLY|PERM|AUTH)/;
const FULL = ['ENOSPC', 'EDQUOT', 'SQLITE_FULL'];

/** Why a process could not start, in words for whoever started it. */
export function startFailure(error: unknown, place: StartPlace): StartFailure {
  if (isAppError(error)) return known(error.message);
  const { code = '', path = '', syscall, message } = asSystemError(error);
  const atNetwork = networkFailure(code, { ...place, isListening: syscall === 'listen' });
  if (atNetwork) return atNetwork;
  if (FULL.includes(code)) return known('The disk of the data folder is full. Free some space and start again.');
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
    return { ...known('Another program holds the database. Stop it and start again.'), mayPass: true };
  }
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) {
    return known(`The database in ${place.dataDir} is damaged. Put a copy from its folder backups in its place.`);
  }
  if ((path.startsWith(place.dataDir) && NOT_WRITABLE.includes(code)) || NOT_WRITABLE_DATABASE.test(code))
    return notWritable(place.dataDir);
  return { sentence: message, mayPass: false, isKnown: false };
}

interface NetworkPlace extends StartPlace {
  isListening: boolean;
}

function networkFailure(code: string, { host, port, variables, isListening }: NetworkPlace): StartFailure | null {
  if (code === 'EADDRINUSE') {
    const sentence = `Port ${port} is in use by another program. Stop that, or set ${variables.port} to a free port.`;
    return { ...known(sentence), mayPass: true };
  }
  if (code === 'EACCES' && isListening) {
    return known(`This account may not open port ${port}. Set ${variables.port} to one above 1023.`);
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return known(`This machine has no address ${host}. Set ${variables.host} to one it has, such as 127.0.0.1.`);
  }
  return null;
}

function notWritable(dataDir: string): StartFailure {
  return known(
    `The data folder ${dataDir} cannot be written. Change its owner or set FIRSTLOOK_DATA to another folder.`,
  );
}

function known(sentence: string): StartFailure {
  return { sentence, mayPass: false, isKnown: true };
}

function asSystemError(error: unknown): { code?: string; path?: string; syscall?: string; message: string } {
  if (error instanceof Error) return error;
  return { message: String(error) };
}
