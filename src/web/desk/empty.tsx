import type { ReactNode } from 'react'

/** Nothing here: says what would be here and how to begin. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="state">
      <h2>{title}</h2>
      {children !== undefined && <div className="quiet">{children}</div>}
    </div>
  )
}
