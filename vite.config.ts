import { vitePlugin as remix } from '@remix-run/dev';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import { precompressed } from './bin/bootstrap/precompress.mjs';
import remixConfig from './remix.config.js';

declare module '@remix-run/node' {
  interface Future {
    v3_singleFetch: true;
  }
}

export default defineConfig({
  plugins: [tailwindcss(), remix(remixConfig), precompressed()],
  build: {
    // Fonts stay files: a data: address would need a hole in the content security policy.
    assetsInlineLimit: 0,
    target: 'es2022',
  },
  optimizeDeps: {
    // Parts fetched on first use are not seen beforehand: finding them late would reload the page.
    include: [
      '@remix-run/react',
      // Routes name it; Vite came upon it while the first page was loading, and that page never got its script.
      '@remix-run/node',
      'lucide-react',
      'react-aria-components',
      ...['Autocomplete', 'Input', 'ListBox', 'Menu', 'Modal', 'Popover', 'TextField', 'Tooltip'].map(
        (part) => `react-aria-components/${part}`,
      ),
    ],
  },
  server: {
    // The portal's own Express server hands requests to Vite; it must not look outside the source.
    fs: { deny: ['data', '.env', '.env.*', '*.{crt,pem}'] },
  },
});
