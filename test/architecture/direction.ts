/** Who may import whom. The two tables are the picture in docs/architecture.md, in a form that can be checked. */
import { allImports, type Import } from './imports.ts'
import type { Rule } from './rule.ts'

const mayImport: Record<string, string[]> = {
  domain: ['domain'],
  web: ['web', 'domain'],
  server: ['server', 'domain'],
  tools: ['domain', 'server', 'web', 'tools'],
}

/** Effects flow from left to right; an import goes from right to left. Neighbours in one row do not see each other. */
const nounRows = [
  ['people'],
  ['places'],
  ['standards'],
  ['hazards'],
  ['inspections', 'dispatch', 'signals'],
  ['insight', 'notices', 'exchange', 'pack', 'papers'],
  ['phases'],
]
/** Known to every noun, and knowing none. */
const ground = ['db', 'backup', 'http', 'commands', 'events', 'clocks', 'jobs', 'files', 'crypto', 'tallies']
/** The rim: the command line and the demo drive everything, nothing leans on them. */
const rim = ['cli', 'demo']
const entrances = ['app.ts', 'house.ts', 'main.ts']

/** Pure packages that the domain may lean on, each with its reason. */
const pure: Record<string, string> = {
  typebox: 'one description of a shape checks a request on the server and a form on the phone',
}

const sideOf = (path: string) => /^src\/(domain|web|server)\//.exec(path)?.[1] ?? 'tools'

export const direction: Rule = {
  name: 'domain ← web, domain ← server, and nothing between web and server',
  reason: 'the same rules run on the phone and on the server because they lean on neither',
  check: (files) =>
    allImports(files).flatMap((found) => {
      const side = sideOf(found.from)
      const fault =
        found.target === undefined
          ? packageFault(side, found.written)
          : !mayImport[side]!.includes(sideOf(found.target)) && `${side} may not import ${found.target}`
      return fault ? [{ path: found.from, line: found.line, what: fault }] : []
    }),
  bad: [
    { 'src/domain/hazards.ts': "import { query } from '#server/db/query.ts'" },
    { 'src/domain/hazards.ts': "import dayjs from 'dayjs'" },
    { 'src/domain/hazards.ts': "import { randomUUID } from 'node:crypto'" },
    { 'src/web/api.ts': "import type { Row } from '#server/db/rows.ts'" },
    { 'src/web/api.ts': "import { readFile } from 'node:fs/promises'" },
    { 'src/server/app.ts': "import { paths } from '#web/paths.ts'" },
    { 'src/server/people/people.ts': "import { world } from '#test/world.ts'" },
  ],
  good: [
    {
      'src/domain/shapes.ts': "import { Type } from 'typebox'\nimport { Value } from 'typebox/value'",
      'src/web/api.ts': "import { decide } from '#domain/hazards.ts'\nimport { useQuery } from '@tanstack/react-query'",
      'src/server/app.ts': "import { decide } from '#domain/hazards.ts'\nimport { createServer } from 'node:http'",
      'test/domain/hazards.test.ts': "import { decide } from '#domain/hazards.ts'",
      'scripts/test.ts': "import { ensureWebBuild } from '#server/cli/web-build.ts'",
    },
  ],
}

function packageFault(side: string, written: string): string | false {
  if (side === 'domain') {
    return !Object.hasOwn(pure, written.split('/')[0]!) && `domain imports nothing but domain, not ${written}`
  }
  return side === 'web' && written.startsWith('node:') && `the browser has no ${written}`
}

export const nounOrder: Rule = {
  name: 'people ← places ← standards ← hazards ← {inspections, dispatch, signals} ← {insight, notices, exchange, pack, papers} ← phases',
  reason: 'an effect against the arrow travels as an event and a reaction, so that nouns stay separable',
  check: (files) =>
    allImports(files).flatMap((found) => {
      const fault = orderFault(found)
      return fault ? [{ path: found.from, line: found.line, what: fault }] : []
    }),
  bad: [
    { 'src/server/people/people.ts': "import { place } from '#server/places/store.ts'" },
    { 'src/server/hazards/hazards.ts': "import type { Notice } from '#server/notices/notices.ts'" },
    { 'src/server/signals/signals.ts': "import { dispatch } from '#server/dispatch/dispatch.ts'" },
    { 'src/server/db/open.ts': "import { people } from '#server/people/store.ts'" },
    { 'src/server/hazards/store.ts': "import { app } from '#server/app.ts'" },
    { 'src/server/hazards/store.ts': "import { town } from '#server/demo/town.ts'" },
    { 'src/server/main.ts': "import { backup } from '#server/cli/backup.ts'" },
    { 'src/server/config.ts': "import { store } from '#server/people/store.ts'" },
    { 'src/server/misc/things.ts': "import { config } from '#server/config.ts'" },
  ],
  good: [
    {
      'src/server/hazards/hazards.ts':
        "import { people } from '#server/people/store.ts'\nimport { record } from '#server/events/record.ts'\nimport { rows } from './store.ts'",
      'src/server/insight/roll-up.ts': "import { d } from '#server/dispatch/store.ts'",
      'src/server/db/open.ts': "import { config } from '#server/config.ts'",
      'src/server/app.ts': "import { routes } from '#server/hazards/routes.ts'",
      'src/server/cli/demo.ts': "import { app } from '#server/app.ts'\nimport { town } from '#server/demo/town.ts'",
    },
  ],
}

function orderFault({ from, target }: Import): string | false {
  const here = roomOf(from)
  if (here === undefined) return false
  if (here !== '' && !isKnown(here)) {
    return `src/server/${here} has no row in test/architecture/direction.ts: say there what it may import`
  }
  const there = target === undefined ? undefined : roomOf(target)
  if (there === undefined || there === here) return false
  if (rim.includes(here)) return false
  if (rim.includes(there)) return `only the command line may import src/server/${there}`
  if (here === '' && entrances.some((name) => from.endsWith(`/${name}`))) return false
  if (there === '') {
    return entrances.some((name) => target!.endsWith(`/${name}`)) && `${target} stands above everything else`
  }
  if (ground.includes(there)) return false
  return rowOf(there) >= rowOf(here) && `${here || 'a file beside app.ts'} may not import ${there}`
}

/** The folder under src/server, '' for a file directly in it, undefined for a file elsewhere. */
function roomOf(path: string): string | undefined {
  const rest = /^src\/server\/(.*)$/.exec(path)?.[1]
  if (rest === undefined) return undefined
  return rest.includes('/') ? rest.split('/')[0] : ''
}

const isKnown = (room: string) => ground.includes(room) || rim.includes(room) || rowOf(room) >= 0
const rowOf = (room: string) => nounRows.findIndex((row) => row.includes(room))
