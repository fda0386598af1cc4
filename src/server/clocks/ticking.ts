const afterFailureMs = 1_000
const sayAgainAfterMs = 60_000

/**
 * Runs `work` again and again until stopped; at once while it found something to do, else after a pause. While it fails,
 * for instance because the database is away, it is tried less often, and the same reason is told once a minute.
 */
export function startTicking(
  pauseMs: number,
  work: () => Promise<number>,
  onError: (error: unknown) => void,
): { stop(): Promise<void> } {
  let stopped = false
  let wake: (() => void) | null = null
  let told = { reason: '', at: Number.NEGATIVE_INFINITY }
  const tell = (error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error)
    const at = performance.now()
    if (reason === told.reason && at - told.at < sayAgainAfterMs) return
    told = { reason, at }
    onError(error)
  }
  const run = async () => {
    while (!stopped) {
      let pause = pauseMs
      const found = await work().catch((error: unknown) => {
        tell(error)
        pause = Math.max(pauseMs, afterFailureMs)
        return 0
      })
      if (found > 0 || stopped) continue
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pause)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }
  const running = run()
  return {
    stop() {
      stopped = true
      wake?.()
      return running
    },
  }
}
