import { runCrash } from '#test/crash/run.ts'

const t = performance.now()
const r = await runCrash({
  seed: process.argv[2] ?? 'crash',
  share: Number(process.argv[3] ?? 0.002),
  kills: Number(process.argv[4] ?? 4),
  say: (l) => console.log(l, (performance.now() - t).toFixed(0)),
})
console.log({ ...r, faults: r.faults.length })
console.log(r.faults.slice(0, 20).join('\n').slice(0, 4000))
