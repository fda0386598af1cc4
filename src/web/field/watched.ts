import { useSyncExternalStore } from 'react'

/** A value that screens watch. Whoever changes it tells all of them. */
export type Watched<T> = { get(): T; set(value: T): void; subscribe(told: () => void): () => void }

export function watched<T>(first: T): Watched<T> {
  let value = first
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set: (next) => {
      value = next
      for (const tell of listeners) tell()
    },
    subscribe: (told) => {
      listeners.add(told)
      return () => listeners.delete(told)
    },
  }
}

export function useWatched<T>(on: Watched<T>): T {
  return useSyncExternalStore(on.subscribe, on.get)
}
