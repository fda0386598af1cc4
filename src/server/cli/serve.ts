import type { Running } from '#server/main.ts'

/** Listens, says where, and closes everything in order on the first signal. Resolves when that is done. */
export async function serve(running: Running, ready: (address: string) => void): Promise<void> {
  const { app, house } = running
  const { port, host } = house.config
  await app.listen({ port, host })
  const address = app.server.address()
  const actual = typeof address === 'object' && address !== null ? address.port : port
  ready(`${house.config.tls === null ? 'http' : 'https'}://${host}:${actual}`)
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  await running.close()
}
