import { once } from 'node:events'
import type { Running } from '#server/main.ts'
import { onSignal } from './stopping.ts'

/**
 * Listens, says where, and closes everything in order on the first signal; another one does not wait for it. Resolves
 * when that is done. Whatever goes wrong, nothing is left ticking: the database could not be closed under it.
 */
export async function serve(running: Running, ready: (address: string) => void): Promise<void> {
  // From the first moment on: a signal that comes before it listens must not leave anything open either.
  const stopping = onSignal(
    () => undefined,
    async () => undefined,
  )
  try {
    const { app, house } = running
    const { port, host } = house.config
    await app.listen({ port, host }).catch((error: unknown) => {
      throw helpful(error, host, port)
    })
    const address = app.server.address()
    const actual = typeof address === 'object' && address !== null ? address.port : port
    ready(`${house.config.tls === null ? 'http' : 'https'}://${host}:${actual}`)
    if (!stopping.signal.aborted) await once(stopping.signal, 'abort')
  } finally {
    await running.close()
    // Once asked to stop it stays so, while the database is closed behind this.
    if (!stopping.signal.aborted) stopping.release()
  }
}

function helpful(error: unknown, host: string, port: number): unknown {
  const { code } = error as NodeJS.ErrnoException
  const elsewhere = 'Choose another port with --port or PORT.'
  if (code === 'EADDRINUSE') return new Error(`Port ${port} on ${host} is taken by another program. ${elsewhere}`)
  if (code === 'EACCES') return new Error(`Port ${port} on ${host} may not be used by this user. ${elsewhere}`)
  if (code === 'EADDRNOTAVAIL') return new Error(`${host} is no address of this machine. Set HOST to one that is.`)
  return error
}
