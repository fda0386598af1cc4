// Generated from the migrations by `npm run generate`. Do not edit.
import type { Generated } from 'kysely'

export type Tables = {
  accessGrant: {
    accountId: string
    subject: string
    reason: string
    until: string
  }
  administrativeInspection: {
    id: string
    version: number
    status: string
    placeId: string
    originPath: string
    scopePath: string
    sheet: unknown
    entries: unknown
    by: string[]
    startedAt: string
    changedAt: string
    acknowledgement: unknown
    finishedAt: string | null
    certificatePosts: string[]
    approvalNo: string
    noticeNo: string
    department: string
  }
  checkItem: {
    code: string
    version: number
    placeKind: string
    category: string
    text: string
    severity: string
    mode: string
    days: number
    legalBasis: string
    legalConfidence: string
    evidence: string
    evidenceKinds: unknown
    line: string
    validFrom: string
    validTo: string | null
  }
  clock: {
    subject: string
    kind: string
    dueAt: string
    scopePath: string
  }
  command: {
    accountId: string
    id: string
    digest: Buffer
    answer: unknown
    received: string
  }
  contact: {
    placeId: string
    nameSealed: Buffer
    phoneSealed: Buffer
    phoneIndex: Buffer
    nameMasked: string
    phoneMasked: string
    scopePath: string
  }
  escalationRung: {
    rung: number
    afterHours: number
    role: string
  }
  event: {
    id: string
    commandId: string
    subjectKind: string
    subject: string
    type: string
    data: unknown
    occurred: string
    received: string
    late: boolean
    accountId: string
    postId: string | null
    via: string | null
    unitPath: string
    scopePath: string
    department: string
  }
  eventCursor: {
    name: string
    seq: number
    skipped: Generated<unknown>
  }
  eventNumber: {
    seq: number
    eventId: string
  }
  file: {
    hash: string
    kind: string
    mediaType: string
    size: number
    storedAt: string
    storedBy: string
  }
  fileLink: {
    hash: string
    subject: string
    scopePath: string
    department: string
  }
  hazard: {
    id: string
    version: number
    status: string
    placeId: string
    itemCode: string
    itemVersion: number
    severity: string
    mode: string
    department: string
    originPath: string
    scopePath: string
    act: string
    foundIn: string | null
    foundBy: string
    foundAt: string
    relapseOf: string | null
    before: unknown
    after: unknown
    parties: unknown
    waived: unknown
    deadline: string | null
    originalDeadline: string | null
    extensions: number
    extension: unknown
    objection: unknown
    voiding: unknown
    rectifier: string | null
    submittedAt: string | null
    reinspectedBy: string | null
    reworks: number
    approvals: unknown
    closedAt: string | null
    closedOnSite: boolean
    sample: string | null
    overdueSince: string | null
    changedAt: string
    closingDown: unknown
    statusSince: string
    stalledSince: string | null
    rung: number
    rungAt: string | null
    supervision: unknown
    referredTo: string | null
    inspectionId: string | null
  }
  link: {
    id: string
    tokenHash: Buffer
    hazardId: string
    placeId: string
    createdAt: string
    expiresAt: string
    revokedAt: string | null
    wrongCodes: Generated<number>
    lockedUntil: string | null
  }
  linkOpen: {
    linkId: string
    at: string
    what: string
  }
  notice: {
    id: string
    hazardId: string
    eventId: string
    recipient: string
    channel: string
    template: string
    inspectionId: string | null
    state: string
    bodySealed: Buffer
    linkId: string | null
    attempts: Generated<number>
    provider: string | null
    providerRef: string | null
    lastError: string | null
    createdAt: string
    changedAt: string
    scopePath: string
    department: string
  }
  place: {
    id: string
    kind: string
    name: string
    uscc: string | null
    parentId: string | null
    address: string
    position: unknown
    status: string
    originPath: string
    scopePath: string
    registeredAt: string
    version: number
  }
  post: {
    id: string
    accountId: string
    unitId: string
    role: string
    certificateNo: string | null
    path: string
    validFrom: string
    validTo: string | null
  }
  remark: {
    accountId: string
    commandId: string
    subject: string
    wordsSealed: Buffer
    scopePath: string
    department: string
  }
  reveal: {
    id: string
    placeId: string
    accountId: string
    postId: string | null
    reasonSealed: Buffer
    at: string
    scopePath: string
  }
  safetyVisit: {
    id: string
    version: number
    status: string
    placeId: string
    originPath: string
    scopePath: string
    sheet: unknown
    entries: unknown
    by: string[]
    startedAt: string
    changedAt: string
    acknowledgement: unknown
    finishedAt: string | null
  }
  signature: {
    visitId: string
    strokesSealed: Buffer
    imageSealed: Buffer
    textSealed: Buffer
    salt: Buffer
    scopePath: string
  }
  tallied: {
    hazardId: string
    foundOn: unknown
    originPath: string
    scopePath: string
    department: string
    placeKind: string
    mode: string
    severity: string
    status: string
    overdue: boolean
    stalled: boolean
    relapse: boolean
    relapsed: boolean
    sample: string
    extensions: number
    marks: unknown
  }
  tally: {
    depth: number
    path: string
    span: string
    startsOn: unknown
    status: string
    department: string
    placeKind: string
    mode: string
    severity: string
    overdue: boolean
    stalled: boolean
    relapse: boolean
    relapsed: boolean
    sample: string
    originPath: string
    n: number
    extensions: number
  }
  tallyMark: {
    depth: number
    path: string
    span: string
    startsOn: unknown
    department: string
    mark: string
    originPath: string
    n: number
  }
  unit: {
    id: string
    code: string
    kind: string
    name: string
    parentId: string | null
    path: string
    line: string | null
    validFrom: string
    validTo: string | null
  }
  unnumbered: {
    eventId: string
  }
  'shared.account': {
    id: string
    district: string
    login: string
    displayName: string
    kind: string
    passwordHash: string | null
    wrongPasswords: Generated<number>
    lockedUntil: string | null
    lastAttempt: string | null
    disabledAt: string | null
    homePath: string
    createdAt: string
  }
  'shared.district': {
    code: string
    schemaName: string
    name: string
  }
  'shared.installation': {
    onlyOne: Generated<boolean>
    demo: boolean
    clockOffsetMs: Generated<number>
    sampleSeed: string
    keyCheck: string | null
    createdAt: string
  }
  'shared.loginAttempt': {
    loginIndex: Buffer
    wrongPasswords: number
    lockedUntil: string | null
    lastAttempt: string
  }
  'shared.session': {
    tokenHash: Buffer
    accountId: string
    district: string
    postId: string | null
    createdAt: string
    lastSeen: string
    expiresAt: string
  }
}
