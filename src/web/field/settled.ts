import { useEffect, useState } from 'react'

/** The value once it has rested: an input method or a quick typist does not ask the server at every key. */
export function useSettled<T>(value: T, restMs = 300): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), restMs)
    return () => clearTimeout(timer)
  }, [value, restMs])
  return settled
}
