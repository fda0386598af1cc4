import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { fieldShelf, workerFile } from './scripts/field-shelf.ts'

const web = join(import.meta.dirname, 'src/web')

/** Everything is a file of its own with a hash in its name: the content policy allows no inline script or style. */
export default defineConfig({
  root: web,
  // Copied as they are, for names that may not carry a hash. `src/web/public` is the owner's pages, not this.
  publicDir: join(web, 'static'),
  plugins: [react(), fieldShelf('src/web/field/field-app.tsx')],
  build: {
    outDir: join(import.meta.dirname, 'dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: { page: join(web, 'index.html'), worker: join(web, 'field/app/worker.ts') },
      output: {
        // A worker must keep its name and lie at the root, or it could not answer for `/field`.
        entryFileNames: ({ name }) => (name === 'worker' ? workerFile : 'assets/[name]-[hash].js'),
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080', '/health': 'http://127.0.0.1:8080' } },
})
