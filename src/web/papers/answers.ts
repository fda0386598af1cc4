import type { Instant } from '#domain/calendar.ts'
import type { Act } from '#domain/inspections.ts'
import type { FormSource, fieldsOfForm, PaperForm, PaperFormat } from '#domain/papers.ts'

export type PaperList = { rows: { form: PaperForm; title: string; source: FormSource; formats: PaperFormat[] }[] }

export type TemplateLine = {
  form: PaperForm
  title: string
  act: Act
  source: FormSource
  fields: ReturnType<typeof fieldsOfForm>
  /** The newest first; none where the one that came with the product is in use. */
  versions: { version: number; validFrom: Instant; by: string }[]
}
export type TemplateList = { rows: TemplateLine[]; asOf: Instant }
