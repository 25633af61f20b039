import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useFetchers, useRouteLoaderData } from '@remix-run/react';
import type { ReactNode } from 'react';
import { WaitingFlags } from '#app/components/judging/waiting-flags.tsx';
import { FailurePage } from '#app/components/ui/failure.tsx';
import { useNonce } from '#app/components/ui/nonce.tsx';
import { PREFERENCES_PATH, type Preferences, readPreferences } from '#app/components/ui/preferences.ts';
import { Shell } from '#app/components/ui/shell.tsx';
import { readZone, useBrowserZone, ZoneContext } from '#app/components/ui/zone.ts';
import styles from '#app/styles/app.css?url';
import inter from '#app/styles/fonts/inter-latin-opsz-normal.woff2?url';

export const links: LinksFunction = () => [
  { rel: 'preload', href: inter, as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' },
  { rel: 'stylesheet', href: styles },
  { rel: 'icon', href: '/icon.svg', type: 'image/svg+xml' },
];

export const meta: MetaFunction = () => [{ title: 'Firstlook' }];

export function loader({ context, request }: LoaderFunctionArgs) {
  const cookies = request.headers.get('cookie');
  return {
    viewerName: context.viewer?.name ?? null,
    viewerId: context.viewer?.actor.id ?? null,
    preferences: readPreferences(cookies),
    zone: readZone(cookies),
  };
}

export function Layout({ children }: { children: ReactNode }) {
  const nonce = useNonce();
  const root = useRouteLoaderData<typeof loader>('root');
  const viewerId = root?.viewerId ?? null;
  const preferences = usePreferences(root?.preferences);
  const zone = useBrowserZone(root?.zone ?? null);
  const { theme, hasKeys } = preferences;
  return (
    <html lang="en" data-theme={theme ?? undefined} data-keys={hasKeys ? undefined : 'off'}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content={theme ?? 'light dark'} />
        {/* Where react-aria finds the nonce for the few style rules it adds; browsers hide it from the DOM. */}
        <meta property="csp-nonce" nonce={nonce} suppressHydrationWarning />
        <Meta />
        <Links />
      </head>
      <body>
        <ZoneContext.Provider value={zone}>
          <Shell viewerName={root?.viewerName ?? null} preferences={preferences} searchPath="/search">
            {children}
          </Shell>
        </ZoneContext.Provider>
        {viewerId !== null && <WaitingFlags personId={viewerId} />}
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

/** What was chosen; a choice on its way to the server counts at once. */
function usePreferences(kept: Preferences = { theme: null, hasKeys: true }): Preferences {
  const sent = useFetchers().find(({ formAction }) => formAction === PREFERENCES_PATH)?.formData;
  const theme = sent?.get('theme');
  const keys = sent?.get('keys');
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : theme === 'system' ? null : kept.theme,
    hasKeys: typeof keys === 'string' ? keys === 'on' : kept.hasKeys,
  };
}

export default function Root() {
  return <Outlet />;
}

export function ErrorBoundary() {
  return <FailurePage />;
}
