import { vitePlugin as remix } from '@remix-run/dev';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import remixConfig from './remix.config.js';

declare module '@remix-run/node' {
  interface Future {
    v3_singleFetch: true;
  }
}

export default defineConfig({
  plugins: [tailwindcss(), remix(remixConfig)],
  build: {
    // Fonts stay files: a data: address would need a hole in the content security policy.
    assetsInlineLimit: 0,
    target: 'es2022',
  },
  server: {
    // The portal's own Express server hands requests to Vite; it must not look outside the source.
    fs: { deny: ['data', '.env', '.env.*', '*.{crt,pem}'] },
  },
});
