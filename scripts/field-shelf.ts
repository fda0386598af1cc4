import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import type { Plugin, Rolldown } from 'vite'
import { placeholder, type Shelf } from '#web/field/app/shelf.ts'

export const workerFile = 'field-worker.js'

type Bundle = Rolldown.OutputBundle
type Chunk = Rolldown.OutputChunk

const isChunk = (part: Bundle[string] | undefined): part is Chunk => part?.type === 'chunk'

/**
 * Writes into the phone's worker what it has to keep: the page's own scripts and those of the phone's door with all that
 * they may load, but nothing of the desk. The list is part of the worker's bytes, by which a browser sees that there is
 * a new build.
 */
export function fieldShelf(door: string): Plugin {
  return {
    name: 'field-shelf',
    apply: 'build',
    generateBundle(_options, bundle) {
      const worker = bundle[workerFile]
      if (!isChunk(worker)) this.error(`${workerFile} was not built`)
      if (worker.imports.length + worker.dynamicImports.length > 0)
        this.error(`${workerFile} must be one file, it imports ${worker.imports.join(', ')}`)
      const shelf = JSON.stringify(shelfOf(bundle, door))
      const filled = worker.code.replace(new RegExp(`(["'\`])${placeholder}\\1`), () => JSON.stringify(shelf))
      if (filled === worker.code) this.error(`${workerFile} has no place for its list`)
      worker.code = filled
    },
  }
}

export function shelfOf(bundle: Bundle, door: string): Shelf {
  const chunks = Object.values(bundle).filter(isChunk)
  const entry = chunks.find((chunk) => chunk.isEntry && chunk.fileName !== workerFile)
  const field = chunks.find((chunk) => chunk.facadeModuleId?.endsWith(door))
  if (entry === undefined || field === undefined) throw new Error(`the build has no ${door}`)
  const found = new Set<string>()
  // The entry's own doors are left out: they are the other doors.
  take(bundle, entry.fileName, found, false)
  take(bundle, field.fileName, found, true)
  const icons = Object.keys(bundle).filter((name) => /^assets\/icon-[^/]*\.svg$/.test(name))
  const files = [...found, ...icons].sort().map((name) => `/${name}`)
  const build = createHash('sha256')
  for (const file of files) build.update(`${basename(file)}\0`)
  return { build: build.digest('hex').slice(0, 16), files }
}

/** A chunk, its styles, what it imports, and, if asked, what it may load later. */
function take(bundle: Bundle, name: string, found: Set<string>, withLater: boolean): void {
  const part = bundle[name]
  if (found.has(name) || !isChunk(part)) return
  found.add(name)
  const { importedCss, importedAssets } = (part as Chunk & { viteMetadata?: Metadata }).viteMetadata ?? {}
  for (const file of [...(importedCss ?? []), ...(importedAssets ?? [])]) found.add(file)
  for (const next of part.imports) take(bundle, next, found, withLater)
  if (withLater) for (const next of part.dynamicImports) take(bundle, next, found, withLater)
}

type Metadata = { importedCss: Set<string>; importedAssets: Set<string> }
