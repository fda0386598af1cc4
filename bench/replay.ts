import path from 'node:path'
import { type Child, type Listening, openChild } from './children/child.ts'
import { cpuOfTree } from './children/processes.ts'
import type { Relayed, RelayTask } from './children/relay.ts'
import { postmasterIn } from './lifecycle/rounds.ts'
import { copyOf, makeTemplate, openRaw, type Template } from './replay/stage.ts'
import { type Figure, median, numberOf, type Options, type Result, result } from './result.ts'

const leastPerSecond = 5000

type Round = Relayed & { nodeMs: number; postgresMs: number; rows: Map<string, number> }
type Setting = { template: Template; share: number; lanes: number; file: string }

/**
 * The pilot's own commands through `/api/sync` in batches of 200, as the relay sends them, over one and over four
 * connections, beside a bare server that runs the very same transactions on a copy of the same database.
 */
export async function run(options: Options): Promise<Result> {
  const share = numberOf(options, 'share', options.small ? 0.002 : 0.2)
  const rounds = numberOf(options, 'rounds', options.small ? 1 : 2)
  const template = await makeTemplate()
  const client = openChild('relay')
  try {
    const figures: Figure[] = []
    const differences: string[] = []
    let commands = 0
    for (const lanes of options.small ? [2] : [1, 4]) {
      const setting = { template, share, lanes, file: path.join(template.folder, `transactions-${lanes}`) }
      await hearOnce(setting, client, options)
      const ours: Round[] = []
      const bare: Round[] = []
      for (let n = 0; n < rounds; n++) {
        ours.push(await playOurs(setting, client))
        bare.push(await playBare(setting, client))
        options.say(`${lanes} connections: ${line(ours.at(-1) as Round)}; bare ${line(bare.at(-1) as Round)}`)
      }
      commands = ours[0]?.commands ?? 0
      figures.push(...figuresOf(lanes, ours, bare, options))
      for (const [table, rows] of ours[0]?.rows ?? [])
        if (bare[0]?.rows.get(table) !== rows)
          differences.push(`${table}: ${rows} rows, bare ${bare[0]?.rows.get(table)}`)
    }
    for (const text of differences) options.say(text)
    figures.push({
      name: 'tables in which both wrote another number of rows',
      value: differences.length,
      unit: '',
      aim: 'none',
      met: differences.length === 0,
    })
    return result(
      'replay',
      options,
      'The pilot’s own commands through /api/sync in batches of 200, beside a bare server that runs the very same transactions.',
      {
        circumstances: { share, commands, rounds },
        figures,
        notes: [
          'Commands of the whole plan but for what owners do through their links, from the first registration on; measured after the first fifth. The clock is put forward before each day, and clocks, numbers and reactions run beside as they always do.',
          'The bare server runs what the product was heard to send for each batch in a run before, statement by statement with the same parameters, on a copy of the same database, as superuser; sessions, scope, rules, sealing and reactions are left out.',
        ],
      },
    )
  } finally {
    await client.stop()
    await template.remove()
  }
}

const line = ({ measured, seconds, nodeMs, postgresMs, refused, firstRefusal }: Round) =>
  `${(measured / seconds).toFixed(0)}/s, ${nodeMs.toFixed(3)} + ${postgresMs.toFixed(3)} ms${refused > 0 ? `, ${refused} refused: ${firstRefusal}` : ''}`

/** One run that is not measured, to hear the transactions. */
async function hearOnce({ template, share, lanes, file }: Setting, client: Child, options: Options): Promise<void> {
  await withServer('server', template, async (server, folder) => {
    const { port } = await server.ask<Listening>('listen', { folder })
    await server.ask('hear')
    await relay(server, client, { port, cookie: template.cookie, share, lanes, warmShare: 0 }, 0)
    const firsts = await client.ask<string[]>('firsts', { share, lanes })
    const { found, wanted } = await server.ask<{ found: number; wanted: number }>('writeDown', { firsts, file })
    if (found < wanted) options.say(`${wanted - found} of ${wanted} batches were not one transaction`)
  })
}

