import { type Watched, watched } from '#web/field/watched.ts'
import type { Asked } from './shelf.ts'
import { standingHere } from './standing.ts'

/**
 * `preparing`: files are being fetched. `ready`: opens without a network. `waiting`: so it does, and a newer version lies
 * beside it. `failed`: the files could not be fetched; it is tried again at the next start.
 */
export type WorkerState = 'none' | 'preparing' | 'ready' | 'waiting' | 'failed'

export const workerState: Watched<WorkerState> = watched('none')

const lookEveryMs = 60 * 60_000
let registered: ServiceWorkerRegistration | null = null

/** To be called once, when the phone's door opens. */
export async function registerWorker(): Promise<void> {
  if (registered !== null || import.meta.env.DEV || standingHere().notOffline === 'webView') return
  if (!('serviceWorker' in navigator)) return
  try {
    registered = await navigator.serviceWorker.register('/field-worker.js', { scope: '/field', updateViaCache: 'none' })
  } catch {
    workerState.set('failed')
    return
  }
  const found = registered
  tell(found)
  found.addEventListener('updatefound', () => {
    found.installing?.addEventListener('statechange', () => tell(found))
    tell(found)
  })
  const look = () => document.visibilityState === 'visible' && void found.update().catch(() => undefined)
  setInterval(look, lookEveryMs)
  document.addEventListener('visibilitychange', look)
}

function tell({ installing, waiting, active }: ServiceWorkerRegistration): void {
  if (waiting !== null && active !== null) workerState.set('waiting')
  else if (active !== null || waiting !== null) workerState.set('ready')
  else workerState.set(installing === null ? 'failed' : 'preparing')
}

/** Lets the newer version take over. What is begun lies in the phone's store and is gone on with there. */
export function takeNewVersion(): void {
  const asked: Asked = 'take over'
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  registered?.waiting?.postMessage(asked)
}
