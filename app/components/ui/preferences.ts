/** What a person chose for this browser; kept in cookies, so that the server draws the first page right. */
export interface Preferences {
  /** null: as the system says. */
  theme: 'light' | 'dark' | null;
  /** Whether single keys do something (WCAG 2.1.4 wants a way to switch them off). */
  hasKeys: boolean;
}

/** Where the choices are sent to. */
export const PREFERENCES_PATH = '/preferences';

const CHOICES = { theme: ['system', 'light', 'dark'], keys: ['on', 'off'] } as const;
const YEAR_S = 365 * 24 * 3600;

/** Reads the choices out of a Cookie header; what is not one of them does not count. */
export function readPreferences(cookies: string | null): Preferences {
  const theme = cookieOf(cookies, 'theme');
  return { theme: theme === 'light' || theme === 'dark' ? theme : null, hasKeys: cookieOf(cookies, 'keys') !== 'off' };
}

/** The Set-Cookie lines for what a form chose. */
export function preferenceCookies(form: FormData, isSecure: boolean): string[] {
  return Object.entries(CHOICES).flatMap(([name, choices]) => {
    const chosen = choices.find((choice) => choice === form.get(name));
    if (chosen === undefined) return [];
    const isUsual = chosen === choices[0];
    const flags = `Path=/; Max-Age=${isUsual ? 0 : YEAR_S}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
    return [`${name}=${isUsual ? '' : chosen}; ${flags}`];
  });
}

function cookieOf(cookies: string | null, name: string): string | undefined {
  const pairs = (cookies ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([key]) => key === name)?.[1];
}
