import type { hazardWordsZh } from './words-zh.ts'

export const hazardWordsEn: Record<keyof typeof hazardWordsZh, string> = {
  'status.reported': 'Reported',
  'status.verified': 'Verified',
  'status.filed': 'Filed',
  'status.dispatched': 'Dispatched',
  'status.accepted': 'Accepted',
  'status.rectifying': 'Rectifying',
  'status.submitted': 'To re-inspect',
  'status.reinspected': 'To close out',
  'status.transferred': 'Transferred',
  'status.suspended': 'Suspended',
  'status.closed': 'Closed out',
  'status.closedDown': 'Closed down',
  'status.void': 'Void',

  'severity.critical': 'Critical',
  'severity.serious': 'Serious',
  'severity.general': 'General',

  'mode.immediate': 'Immediate',
  'mode.concentrated': 'Concentrated',
  'mode.deadline': 'By deadline',

  'act.safetyVisit': 'Safety visit',
  'act.administrativeInspection': 'Administrative inspection',
  'act.report': 'Single report',

  'sample.due': 'Sample check due',
  'sample.passed': 'Sample check passed',
  'sample.failed': 'False close-out',

  'department.fire': 'Fire and rescue',
  'department.emergency': 'Emergency management (work safety)',
  'department.village': 'Village grid',
  'department.housing': 'Planning and construction',
  'department.market': 'Market regulation',
  'department.police': 'Police station',
  'department.enforcement': 'Comprehensive enforcement',
  'department.education': 'Education',
  'department.traffic': 'Traffic police',
  'department.health': 'Health',
  'department.religion': 'Religious affairs',
  'department.transport': 'Transport',
  'department.post': 'Postal administration',
}
