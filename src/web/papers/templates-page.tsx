import { useQuery } from '@tanstack/react-query'
import { get } from '#web/api.ts'
import { Bones } from '#web/desk/bones.tsx'
import { DataTable } from '#web/desk/data-table.tsx'
import { Empty } from '#web/desk/empty.tsx'
import { Failed } from '#web/desk/failed.tsx'
import { useMay } from '#web/desk/session.ts'
import { useTitle } from '#web/desk/use-title.ts'
import { api } from '#web/paths.ts'
import { AsOf, writtenTime } from '#web/ui/time.tsx'
import type { TemplateLine, TemplateList } from './answers.ts'
import { usePapersText } from './papers-text.ts'
import { SaveButton } from './save-button.tsx'
import { TemplateFields } from './template-fields.tsx'
import { TemplateUpload } from './template-upload.tsx'
import './papers.css'

/** The forms of an area, each with the template that its papers are made from. */
export function TemplatesPage() {
  const t = usePapersText()
  useTitle(t('templatesTitle'))
  if (!useMay('paper.manage'))
    return (
      <Empty whole title={t('deniedTitle')}>
        {t('deniedText')}
      </Empty>
    )
  return <Managed />
}

function Managed() {
  const t = usePapersText()
  const list = useQuery({ queryKey: ['templates'], queryFn: ({ signal }) => get<TemplateList>(api.templates, signal) })
  if (list.isPending) return <Bones />
  if (list.data === undefined) return <Failed error={list.error} onRetry={() => void list.refetch()} />
  const columns = [
    { key: 'form', title: t('colForm'), cell: (row: TemplateLine) => <Form row={row} /> },
    { key: 'use', title: t('colUse'), width: 260, cell: (row: TemplateLine) => <InUse row={row} /> },
    { key: 'acts', title: t('colActs'), width: 300, cell: (row: TemplateLine) => <Acts row={row} /> },
  ]
  return (
    <>
      <header className="page-head">
        <h1>{t('templatesTitle')}</h1>
        <span className="quiet">{t('templatesHint')}</span>
        <AsOf at={list.data.asOf} />
      </header>
      <DataTable label={t('label')} columns={columns} rows={list.data.rows} keyOf={({ form }) => form} />
    </>
  )
}

function Form({ row }: { row: TemplateLine }) {
  const t = usePapersText()
  return (
    <>
      <b lang="zh-CN">{row.title}</b>
      <span className="cell-sub">{t(`source.${row.source}`)}</span>
      <TemplateFields fields={row.fields} />
    </>
  )
}

function InUse({ row: { form, title, versions } }: { row: TemplateLine }) {
  const t = usePapersText()
  const [newest, ...older] = versions
  if (newest === undefined) return <>{t('shipped')}</>
  return (
    <>
      {t('version', { n: newest.version })}
      <span className="cell-sub">{t('by', { by: newest.by, at: writtenTime(newest.validFrom) })}</span>
      <details>
        <summary>{t('older')}</summary>
        <ul className="papers">
          {[...older.map(({ version }) => version), 0].map((version) => (
            <li key={version}>
              <span>{version === 0 ? t('shipped') : t('version', { n: version })}</span>
              <SaveButton url={api.template(form, version)} label={t('downloadLong', { title })} text={t('download')} />
            </li>
          ))}
        </ul>
      </details>
    </>
  )
}

function Acts({ row: { form, title, versions } }: { row: TemplateLine }) {
  const t = usePapersText()
  const version = versions[0]?.version ?? 0
  return (
    <span className="template-acts">
      <SaveButton url={api.template(form, version)} label={t('downloadLong', { title })} text={t('download')} />
      <SaveButton url={api.templatePreview(form, version)} label={t('previewLong', { title })} text={t('preview')} />
      <TemplateUpload form={form} title={title} />
    </span>
  )
}
