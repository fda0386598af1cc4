import type { ReactNode } from 'react'

/** Nothing here: says what would be here and how to begin. `whole`: it stands for the page. */
export function Empty({ title, whole = false, children }: { title: string; whole?: boolean; children?: ReactNode }) {
  return (
    <div className="state">
      {whole ? <h1>{title}</h1> : <h2>{title}</h2>}
      {children !== undefined && <div className="quiet">{children}</div>}
    </div>
  )
}
