export type CpuProfile = {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[]
  samples: number[]
  timeDeltas: number[]
}

type Sums = [name: string, ms: number][]

const idle = ['(idle)', '(program)', '(root)']

/** Each function's own time, and the same summed by folder of ours and by package, both with the most first. */
export function selfTimes(profile: CpuProfile): { groups: Sums; functions: Sums; busyMs: number } {
  const byId = new Map(profile.nodes.map((node) => [node.id, node.callFrame]))
  const groups = new Map<string, number>()
  const functions = new Map<string, number>()
  let busyMs = 0
  profile.samples.forEach((id, n) => {
    const frame = byId.get(id)
    if (frame === undefined || idle.includes(frame.functionName)) return
    const ms = (profile.timeDeltas[n] ?? 0) / 1000
    busyMs += ms
    const group = groupOf(frame.functionName, frame.url)
    add(groups, group, ms)
    const at = frame.url.split('/').slice(-2).join('/')
    add(functions, `${frame.functionName || '(anonymous)'} ${at}:${frame.lineNumber + 1} [${group}]`, ms)
  })
  return { groups: sorted(groups), functions: sorted(functions), busyMs }
}

function groupOf(name: string, url: string): string {
  const own = /\/src\/(server\/[^/]+|domain)(?=\/)/.exec(url)
  if (own !== null) return own[1] as string
  const packaged = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)
  if (packaged !== null) return packaged[1] as string
  if (name === '(garbage collector)') return 'garbage collector'
  if (url.startsWith('node:')) return `node ${url.slice(5).split('/').slice(0, 2).join('/')}`
  return url === '' ? 'built in (native)' : 'other'
}

function add(sums: Map<string, number>, name: string, ms: number): void {
  sums.set(name, (sums.get(name) ?? 0) + ms)
}

const sorted = (sums: ReadonlyMap<string, number>): Sums => [...sums].sort((a, b) => b[1] - a[1])
