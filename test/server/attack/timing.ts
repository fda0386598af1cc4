import { test } from 'node:test'
import { attackers, type Ledger, type Probe } from '#test/server/attack/attacker.ts'
import { hazardProbes } from '#test/server/attack/hazard-probes.ts'
import { until } from '#test/server/attack/live-feed.ts'
import { everything, superuser } from '#test/server/attack/oracle.ts'
import { peopleProbes } from '#test/server/attack/people-probes.ts'
import { placeProbes } from '#test/server/attack/place-probes.ts'
import { fillTown } from '#test/server/attack/town.ts'
import { openWorld } from '#test/world.ts'
test('t', async () => {
  const world = await openWorld({ ticking: true })
  await fillTown(world)
  const root = await superuser(world)
  await new Promise((r) => setTimeout(r, 2000))
  const ledger: Ledger = { probes: 0, leaks: [], faults: [] }
  const all = await everything(world, root)
  const total = new Map<string, number>(); const count = new Map<string, number>(); let t = performance.now()
  const people = await attackers(world, all, ledger)
  console.log('attackers', performance.now() - t)
  for (const on of people) {
    for (const [name, probe] of Object.entries({ ...hazardProbes, ...placeProbes, ...peopleProbes })) {
      t = performance.now(); const p = ledger.probes
      await (probe as Probe)(on)
      const ms = performance.now() - t
      total.set(name, (total.get(name) ?? 0) + ms); count.set(name, (count.get(name) ?? 0) + ledger.probes - p)
    }
  }
  console.log([...total].sort((a, b) => b[1] - a[1]).slice(0, 24).map(([k, v]) => `${Math.round(v)} ms ${count.get(k)} ${k}`).join("\n"))
  await root.end()
  await world.end()
})
