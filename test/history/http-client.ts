import { Agent, request } from 'node:http'

export type Reply = { status: number; body: unknown }

/** One device: a session of its own over real connections. Throws when no whole answer came. */
export type Client = {
  ask(method: 'GET' | 'POST', path: string, payload?: unknown): Promise<Reply>
  close(): void
}

/** Logs in; an address that moved (a server that came back on another port) is asked for again each time. */
export async function logIn(address: () => string, login: string, password: string): Promise<Client> {
  const entered = openClient(address)
  const { status, cookie } = await entered.send('POST', '/api/session', { login, password })
  if (status !== 200 || cookie === null) throw new Error(`${login} cannot log in: ${status}`)
  entered.cookie = cookie
  return { ask: (...all) => entered.send(...all), close: () => entered.agent.destroy() }
}

type Sent = Reply & { cookie: string | null }

function openClient(address: () => string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  const client = {
    agent,
    cookie: '',
    send(method: 'GET' | 'POST', path: string, payload?: unknown): Promise<Sent> {
      const body = payload === undefined ? undefined : JSON.stringify(payload)
      const headers = {
        'x-bihuan': '1',
        ...(client.cookie === '' ? {} : { cookie: client.cookie }),
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      }
      return new Promise((resolve, reject) => {
        const asked = request(new URL(path, address()), { method, agent, headers }, (reply) => {
          const parts: Buffer[] = []
          reply.on('data', (part: Buffer) => parts.push(part))
          reply.on('error', reject)
          reply.on('close', () => reject(new Error('the answer was cut off')))
          reply.on('end', () => {
            const [cookie] = reply.headers['set-cookie'] ?? []
            const text = Buffer.concat(parts).toString()
            try {
              resolve({ status: reply.statusCode ?? 0, body: JSON.parse(text), cookie: cookie?.split(';')[0] ?? null })
            } catch (error) {
              reject(error)
            }
          })
        })
        asked.on('error', reject)
        asked.end(body)
      })
    },
  }
  return client
}
