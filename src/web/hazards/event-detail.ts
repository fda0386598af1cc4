import type { hazardsZh } from '#web/text/hazards-zh.ts'
import type { Text } from '#web/text/language.ts'
import { departmentWord, type Words, wordOr } from '#web/text/words.ts'
import { writtenDeadline } from '#web/ui/time.tsx'
import type { TimelineEntry } from './answers.ts'

/** What an event adds to its sentence: the date it set, the mode, the party. Empty when the sentence says it all. */
export function eventDetail({ type, data }: TimelineEntry, t: Text<keyof typeof hazardsZh>, w: Words): string {
  const said: string[] = []
  const text = (name: string) => (typeof data[name] === 'string' ? (data[name] as string) : null)
  const mode = text('mode')
  if (mode !== null && type === 'hazard.mode_changed')
    said.push(t('detailMode', { mode: wordOr(w, `mode.${mode}`, mode) }))
  const twin = type === 'hazard.sample_failed' && text('twin') !== null
  if (type === 'hazard.sample_failed') said.push(t(twin ? 'detailTwin' : 'detailReopened'))
  const deadline = twin ? null : text('deadline')
  if (deadline !== null) said.push(t('detailDeadline', { at: writtenDeadline(deadline) }))
  const until = text('until')
  if (until !== null) said.push(t('detailUntil', { at: writtenDeadline(until) }))
  const party = text('party')
  if (party !== null) said.push(wordOr(w, `party.${party}`, party))
  const department = text('department')
  if (department !== null && type === 'hazard.referred')
    said.push(t('detailDepartment', { department: departmentWord(w, department) }))
  const role = text('role')
  if (typeof data.rung === 'number' && role !== null) {
    said.push(t('detailRung', { rung: data.rung, role: wordOr(w, `role.${role}`, role) }))
  }
  if (typeof data.upheld === 'boolean') said.push(t(data.upheld ? 'detailUpheld' : 'detailNotUpheld'))
  if (data.onSite === true) said.push(t('detailOnSite'))
  if (data.sampled === true) said.push(t('detailSampled'))
  if (text('relapseOf') !== null) said.push(t('detailRelapse'))
  const files = data.photos ?? data.after ?? (type === 'hazard.reported' ? data.before : undefined)
  if (Array.isArray(files) && files.length > 0) said.push(t('detailFiles', { n: files.length }))
  return said.join(' · ')
}
