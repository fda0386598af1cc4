import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { Ago } from '#web/ui/time.tsx'
import { fieldPages } from './field-paths.ts'
import { type FormDraft, formsOf } from './form-drafts.ts'
import { useWorker } from './session.tsx'
import { useFieldText } from './text.ts'

/** Forms that were begun and not handed in: where to go on. */
export function OpenForms() {
  const t = useFieldText()
  const { account } = useWorker()
  const [forms, setForms] = useState<FormDraft[]>([])
  useEffect(() => {
    void formsOf(account.id).then(setForms)
  }, [account.id])
  if (forms.length === 0) return null
  return (
    <section className="stack" aria-label={t('form.open')}>
      {forms.map((form) => (
        <Link key={form.id} className="card card-open" to={fieldPages.form(form)}>
          <span className="small strong">{t(form.kind === 'place' ? 'form.openPlace' : 'form.openAmend')}</span>
          <strong className="card-name">{form.name.trim() || t('form.noName')}</strong>
          <span className="small">
            <Ago at={form.changedAt} />
          </span>
        </Link>
      ))}
    </section>
  )
}
