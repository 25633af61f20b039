import type { Notice } from '#app/oip/control.ts';
import { shownList } from './shown.ts';

const OF_SYSTEMS = ['__macosx', 'thumbs.db', 'desktop.ini'];

/** Whether a path is something that desktops and tools leave in folders: hidden, or known by name. */
export function isLeftOut(path: string): boolean {
  return path.split('/').some((name) => name.startsWith('.') || OF_SYSTEMS.includes(name.toLowerCase()));
}

export function leftOutNotice(paths: readonly string[]): Notice {
  return { code: 'archive.left-out', message: `Left out, as a model does not need it: ${shownList(paths)}.` };
}
