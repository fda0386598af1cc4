/** A bar that redraws itself on a terminal, and a line every tenth elsewhere; both say how fast it is and what is left. */
export function progressBar(
  what: string,
  out: NodeJS.WriteStream = process.stdout,
  clock: () => number = () => performance.now(),
): { show(done: number, total: number): void; done(): void } {
  let lastTenth = -1
  let first: { done: number; at: number } | null = null
  let open = false
  return {
    show(done, total) {
      const now = clock()
      first ??= { done, at: now }
      const share = total === 0 ? 1 : done / total
      const tenth = Math.floor(share * 10)
      const told = `${done} of ${total} ${what}${pace(done - first.done, now - first.at, total - done)}`
      if (!out.isTTY) {
        if (tenth !== lastTenth) out.write(`  ${tenth * 10} %  ${told}\n`)
        lastTenth = tenth
        return
      }
      const filled = Math.round(share * 30)
      const bar = `${'█'.repeat(filled)}${'░'.repeat(30 - filled)}`
      out.write(`\r  [${bar}] ${Math.round(share * 100)} %  ${told}\u001b[K`)
      open = true
    },
    done() {
      if (open) out.write('\n')
      open = false
    },
  }
}

/** Nothing while there is too little to judge by. */
function pace(done: number, ms: number, left: number): string {
  if (done <= 0 || ms < 500) return ''
  const perSecond = (done * 1000) / ms
  const seconds = Math.round(left / perSecond)
  const time = seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`
  return `, ${Math.round(perSecond)}/s${left > 0 ? `, ${time} left` : ''}`
}
