import { readFileSync } from 'node:fs'
import path from 'node:path'
import { openChild } from './children/child.ts'
import { fill } from './fill/fill.ts'
import { prepare } from './lifecycle/prepare.ts'
import { playRound, type Round } from './lifecycle/rounds.ts'
import { type CpuProfile, selfTimes } from './profile/cpu.ts'
import { type Figure, numberOf, type Options, type Result, result } from './result.ts'
import { circumstancesOf, openStage, type Stage } from './stage.ts'

type Statement = { text: string; calls: number; ms: number; planMs: number }

/** Where the processor time of the lifecycle goes: the server by folder and function, the database by statement. */
export async function run(options: Options): Promise<Result> {
  const hazards = numberOf(options, 'hazards', 0)
  const data = options.values['data']
  const folder = typeof data === 'string' ? path.join(data, `hazards-${hazards}`) : undefined
  const client = openChild('client')
  const stage = await openCounting(folder)
  try {
    if (hazards > 0 && stage.noted['hazards'] !== hazards) {
      await fill(stage, { hazards, say: options.say })
      stage.note({ hazards })
    }
    const prepared = await prepare(stage)
    const first = { life: Number(stage.noted['next'] ?? 0) }
    const file = path.resolve(String(options.values['out'] ?? path.join(stage.folder, 'server.cpuprofile')))
    const round = await playRound('ours', stage, prepared, client, first, {
      measuredMs: numberOf(options, 'seconds', options.small ? 1 : 10) * 1000,
      warmMs: options.small ? 200 : 4000,
      profile: file,
      begin: async () => void (await stage.raw.query('select public.pg_stat_statements_reset()')),
    })
    stage.note({ next: first.life })
    const statements = await statementsOf(stage)
    const profile = JSON.parse(readFileSync(file, 'utf8')) as CpuProfile
    return report(options, round, profile, statements, { ...(await circumstancesOf(stage)), hazards })
  } finally {
    await client.stop()
    await stage.close()
  }
}

/** The server of the stage, started again with the extension that counts. */
async function openCounting(folder: string | undefined): Promise<Stage> {
  const stage = await openStage({ folder })
  const { rows } = await stage.raw.query('show shared_preload_libraries')
  if (rows[0].shared_preload_libraries.includes('pg_stat_statements')) return stage
  await stage.raw.query("alter system set shared_preload_libraries = 'pg_stat_statements'")
  await stage.raw.query('alter system set pg_stat_statements.track_planning = on')
  await stage.raw.query('alter system set pg_stat_statements.track = all').catch(() => undefined)
  const again = await stage.reopen()
  await again.raw.query('create extension if not exists pg_stat_statements schema public')
  return again
}

async function statementsOf({ raw }: Stage): Promise<Statement[]> {
  const { rows } =
    await raw.query<Statement>(`select query as text, calls::int, total_exec_time as ms, total_plan_time as "planMs"
    from public.pg_stat_statements where toplevel and query not like '%pg_stat_statements%' order by total_exec_time + total_plan_time desc limit 40`)
  return rows
}

const shown = 25

function report(
  options: Options,
  round: Round,
  profile: CpuProfile,
  statements: readonly Statement[],
  circumstances: Record<string, string | number>,
): Result {
  const { groups, functions, busyMs } = selfTimes(profile)
  const each = (ms: number) => ms / round.requests
  const share = (ms: number) => ms / busyMs
  const figures: Figure[] = [
    { name: 'requests', value: round.perSecond, unit: '/s' },
    { name: 'processor time of a request, server', value: round.nodeMs, unit: 'ms' },
    { name: 'processor time of a request, database', value: round.postgresMs, unit: 'ms' },
    ...groups.map(([name, ms]) => ({ name: `server: ${name}`, value: each(ms), unit: 'ms', ratio: share(ms) })),
    ...functions
      .slice(0, shown)
      .map(([name, ms]) => ({ name: `function: ${name}`, value: each(ms), unit: 'ms', ratio: share(ms) })),
    ...statements.slice(0, shown).map(({ text, calls, ms, planMs }) => ({
      name: `statement: ${text.replace(/\s+/g, ' ').slice(0, 90)} (${(calls / round.requests).toFixed(2)} a request, ${(planMs / Math.max(calls, 1)).toFixed(3)} ms to plan)`,
      value: each(ms + planMs),
      unit: 'ms',
    })),
  ]
  return result(
    'profile',
    options,
    'Where the time of the lifecycle goes, per request; the ratio is the share of the server’s own time.',
    {
      circumstances,
      figures,
      notes: [
        'Functions by their own time, sampled every 500 µs in the measured time. Statements as pg_stat_statements counts them, planning included, those of reactions and numbering too.',
      ],
    },
  )
}
