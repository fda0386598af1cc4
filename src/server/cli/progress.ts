/** A bar that redraws itself on a terminal, and a line every tenth elsewhere. */
export function progressBar(
  what: string,
  out: NodeJS.WriteStream = process.stdout,
): { show(done: number, total: number): void; done(): void } {
  let lastTenth = -1
  return {
    show(done, total) {
      const share = total === 0 ? 1 : done / total
      const tenth = Math.floor(share * 10)
      if (!out.isTTY) {
        if (tenth !== lastTenth) out.write(`  ${tenth * 10} %  ${done} of ${total} ${what}\n`)
        lastTenth = tenth
        return
      }
      const filled = Math.round(share * 30)
      out.write(
        `\r  [${'█'.repeat(filled)}${'░'.repeat(30 - filled)}] ${Math.round(share * 100)} %  ${done} of ${total} ${what}`,
      )
    },
    done() {
      if (out.isTTY) out.write('\n')
    },
  }
}
