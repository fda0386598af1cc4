import { deadlineFor } from '#domain/hazards-decide.ts'
import { acknowledgedText, type FindingLine } from '#domain/signatures.ts'
import { type Draft, findingsOf } from './drafts.ts'

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

/** What was open before keeps its own severity, mode and date; a visit sets no second one. */
export function findingLines(draft: Draft): FindingLine[] {
  return findingsOf(draft).map(({ item, line, known }) => {
    const mode = known?.mode ?? line.mode ?? item.mode
    const fixed = known === null && line.fixed.length > 0
    const deadline = fixed ? null : (known?.deadline ?? deadlineFor(item, mode, draft.startedAt))
    return { itemText: item.text, severity: known?.severity ?? item.severity, mode, deadline }
  })
}
