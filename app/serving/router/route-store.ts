import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type RouteTable, routeTable } from '#app/oip/control.ts';

/** What the disk knows of the table: `missing` before the first one came, `unreadable` when it is damaged. */
export type StoredRoutes = RouteTable | 'missing' | 'unreadable';

export async function readRoutes(path: string): Promise<StoredRoutes> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : 'unreadable';
  }
  try {
    return routeTable.parse(JSON.parse(text));
  } catch {
    return 'unreadable';
  }
}

/** Writes the table so that a crash leaves the old one or the new one. */
export async function writeRoutes(path: string, table: RouteTable): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const fresh = `${path}.new`;
  const file = await open(fresh, 'w', 0o600);
  try {
    await file.writeFile(JSON.stringify(table));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(fresh, path);
}
