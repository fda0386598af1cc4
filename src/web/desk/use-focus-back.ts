import { useEffect, useRef } from 'react'

/** A dialog that goes gives the focus back to what opened it, or where that is gone, to the page. */
export function useFocusBack(): void {
  const opener = useRef(document.activeElement)
  useEffect(
    () => () => {
      const { current } = opener
      const back = current instanceof HTMLElement && current.isConnected ? current : document.getElementById('page')
      back?.focus({ preventScroll: true })
    },
    [],
  )
}