const playOurs = ({ template, share, lanes }: Setting, client: Child) =>
  withServer('server', template, async (server, folder) => {
    const { port } = await server.ask<Listening>('listen', { folder })
    return relay(
      server,
      client,
      { port, cookie: template.cookie, share, lanes, warmShare: 0.2 },
      postmasterIn(folder),
      folder,
    )
  })

const playBare = ({ template, share, lanes, file }: Setting, client: Child) =>
  withServer('bare-relay', template, async (server, folder, url) => {
    const { port } = await server.ask<Listening>('listen', { url, file, connections: 12 })
    return relay(server, client, { port, cookie: '', share, lanes, warmShare: 0.2 }, postmasterIn(folder), folder)
  })

async function withServer<T>(
  name: 'server' | 'bare-relay',
  template: Template,
  work: (server: Child, folder: string, url: string) => Promise<T>,
): Promise<T> {
  const copy = await copyOf(template)
  const raw = await openRaw(copy.folder)
  const server = openChild(name)
  try {
    return await work(server, copy.folder, raw.url)
  } finally {
    await server.stop()
    await raw.close()
    await copy.remove()
  }
}

async function relay(
  server: Child,
  client: Child,
  task: RelayTask,
  postmaster: number,
  folder?: string,
): Promise<Round> {
  const at = async () => ({ node: await server.ask<NodeJS.CpuUsage>('cpu'), postgres: cpuOfTree(postmaster) })
  let before = at()
  client.on('begin', () => {
    before = at()
  })
  client.on('window', (clock: string) => {
    void server.ask('clock', clock).then(() => client.ask('clockSet'))
  })
  const relayed = await client.ask<Relayed>('work', task)
  const [start, end] = [await before, await at()]
  const nodeMs = (end.node.user + end.node.system - start.node.user - start.node.system) / 1000
  return {
    ...relayed,
    nodeMs: nodeMs / relayed.measured,
    postgresMs: (end.postgres - start.postgres) / relayed.measured,
    rows: folder === undefined ? new Map() : await rowsIn(folder),
  }
}

/** What people's commands wrote: what time itself and reactions did depends on when they came to it. */
async function rowsIn(folder: string): Promise<Map<string, number>> {
  const raw = await openRaw(folder)
  const counted = new Map<string, number>()
  for (const table of ['place', 'contact', 'safety_visit', 'signature', 'hazard', 'file_link', 'remark']) {
    const { rows } = await raw.pool.query<{ n: number }>(`select count(*)::int as n from ${table}`)
    counted.set(table, rows[0]?.n ?? 0)
  }
  await raw.close()
  return counted
}

function figuresOf(lanes: number, ours: readonly Round[], bare: readonly Round[], options: Options): Figure[] {
  const speed = (rounds: readonly Round[]) => median(rounds.map(({ measured, seconds }) => measured / seconds))
  const cpu = (rounds: readonly Round[]) => median(rounds.map(({ nodeMs, postgresMs }) => nodeMs + postgresMs))
  const over = `over ${lanes} connection${lanes === 1 ? '' : 's'}`
  const [value, limit] = [speed(ours), speed(bare)]
  const refused = Math.max(...[...ours, ...bare].map((round) => round.refused))
  const aimed = lanes === 1 || options.small ? {} : { aim: `≥ ${leastPerSecond}/s`, met: value >= leastPerSecond }
  return [
    { name: `commands ${over}`, value, unit: '/s', limit, ratio: value / limit, ...aimed },
    {
      name: `processor time of a command ${over}`,
      value: cpu(ours),
      unit: 'ms',
      limit: cpu(bare),
      ratio: cpu(bare) / cpu(ours),
    },
    { name: `refused ${over}`, value: refused, unit: '', aim: 'none', met: refused === 0 },
  ]
}
