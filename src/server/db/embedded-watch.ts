import { setTimeout as sleep } from 'node:timers/promises'
import { type Embedded, openEmbedded } from './embedded.ts'

/** An embedded server that comes back when it went away. */
export type Kept = {
  superuserUrl(): string
  /** Host and port for a connection address: its socket where it has one. */
  place(): string
  started: Embedded['started']
  stop(): Promise<void>
}

type Options = Parameters<typeof openEmbedded>[0] & { onLog: (line: string) => void }

const tryAgainAfterMs = 2_000

/**
 * Opens the embedded server and keeps it there: when its process dies, or it restarts by itself, it is started or joined
 * again, perhaps on another port. As long as that fails the reason is told once and it is tried again.
 */
export async function keepEmbedded(options: Options): Promise<Kept> {
  let server = await openEmbedded(options)
  const stopping = new AbortController()
  const watching = watch()

  async function watch(): Promise<void> {
    const stopped = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()))
    while (!stopping.signal.aborted) {
      await Promise.race([server.lost, stopped])
      if (stopping.signal.aborted) return
      options.onLog(
        `PostgreSQL in ${options.folder} went away. What was answered as done is kept. It is being started again.`,
      )
      const back = await reopen(options, stopping.signal)
      if (back === undefined) return
      server = back
      options.onLog(`PostgreSQL in ${options.folder} answers again.`)
    }
  }
  return {
    started: server.started,
    superuserUrl: () => server.superuserUrl,
    place: () => `${encodeURIComponent(server.socketFolder) || '127.0.0.1'}:${server.port}`,
    async stop() {
      stopping.abort()
      await watching
      await server.stop()
    },
  }
}

async function reopen(options: Options, signal: AbortSignal): Promise<Embedded | undefined> {
  let told = ''
  while (!signal.aborted) {
    try {
      return await openEmbedded(options)
    } catch (error) {
      const { message } = error as Error
      if (message !== told) options.onLog(message)
      told = message
      await sleep(tryAgainAfterMs, undefined, { signal }).catch(() => undefined)
    }
  }
  return undefined
}
