import { useSyncExternalStore } from 'react'
import { ApiProblem } from '#web/api.ts'

function subscribe(told: () => void): () => void {
  window.addEventListener('online', told)
  window.addEventListener('offline', told)
  return () => {
    window.removeEventListener('online', told)
    window.removeEventListener('offline', told)
  }
}

/** Has the phone any network at all? A yes promises nothing about the server. */
export function useOnline(): boolean {
  return useSyncExternalStore(subscribe, () => navigator.onLine)
}

/** No answer, or one from a gateway whose server is away: then what the phone remembers is the best there is. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof ApiProblem && [0, 502, 503, 504].includes(error.status)
}
