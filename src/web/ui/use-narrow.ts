import { useSyncExternalStore } from 'react'

const query = typeof matchMedia === 'function' ? matchMedia('(max-width: 1000px)') : null

/** True on a small window, or a large one at 200 %. */
export function useNarrow(): boolean {
  return useSyncExternalStore(listen, () => query?.matches ?? false)
}

function listen(told: () => void): () => void {
  query?.addEventListener('change', told)
  return () => query?.removeEventListener('change', told)
}
