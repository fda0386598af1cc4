import type { ReactNode } from 'react'
import { PublicHead } from './public-head.tsx'
import { usePublicText } from './text.ts'

export type FrameProps = { title: string; demo?: boolean; children: ReactNode; foot?: ReactNode }

/** What every state of the page has around it: which paper this is, the language, and who helps. */
export function Frame({ title, demo = false, children, foot }: FrameProps) {
  const t = usePublicText()
  return (
    <div className="public">
      <meta name="robots" content="noindex, nofollow" />
      <PublicHead title={title} demo={demo} />
      <main className="public-main">{children}</main>
      <footer className="public-foot">
        <p>{t('foot.help')}</p>
        {foot}
      </footer>
    </div>
  )
}

/** Stands where the notice will stand, so that nothing jumps. */
export function Skeleton() {
  const t = usePublicText()
  return (
    <div className="public-skeleton" role="status">
      <span className="only-read">{t('loading')}</span>
      <i className="public-bone public-bone-line" />
      <i className="public-bone public-bone-title" />
      <i className="public-bone public-bone-box" />
      <i className="public-bone public-bone-photo" />
    </div>
  )
}
