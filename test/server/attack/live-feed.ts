import { setTimeout as sleep } from 'node:timers/promises'
import type { Attacker } from './attacker.ts'

/** What a listener heard so far, by number. */
export type Heard = { changes: Map<number, string>; stop: () => void }

/** Listens as this person from the very first event on, over a real connection. */
export async function listen(on: Attacker, origin: string): Promise<Heard> {
  const ending = new AbortController()
  const cookie = Object.entries(on.cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ')
  const headers = { cookie, 'last-event-id': '1', connection: 'close' }
  const response = await fetch(`${origin}/api/live`, { headers, signal: ending.signal })
  const heard: Heard = { changes: new Map(), stop: () => ending.abort() }
  void readAll(response, heard)
  return heard
}

async function readAll(response: Response, heard: Heard): Promise<void> {
  let rest = ''
  try {
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const blocks = (rest + chunk).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks.filter((one) => one.includes('event: change'))) {
        const data = /^data: (.*)$/m.exec(block)?.[1] ?? '{}'
        const { seq, subject } = JSON.parse(data) as { seq: number; subject: string }
        heard.changes.set(seq, subject)
      }
    }
  } catch {
    // The test stopped listening.
  }
}

/** Waits until it is so, at most five seconds: what is numbered is told a moment later. */
export async function until(isSo: () => boolean | Promise<boolean>, withinMs = 5000): Promise<boolean> {
  for (const end = Date.now() + withinMs; Date.now() < end; await sleep(50)) if (await isSo()) return true
  return isSo()
}
