import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import { get } from '#web/api.ts'
import { useMay } from '#web/desk/session.ts'
import { api } from '#web/paths.ts'
import type { PaperList } from './answers.ts'
import { usePapersText } from './papers-text.ts'
import { SaveButton } from './save-button.tsx'
import './papers.css'

const fewestLetters = 2

/** The papers that this visit or inspection may have, to be printed or edited. */
export function VisitPapers({ visitId }: { visitId: string }) {
  const t = usePapersText()
  const mayReveal = useMay('place.reveal_contact')
  const [clear, setClear] = useState(false)
  const [reason, setReason] = useState('')
  const list = useQuery({
    queryKey: ['visits', visitId, 'papers'],
    queryFn: ({ signal }) => get<PaperList>(api.visitPapers(visitId), signal),
  })
  const rows = list.data?.rows ?? []
  const given = clear ? reason.trim() : ''
  const waits = clear && given.length < fewestLetters
  return (
    <section className="panel no-print" aria-label={t('title')}>
      <h2>{t('title')}</h2>
      <p className="quiet">{t(list.isSuccess && rows.length === 0 ? 'none' : 'hint')}</p>
      <ul className="papers">
        {rows.map(({ form, title, formats }) => (
          <li key={form}>
            <span lang="zh-CN">{title}</span>
            {formats.includes('pdf') && (
              <Button
                size="small"
                disabled={waits}
                href={api.paper(visitId, form, 'pdf', given)}
                target="_blank"
                rel="noreferrer"
                aria-label={t('pdfLong', { title })}
              >
                {t('pdf')}
              </Button>
            )}
            <SaveButton
              url={api.paper(visitId, form, 'docx', given)}
              disabled={waits}
              label={t('docxLong', { title })}
              text={t('docx')}
            />
          </li>
        ))}
      </ul>
      {mayReveal && rows.length > 0 && (
        <>
          <Checkbox checked={clear} onChange={(event) => setClear(event.target.checked)}>
            {t('clear')}
          </Checkbox>
          <p className="quiet">{t('clearHint')}</p>
          {clear && (
            <Input
              value={reason}
              maxLength={500}
              aria-label={t('reason')}
              placeholder={t(waits ? 'reasonShort' : 'reason')}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </>
      )}
    </section>
  )
}
