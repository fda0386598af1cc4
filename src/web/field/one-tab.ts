const name = 'bihuan-outbox'
const beatMs = 3_000

/** What tabs of one phone tell each other: a job changed, one of them began or stopped sending, or there is work. */
export type Told = 'changed' | 'sending' | 'rest' | 'work'

const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name)

export const tell = (what: Told): void => channel?.postMessage(what)

export function hear(listener: (what: Told) => void): () => void {
  const told = (event: MessageEvent<Told>) => listener(event.data)
  channel?.addEventListener('message', told)
  return () => channel?.removeEventListener('message', told)
}

/** Does the work unless another tab of this phone is at it; says whether it did. */
export async function inOneTab(work: () => Promise<void>): Promise<boolean> {
  if (navigator.locks === undefined) return byHeartbeat(work)
  return navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (lock === null) return false
    await work()
    return true
  })
}

const me = Math.random().toString(36).slice(2)

/** Browsers without locks: the tab at work writes down that it is, and one that stopped doing so has gone. */
async function byHeartbeat(work: () => Promise<void>): Promise<boolean> {
  const [tab, at] = (localStorage.getItem(name) ?? ' 0').split(' ')
  if (tab !== me && Date.now() - Number(at) < 3 * beatMs) return false
  const beat = () => localStorage.setItem(name, `${me} ${Date.now()}`)
  beat()
  const beating = setInterval(beat, beatMs)
  try {
    await work()
    return true
  } finally {
    clearInterval(beating)
    localStorage.removeItem(name)
  }
}
