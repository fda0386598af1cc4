import { createConnection, type Socket } from 'node:net'
import { answer } from './child.ts'
import type { Answered } from './client.ts'

/** A screen that listens, and whose changes it hears: those of one crew, or of all. */
export type Screen = { cookie: string; crews: number[] | 'all' }
export type Heard = { told: number; missing: number; took: number[] }

type Listening = { screen: Screen; socket: Socket; heard: Map<string, number> }
let listening: Listening[] = []

answer(
  {
    listen: async ({ port, screens }: { port: number; screens: Screen[] }) => {
      listening = await Promise.all(screens.map((screen) => open(port, screen)))
    },
    /** How long after its answer each change was heard by everybody who should hear it. */
    compare: (answered: Answered[]): Heard => {
      const heard: Heard = { told: 0, missing: 0, took: [] }
      for (const { screen, heard: own } of listening) {
        for (const [crew, hazard, type, at] of answered) {
          if (screen.crews !== 'all' && !screen.crews.includes(crew)) continue
          const arrived = own.get(`${hazard} ${type}`)
          if (arrived === undefined) heard.missing++
          else heard.took.push(arrived - at)
        }
        heard.told += own.size
      }
      return heard
    },
  },
  async () => {
    for (const { socket } of listening) socket.destroy()
  },
)

/** Resolves with the greeting of the feed. */
async function open(port: number, screen: Screen): Promise<Listening> {
  const socket = createConnection({ port, host: '127.0.0.1' })
  const heard = new Map<string, number>()
  let text = ''
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.on('close', () => reject(new Error(`the feed ended: ${text.slice(0, 300)}`)))
    socket.setEncoding('utf8')
    socket.on('data', (chunk: string) => {
      text += chunk
      if (text.includes('event: hello')) resolve()
      const end = text.lastIndexOf('\n\n')
      if (end < 0) return
      const now = performance.timeOrigin + performance.now()
      for (const [, data] of text.slice(0, end).matchAll(/event: change\ndata: (.*)/g)) {
        const { subject, type } = JSON.parse(data as string) as { subject: string; type: string }
        heard.set(`${subject} ${type}`, now)
      }
      text = text.slice(end)
    })
    socket.write(`GET /api/live HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncookie: ${screen.cookie}\r\n\r\n`)
  })
  return { screen, socket, heard }
}
