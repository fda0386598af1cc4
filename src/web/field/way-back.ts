import { useCallback, useEffect } from 'react'
import { useLocation, useNavigate } from 'react-router'

/** One step back like the phone's own key; `otherwise` when the page was opened by its address. */
export function useWayBack(otherwise: string): () => void {
  const navigate = useNavigate()
  return useCallback(() => {
    const state = window.history.state as { idx?: number } | null
    if ((state?.idx ?? 0) > 0) navigate(-1)
    else navigate(otherwise, { replace: true })
  }, [navigate, otherwise])
}

/** A new page begins at its top, or at the line that its address names. */
export function useStartOfPage(): void {
  const { pathname, hash } = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page, another start.
  useEffect(() => {
    const line = hash === '' ? null : document.getElementById(decodeURIComponent(hash.slice(1)))
    if (line === null) window.scrollTo(0, 0)
    else line.scrollIntoView({ block: 'center' })
  }, [pathname])
}
