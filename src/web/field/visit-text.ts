import { deadlineFor } from '#domain/hazards-decide.ts'
import { acknowledgedText, type FindingLine } from '#domain/signatures.ts'
import { type Draft, failedItems } from './drafts.ts'

/** The text that the party of this visit signs, word for word as the server will compose it. */
export function textOf(draft: Draft): string {
  return acknowledgedText({
    act: draft.act,
    placeName: draft.place.name,
    address: draft.place.address,
    at: draft.startedAt,
    findings: findingLines(draft),
  })
}

export function findingLines(draft: Draft): FindingLine[] {
  return failedItems(draft).map(({ item, line }) => {
    const mode = line.mode ?? item.mode
    const deadline = line.fixed.length > 0 ? null : deadlineFor(item, mode, draft.startedAt)
    return { itemText: item.text, severity: item.severity, mode, deadline }
  })
}
