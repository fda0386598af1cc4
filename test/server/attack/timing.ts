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
  let t = performance.now()
  const people = await attackers(world, all, ledger)
  console.log('attackers', performance.now() - t)
  for (const on of people.slice(0, 12).filter((_, n) => [0, 2, 5, 6,10].includes(n))) {
    for (const [name, probe] of Object.entries({ ...hazardProbes, ...placeProbes, ...peopleProbes })) {
      t = performance.now(); const p = ledger.probes
      await (probe as Probe)(on)
      const ms = performance.now() - t
      if (ms > 100) console.log(on.member.loginName, name, Math.round(ms), ledger.probes - p)
    }
  }
  console.log(ledger.leaks.slice(0, 20), ledger.faults.slice(0, 20), ledger.probes)
  await root.end()
  await world.end()
})
