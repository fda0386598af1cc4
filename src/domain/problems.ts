/**
 * Every refusal of the product: code → HTTP status. Texts live per language in `web/text`.
 * A code is a promise to other systems: it may be added, never renamed.
 */
export const problems = {
  'request.invalid': 400,
  'request.too_large': 413,
  'request.type': 415,
  'request.not_found': 404,
  'request.rate_limited': 429,
  'request.foreign_origin': 403,
  'server.failed': 500,
  'server.busy': 503,
  'server.disk_full': 507,

  'session.required': 401,
  'session.wrong_credentials': 401,
  'session.locked': 423,
  'session.no_post': 403,
  'session.weak_password': 422,

  'command.unknown': 400,
  'command.altered': 409,
  'command.in_progress': 423,
  'command.stale': 409,
  'command.from_future': 422,
  'command.by_not_allowed': 403,
  'command.too_many': 413,
  'command.subject_exists': 409,

  'actor.not_allowed': 403,
  'actor.out_of_scope': 403,
  'actor.certificate_required': 403,

  'hazard.not_found': 404,
  'hazard.wrong_state': 409,
  'hazard.already_open': 409,
  'hazard.party_missing': 422,
  'hazard.party_present': 422,
  'hazard.evidence_missing': 422,
  'hazard.evidence_same': 422,
  'hazard.fix_not_recorded': 422,
  'hazard.file_unknown': 422,
  'hazard.same_person': 403,
  'hazard.already_approved': 409,
  'hazard.mode_not_allowed': 422,
  'hazard.deadline_not_allowed': 422,
  'hazard.not_immediate': 422,
  'hazard.too_late_on_site': 422,
  'hazard.not_signed': 422,
  'hazard.finder_only': 403,
  'hazard.not_overdue': 409,
  'hazard.no_request': 409,
  'hazard.request_open': 409,
  'hazard.not_sampled': 409,
  'hazard.needs_administrative_inspection': 422,
  'hazard.only_safety_visit': 422,
  'hazard.extension_limit': 422,
  'hazard.leader_required': 403,
  'hazard.reason_required': 422,
  'hazard.rung_done': 409,
  'hazard.handed_over': 409,

  'place.not_found': 404,
  'place.closed': 409,
  'place.merged': 409,
  'place.not_merged': 409,
  'place.merge_itself': 422,
  'place.merge_kind': 422,
  'place.merge_hazards': 409,
  'place.merge_rooms': 409,
  'place.parent_ended': 409,
  'place.uscc_invalid': 422,
  'place.uscc_taken': 409,
  'place.unit_unknown': 422,
  'place.contact_missing': 422,

  'standard.item_unknown': 422,
  'standard.item_not_for_place': 422,

  'visit.not_found': 404,
  'visit.wrong_state': 409,
  'visit.item_unknown': 422,
  'visit.item_recorded': 409,
  'visit.photo_required': 422,
  'visit.hazard_id_required': 422,
  'visit.text_changed': 409,
  'visit.signature_blank': 422,
  'visit.witnesses_required': 422,
  'visit.sheet_incomplete': 422,
  'visit.fix_missing': 422,
  'visit.sheet_empty': 422,
  'visit.room_unknown': 422,
  'visit.finder_only': 403,
  'inspection.two_officers_required': 422,

  'unit.not_found': 404,
  'unit.code_taken': 409,
  'unit.code_invalid': 422,
  'unit.kind_not_allowed': 422,
  'unit.line_invalid': 422,
  'unit.in_use': 409,
  'account.not_found': 404,
  'account.login_taken': 409,
  'post.not_found': 404,
  'post.certificate_required': 422,
  'post.no_inspection': 422,

  'notice.not_found': 404,
  'notice.not_failed': 409,
  'notice.order_needs_inspection': 422,
  'notice.signature_wrong': 403,

  'link.not_found': 404,
  'link.expired': 410,
  'link.code_wrong': 403,
  'link.locked': 423,

  'receipt.not_found': 404,
  'receipt.not_sealed': 409,

  'phase.not_found': 404,
  'phase.running': 409,
  'phase.ended': 409,
  'phase.successor_not_allowed': 422,

  'paper.not_for_act': 409,
  'paper.not_as_pdf': 409,
  'paper.nothing_found': 409,
  'paper.template_broken': 422,
  'paper.template_unreadable': 422,
  'paper.template_not_found': 404,
  'pack.too_large': 413,

  'file.not_found': 404,
  'file.too_large': 413,
  'file.type_not_allowed': 415,
  'file.damaged': 422,
  'file.hash_differs': 422,
  'file.awaited': 409,

  'upload.not_found': 404,
  'upload.version': 412,
  'upload.offset_wrong': 409,
  'upload.differs': 409,
  'upload.busy': 423,
  'upload.too_many': 429,
} as const

export type ProblemCode = keyof typeof problems

/** A refusal: what rule said no, about which field, and the facts a text needs. Changes nothing. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly status: number
  /** JSON pointer into what was sent, such as "/commands/0/data/reason". */
  readonly path: string | undefined
  readonly facts: Record<string, unknown>

  constructor(code: ProblemCode, facts: Record<string, unknown> = {}, path?: string) {
    super(code)
    this.name = 'Problem'
    this.code = code
    this.status = problems[code]
    this.facts = facts
    this.path = path
  }
}

export function problem(code: ProblemCode, facts: Record<string, unknown> = {}, path?: string): Problem {
  return new Problem(code, facts, path)
}
