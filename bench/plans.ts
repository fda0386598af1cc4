/**
 * `npm run bench -- plans [--places 1_000_000] [--hazards-per-place 10]`: what every hot read costs in a small and in a
 * large district. `--plans FILE` writes the plans of both.
 */
import { writeFileSync } from 'node:fs'
import { rebuildTallies } from '#server/tallies/rebuild.ts'
import { type Cost, costOf } from './plans/explain.ts'
import { fill, type Size, settleDown } from './plans/fill.ts'
import { readsOf, rememberLast } from './plans/reads.ts'
import { openStage, type Stage } from './plans/stage.ts'
import { type Benchmark, type Figure, numberOf, result } from './result.ts'

export type Costs = Map<string, Cost>

/** Cost of every read in a district of that size. */
export async function costsAt(
  size: Size,
  say: (line: string) => void,
  keepPlan: (plan: string) => void = () => {},
  { folder, isSmall = false }: { folder?: string; isSmall?: boolean } = {},
): Promise<Costs> {
  const stage = await openStage(folder)
  try {
    if (!stage.isFilled) await filled(stage, size, say)
    await rememberLast(stage)
    const costs: Costs = new Map()
    const client = await stage.own.connect()
    try {
      for (const { name, work } of await readsOf(stage)) {
        const statements = await stage.written(work)
        keepPlan(`\n=== ${name}`)
        costs.set(name, await costOf(client, statements, keepPlan, isSmall))
      }
    } finally {
      client.release()
    }
    return costs
  } finally {
    await stage.end()
  }
}

async function filled(stage: Stage, size: Size, say: (line: string) => void): Promise<void> {
  await fill(stage.raw, stage.house.database, stage.district, size, say)
  const from = Date.now()
  const counted = await rebuildTallies(stage.house.database, stage.district)
  say(`roll-ups: ${counted} hazards counted in ${((Date.now() - from) / 1000).toFixed(1)} s`)
  await settleDown(stage.raw)
}

export const run: Benchmark = async (options) => {
  const places = numberOf(options, 'places', options.small ? 20_000 : 1_000_000)
  const hazardsPerPlace = numberOf(options, 'hazards-per-place', 10)
  const smaller = { places: places / 10, hazardsPerPlace }
  const larger = { places, hazardsPerPlace }
  const plans: string[] = []
  const keep = (plan: string) => plans.push(plan)
  const few = await costsAt(smaller, options.say, keep)
  plans.push('\n##########')
  const many = await costsAt(larger, options.say, keep)
  const file = options.values['plans']
  if (typeof file === 'string') writeFileSync(file, plans.join('\n'))
  const figures: Figure[] = [...many].flatMap(([name, cost]) => {
    const small = few.get(name) as Cost
    const ratio = cost.pages / Math.max(small.pages, 1)
    const scans = cost.scanned.map(({ table }) => table)
    return [
      {
        name: scans.length > 0 ? `${name} [scans ${scans.join(', ')}]` : name,
        value: cost.pages,
        unit: 'pages',
        limit: small.pages,
        ratio,
        aim: '≤ 2 × the pages of a tenth of the district, no table read from end to end',
        met: scans.length === 0 && (ratio <= 2 || cost.pages <= 100),
      },
    ]
  })
  return result(
    'plans',
    options,
    `pages of 8 kB read in a district of ${places} places and ${places * hazardsPerPlace} hazards, beside one of a tenth of it`,
    {
      circumstances: { places, hazards: places * hazardsPerPlace },
      figures,
      notes: [
        "Each read is the product's own, over HTTP and under row-level security; its statements are done over with EXPLAIN (ANALYZE, BUFFERS).",
      ],
    },
  )
}
