import { formsFor, paperForms } from '#domain/papers.ts'
import { usePapersText } from '#web/papers/papers-text.ts'
import { api } from '#web/paths.ts'
import type { VisitDetail } from './shapes.ts'

/** To be shown, sent on or printed from the phone. What is filled in by hand is the desk's. */
export function SentPapers({ visit }: { visit: VisitDetail['visit'] }) {
  const t = usePapersText()
  const forms = formsFor(visit).filter((form) => paperForms[form].source === 'own' || form === 'siteRecord')
  return (
    <nav className="stack" aria-label={t('title')}>
      {forms.map((form) => (
        <a key={form} className="plain" href={api.paper(visit.id, form, 'pdf')} target="_blank" rel="noreferrer">
          {t('pdfLong', { title: paperForms[form].title })}
        </a>
      ))}
    </nav>
  )
}
