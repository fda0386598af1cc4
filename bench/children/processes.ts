import { readdirSync, readFileSync } from 'node:fs'

/** Milliseconds that a process and the children it has or had spent on the processor. */
export function cpuOfTree(pid: number): number {
  const own = statOf(pid)
  if (own === null) return 0
  return own.ms + own.endedMs + childrenOf(pid).reduce((all, child) => all + (statOf(child)?.ms ?? 0), 0)
}

export function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((one) => statOf(one)?.parent === pid)
}

const tickMs = 10

function statOf(pid: number): { parent: number; ms: number; endedMs: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const at = (n: number) => fields[n] ?? 0
    return { parent: at(1), ms: (at(11) + at(12)) * tickMs, endedMs: (at(13) + at(14)) * tickMs }
  } catch {
    return null
  }
}
