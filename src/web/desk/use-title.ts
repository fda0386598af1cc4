import { useEffect } from 'react'
import { useDeskText } from './desk-text.ts'

/** The name of the page in the browser's tab, for whoever keeps many open. */
export function useTitle(title: string): void {
  const t = useDeskText()
  const product = t('product')
  useEffect(() => {
    document.title = title === '' ? product : `${title} · ${product}`
  }, [title, product])
}
