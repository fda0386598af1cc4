import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openChild } from './children/child.ts'
import type { Task, Worked } from './children/client.ts'
import type { Heard, Screen } from './children/screens.ts'
import { parts } from './crews.ts'
import { fill } from './fill/fill.ts'
import { type Prepared, prepare } from './lifecycle/prepare.ts'
import { openServer, startClean } from './lifecycle/rounds.ts'
import { type Figure, numberOf, type Options, quantile, type Result, result } from './result.ts'
import { circumstancesOf, openStage } from './stage.ts'

const mostSeconds = 1

/** From the answer to a command until the screens that may see the hazard have heard of it. */
export async function run(options: Options): Promise<Result> {
  const hazards = numberOf(options, 'hazards', 0)
  const screenCount = numberOf(options, 'screens', options.small ? 6 : 50)
  const data = options.values['data']
  const folder = typeof data === 'string' ? path.join(data, `hazards-${hazards}`) : undefined
  const stage = await openStage({ folder })
  const screens = openChild('screens')
  const writers: ReturnType<typeof openChild>[] = []
  try {
    if (hazards > 0 && stage.noted['hazards'] !== hazards) {
      await fill(stage, { hazards, say: options.say })
      stage.note({ hazards })
    }
    const prepared = await prepare(stage)
    await startClean(stage)
    const { server, port } = await openServer('ours', stage, prepared)
    try {
      await screens.ask('listen', { port, screens: screensOf(prepared, screenCount) })
      const client = openChild('client')
      writers.push(client)
      const first = Number(stage.noted['next'] ?? 0)
      const task: Task = {
        port,
        cookies: prepared.cookies,
        photos: prepared.photos,
        bare: false,
        first,
        warmMs: options.small ? 0 : 3000,
        measuredMs: numberOf(options, 'seconds', options.small ? 1 : 10) * 1000,
        readEvery: 0,
        keep: true,
      }
      const worked = await client.ask<Worked>('work', task)
      stage.note({ next: worked.next })
      await sleep(options.small ? 1500 : 3000)
      const heard = await screens.ask<Heard>('compare', worked.answered)
      return report(options, worked, heard, screenCount, { ...(await circumstancesOf(stage)), hazards })
    } finally {
      await server.stop()
    }
  } finally {
    for (const one of [screens, ...writers]) await one.stop()
    await stage.close()
  }
}

/** Desks hear of every crew; cadres and workers of their own. */
function screensOf({ cookies }: Prepared, count: number): Screen[] {
  return Array.from({ length: count }, (_, n) => {
    const crew = n % cookies.length
    const part = parts[Math.floor(n / cookies.length) % parts.length] as (typeof parts)[number]
    return { cookie: cookies[crew]?.[part] ?? '', crews: part === 'desk' ? 'all' : [crew] }
  })
}

function report(
  options: Options,
  worked: Worked,
  heard: Heard,
  screens: number,
  circumstances: Record<string, string | number>,
): Result {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => quantile(heard.took, share) / 1000) as [
    number,
    number,
    number,
  ]
  const figures: Figure[] = [
    { name: 'answer to screen, half within', value: p50, unit: 's' },
    { name: 'answer to screen, 95 % within', value: p95, unit: 's', aim: `< ${mostSeconds} s`, met: p95 < mostSeconds },
    { name: 'answer to screen, 99 % within', value: p99, unit: 's' },
    {
      name: `changes not heard, of ${heard.took.length + heard.missing}`,
      value: heard.missing,
      unit: '',
      aim: 'none',
      met: heard.missing === 0 && heard.took.length > 0,
    },
    { name: 'requests meanwhile', value: worked.requests / worked.seconds, unit: '/s' },
    { name: 'errors', value: worked.errors.length, unit: '', aim: 'none', met: worked.errors.length === 0 },
  ]
  for (const text of worked.errors.slice(0, 5)) options.say(text)
  return result(
    'feed',
    options,
    'From the answer to a command until each screen that may see the hazard hears of the change.',
    {
      circumstances: { ...circumstances, writers: 8, screens },
      figures,
      notes: [
        'Eight crews write as fast as they are answered. A third of the screens are desks, which hear of all eight; cadres and grid workers hear of their own village or grid.',
        'A change counts when the last byte of its message has arrived at a process of its own; the clock is the machine’s.',
      ],
    },
  )
}
