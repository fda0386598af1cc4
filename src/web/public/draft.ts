import { useCallback, useState } from 'react'

/**
 * State that outlives a reload of this tab: opening the camera makes small phones throw the page away.
 * Kept in the tab only, and gone with it. Never used for the code.
 */
export function useDraft<T>(name: string, empty: T): [T, (next: T) => void, () => void] {
  const key = `bihuan.link.${name}`
  const [value, setValue] = useState<T>(() => kept(key) ?? empty)
  const set = useCallback(
    (next: T) => {
      setValue(next)
      keep(key, next)
    },
    [key],
  )
  const clear = useCallback(() => {
    setValue(empty)
    keep(key, null)
  }, [key, empty])
  return [value, set, clear]
}

function kept<T>(key: string): T | null {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null') as T | null
  } catch {
    return null
  }
}

function keep(key: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(key)
    else sessionStorage.setItem(key, JSON.stringify(value))
  } catch {
    // Storage is forbidden or full here: the draft lasts until the page is closed.
  }
}
