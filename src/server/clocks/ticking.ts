/** Runs `work` again and again until stopped; at once while it found something to do, else after a pause. */
export function startTicking(
  pauseMs: number,
  work: () => Promise<number>,
  onError: (error: unknown) => void,
): { stop(): Promise<void> } {
  let stopped = false
  let wake: (() => void) | null = null
  const run = async () => {
    while (!stopped) {
      const found = await work().catch((error: unknown) => {
        onError(error)
        return 0
      })
      if (found > 0 || stopped) continue
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pauseMs)
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
