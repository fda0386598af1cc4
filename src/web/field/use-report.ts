import { useEffect, useState } from 'react'
import { newId } from '#web/api.ts'
import type { ReportDraft } from './drafts.ts'
import { keep, kept } from './keep.ts'

const placeOf = (accountId: string) => `report ${accountId}`

export const reportDraftKey = placeOf

/** The one report being put together, kept like a walk. `undefined` while reading. */
export function useReport(accountId: string) {
  const [report, setReport] = useState<ReportDraft>()
  const [notKept, setNotKept] = useState(false)
  useEffect(() => {
    void kept<ReportDraft>('drafts', placeOf(accountId)).then((found) => setReport(found ?? emptyReport(accountId)))
  }, [accountId])
  useEffect(() => {
    if (report === undefined) return
    keep('drafts', placeOf(accountId), report).then(
      () => setNotKept(false),
      () => setNotKept(true),
    )
  }, [accountId, report])
  const change = (how: (was: ReportDraft) => Partial<ReportDraft>) =>
    setReport((was) => (was === undefined ? was : { ...was, ...how(was) }))
  return { report, change, notKept }
}

function emptyReport(accountId: string): ReportDraft {
  return { kind: 'report', id: newId(), accountId, photos: [], place: null, item: null, mode: null, note: '' }
}
