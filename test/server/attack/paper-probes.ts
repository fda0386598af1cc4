import { TemplateHandler } from 'easy-template-x'
import { readPdf } from '#test/server/papers-text.ts'
import type { Attacker, Probes } from './attacker.ts'
import { others, type Row } from './oracle.ts'

const mayReadVisits = (on: Attacker) => !['administrator'].includes(on.member.role)
const mayManage = (on: Attacker) => on.member.role === 'administrator' && on.reach.line === null
const tables = ['safety_visit', 'administrative_inspection'] as const
const foreign = (on: Attacker) => tables.flatMap((table) => others(table, on.seen, on.all))
/** Making a paper takes a while: two walks of each act stand for all of them. */
const own = (on: Attacker) => tables.flatMap((table) => (on.seen[table] as Row[]).slice(0, 2))
const formOf = (walk: Row) => ('approval_no' in walk ? 'siteRecord' : 'record')

/** What is packed in a file is looked at unpacked. */
const paperProbe =
  (format: 'pdf' | 'docx', read: (bytes: Buffer) => Promise<string>) =>
  async (on: Attacker): Promise<void> => {
    const url = (walk: Row) => `/api/visits/${walk['id']}/papers/${formOf(walk)}.${format}`
    for (const walk of foreign(on)) await on.misses(url(walk))
    for (const walk of own(on)) {
      const answer = await on.reads(url(walk))
      on.same(answer.statusCode, mayReadVisits(on) ? 200 : 403, `own paper ${walk['id']}`)
      if (answer.statusCode === 200)
        on.look(await read((answer as { rawPayload: Buffer } & typeof answer).rawPayload), url(walk))
    }
  }

export const paperProbes: Probes = {
  'GET /api/visits/:id/papers': async (on) => {
    for (const { id } of foreign(on)) await on.misses(`/api/visits/${id}/papers`)
    for (const { id } of own(on)) {
      const answer = await on.reads(`/api/visits/${id}/papers`)
      on.same(answer.statusCode, mayReadVisits(on) ? 200 : 403, `papers of own visit ${id}`)
    }
  },

  'GET /api/visits/:id/papers/:form.pdf': paperProbe('pdf', async (bytes) => readPdf(bytes).text.replaceAll(/\s/g, '')),
  'GET /api/visits/:id/papers/:form.docx': paperProbe('docx', (bytes) => new TemplateHandler().getText(bytes)),

  'GET /api/papers/templates': async (on) => {
    const answer = await on.reads('/api/papers/templates')
    on.same(answer.statusCode, mayManage(on) ? 200 : 403, 'may manage papers')
  },

  'GET /api/papers/templates/:form/:version.docx': async (on) => {
    const answer = await on.reads('/api/papers/templates/record/0.docx')
    on.same(answer.statusCode, mayManage(on) ? 200 : 403, 'may have a template')
    await on.misses('/api/papers/templates/record/1.docx')
  },

  'GET /api/papers/templates/:form/:version/preview.docx': async (on) => {
    const answer = await on.reads('/api/papers/templates/record/0/preview.docx')
    on.same(answer.statusCode, mayManage(on) ? 200 : 403, 'may see a template filled')
  },

  'POST /api/papers/templates/:form': async (on) => {
    const type = { 'content-type': 'application/octet-stream' }
    const answer = await on.send('POST', '/api/papers/templates/record', 'no template', type)
    on.same(
      answer.json().code,
      mayManage(on) ? 'paper.template_unreadable' : 'actor.not_allowed',
      'may replace a template',
    )
  },
}
