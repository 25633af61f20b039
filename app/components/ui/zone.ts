import { createContext, useContext, useEffect, useState } from 'react';

/** The viewer's time zone as the server was told it by a cookie; null on the very first page of a browser. */
export const ZoneContext = createContext<string | null>(null);

const COOKIE = 'zone';
const YEAR_S = 365 * 24 * 3600;

/** The zone in a Cookie header, when it is one. */
export function readZone(cookies: string | null): string | null {
  const pairs = (cookies ?? '').split(';').map((pair) => pair.trim().split('='));
  const [, value = ''] = pairs.find(([name]) => name === COOKIE) ?? [];
  return isZone(value) ? value : null;
}

export function useZone(): string | null {
  return useContext(ZoneContext);
}

/**
 * The zone to show times in: the one the server used, so that its page and the browser's first one are the same; then
 * the browser's own, which the server is told for the next page.
 */
export function useBrowserZone(kept: string | null): string | null {
  const [zone, setZone] = useState(kept);
  useEffect(() => {
    const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    setZone(own);
    if (own === kept) return;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
    document.cookie = `${COOKIE}=${own}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax`;
  }, [kept]);
  return zone;
}

function isZone(name: string): boolean {
  if (!/^[A-Za-z0-9_+\-/]{1,64}$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
