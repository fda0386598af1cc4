/** From the first signal on `signal` is aborted. */
export type Stopping = { signal: AbortSignal; release(): void }

const asked = ['SIGINT', 'SIGTERM'] as const
/** npm passes on what the terminal has sent to us already: one Ctrl+C comes twice. */
const sameSignalMs = 500
/** As a shell says it of a program that was ended by Ctrl+C. */
export const interrupted = 130

/**
 * Listens for signals until it is released. The first one asks to stop where it can go on; whoever sends another one
 * does not want to wait: `giveUp` closes what must be closed, and the process ends.
 */
export function onSignal(first: () => void, giveUp: () => Promise<void>): Stopping {
  const stopping = new AbortController()
  let since = 0
  const stop = () => {
    if (!stopping.signal.aborted) {
      since = performance.now()
      first()
      stopping.abort()
    } else if (performance.now() - since > sameSignalMs) void giveUp().finally(() => process.exit(interrupted))
  }
  for (const name of asked) process.on(name, stop)
  return {
    signal: stopping.signal,
    release: () => {
      for (const name of asked) process.off(name, stop)
    },
  }
}

/** The same, unless it is asked to stop meanwhile. */
export async function unlessStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  work.catch(() => undefined)
  signal.throwIfAborted()
  let stop = () => {}
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop)
  })
  try {
    return await Promise.race([work, stopped])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
