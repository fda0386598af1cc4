import type { Instant } from '#domain/calendar.ts'
import type { PaperForm } from '#domain/papers.ts'
import { insertRows } from '#server/db/rows.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'

export type TemplateRow = {
  id: string
  form: PaperForm
  version: number
  validFrom: Instant
  uploadedBy: string
  scopePath: string
}
type Stored = TemplateRow & { docx: Buffer }

const columns = sql`id, form, version, valid_from, uploaded_by, scope_path`

/** What a paper of this place in the org tree is made from now: the nearest area's newest version, if any has one. */
export async function findTemplateFor(
  tx: Tx,
  form: PaperForm,
  path: string,
  now: Instant,
): Promise<Stored | undefined> {
  const { rows } = await sql<Stored>`select ${columns}, docx from paper_template
    where form = ${form} and starts_with(${path}, scope_path) and valid_from <= ${now}
    order by length(scope_path) desc, version desc limit 1`.execute(tx)
  return rows[0]
}

/** Every version that this area has made, the newest first. */
export async function listTemplates(tx: Tx, scopePath: string): Promise<TemplateRow[]> {
  const { rows } = await sql<TemplateRow>`select ${columns} from paper_template where scope_path = ${scopePath}
    order by form, version desc`.execute(tx)
  return rows
}

export async function findTemplate(
  tx: Tx,
  form: PaperForm,
  scopePath: string,
  version: number,
): Promise<Stored | undefined> {
  const { rows } = await sql<Stored>`select ${columns}, docx from paper_template
    where form = ${form} and scope_path = ${scopePath} and version = ${version}`.execute(tx)
  return rows[0]
}

/** The next version of this form in this area; two administrators at once get two versions. */
export async function addTemplate(tx: Tx, template: Omit<Stored, 'version'>): Promise<number> {
  const { form, scopePath } = template
  await sql`select pg_advisory_xact_lock(hashtextextended(${`paper_template ${scopePath} ${form}`}, 0))`.execute(tx)
  const { rows } = await sql<{ version: number }>`select coalesce(max(version), 0) + 1 as version from paper_template
    where form = ${form} and scope_path = ${scopePath}`.execute(tx)
  const version = rows[0]?.version ?? 1
  await insertRows(tx, 'paper_template', [{ ...template, version }])
  return version
}
