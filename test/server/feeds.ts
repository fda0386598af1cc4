import type { TestContext } from 'node:test'
import { makeServer } from '#server/app.ts'
import { LiveFeed } from '#server/events/live.ts'
import type { House } from '#server/http/house.ts'
import type { World } from '#test/world.ts'

export type Feed = { live: LiveFeed; origin: string; queries: () => number }

/** A feed of its own over the world's database, which counts how often it reads changes. */
export async function openFeed(
  t: TestContext,
  { house }: World,
  limits: ConstructorParameters<typeof LiveFeed>[1] = {},
  more: Partial<House> = {},
): Promise<Feed> {
  let queries = 0
  const { database } = { ...house, ...more }
  const read: typeof database.read = (...all) => {
    queries += 1
    return database.read(...all)
  }
  const app = await makeServer({ logLevel: 'silent', trustedProxies: false })
  const live = new LiveFeed({ ...house, ...more, database: { ...database, read } }, limits)
  live.routes(app)
  const origin = await app.listen({ port: 0, host: '127.0.0.1' })
  t.after(async () => {
    live.close()
    await app.close()
  })
  return { live, origin, queries: () => queries }
}

export type Listening = Awaited<ReturnType<typeof listenTo>>

export async function listenTo({ origin }: Feed, who: Record<string, string>, last = '') {
  const ending = new AbortController()
  const headers = { ...who, connection: 'close', ...(last && { 'last-event-id': last }) }
  const response = await fetch(`${origin}/api/live`, { headers, signal: ending.signal })
  const heard: number[] = []
  /** Blocks of another kind. */
  const said: string[] = []
  const reading = (async () => {
    let rest = ''
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const blocks = (rest + chunk).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks)
        if (block.startsWith('id: ')) heard.push(Number(/^id: (\d+)/.exec(block)?.[1]))
        else said.push(block)
    }
  })().catch(() => undefined)
  const stop = async () => {
    ending.abort()
    await reading
  }
  return { status: response.status, heard, said, stop, ended: reading.then(() => true) }
}
