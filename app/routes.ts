import { index, type RouteConfig, route } from '@remix-run/route-config';

/** The site map: every address and its file, sorted by area. A test keeps it and the folder the same. */
export default [
  // home
  index('routes/home/home.tsx'),
  route('models', 'routes/home/models.tsx'),
  route('search', 'routes/home/search.tsx'),

  // accounts
  route('login', 'routes/accounts/login.tsx'),
  route('logout', 'routes/accounts/logout.tsx'),
  route('setup', 'routes/accounts/setup.tsx'),
  route('reset/:token', 'routes/accounts/reset.tsx'),

  // publish
  route('publish', 'routes/publish/publish.tsx'),
  route('publish/:upload', 'routes/publish/upload.tsx'),

  // preview
  route('m/:model', 'routes/preview/preview.tsx', { id: 'preview-newest' }),
  route('m/:model/v/:number', 'routes/preview/preview.tsx', { id: 'preview-version' }),
  route('m/:model/v/:number/describe', 'routes/preview/describe.tsx'),
  route('r/:run', 'routes/preview/run.tsx'),

  // feedback
  route('flags', 'routes/feedback/flags.tsx'),
  route('f/:flag', 'routes/feedback/flag.tsx'),

  // settings
  route('preferences', 'routes/settings/preferences.tsx'),

  // development
  ...(import.meta.env.DEV ? [route('dev/components', 'routes/dev/components.tsx')] : []),

  // everything else
  route('*', 'routes/not-found.tsx'),
] satisfies RouteConfig;
