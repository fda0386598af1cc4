import { useEffect, useRef } from 'react'

export type ListKeys = {
  next: () => void
  previous: () => void
  open: () => void
  toggle: () => void
  close: () => void
}

/** J and K, as in a mail program; never while somebody types or a form is open. */
export function useListKeys(keys: ListKeys): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const acts: Record<string, keyof ListKeys> = {
      j: 'next',
      k: 'previous',
      x: 'toggle',
      Escape: 'close',
      Enter: 'open',
    }
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      const busy = target.closest(
        'input:not([type=checkbox]), textarea, [contenteditable], [role=dialog], [role=menu], dialog',
      )
      const act = acts[event.key]
      if (act === undefined || busy || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === 'Enter' && target.closest('a, button, input')) return
      event.preventDefault()
      latest.current[act]()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
