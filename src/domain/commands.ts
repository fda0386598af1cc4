import { type TSchema, Type } from 'typebox'
import { placeKinds } from './places.ts'
import { At, exact, Hash, Id, Line, ModeWord, PositionShape, Proofs, Reason } from './shapes.ts'
import { countPoints, mostPoints } from './signatures.ts'

const nothing = Type.Object({}, exact)
const reason = Type.Object({ reason: Reason }, exact)
const byInspection = Type.Object({ inspectionId: Id, reason: Reason }, exact)
const verdict = Type.Object({ granted: Type.Boolean(), reason: Reason }, exact)
const Party = Type.Union([
  Type.Literal('department'),
  Type.Literal('town'),
  Type.Literal('village'),
  Type.Literal('gridWorker'),
])

const EntryShape = Type.Object(
  {
    itemCode: Type.String({ maxLength: 20 }),
    result: Type.Union([Type.Literal('pass'), Type.Literal('fail'), Type.Literal('notApplicable')]),
    hazardId: Type.Optional(Id),
    photos: Type.Optional(Proofs),
    fixed: Type.Optional(Proofs),
    /** A stricter mode than the item's. */
    mode: Type.Optional(ModeWord),
    /** What the finder adds in words; kept apart from the history, so that it can be erased. */
    note: Type.Optional(Type.String({ maxLength: 500 })),
  },
  exact,
)
const record = Type.Object({ entries: Type.Array(EntryShape, { minItems: 1, maxItems: 100 }) }, exact)
const StrokeShape = Type.Array(
  Type.Object({ x: Type.Number(), y: Type.Number(), t: Type.Number({ minimum: 0 }) }, exact),
  { maxItems: 5000 },
)
const sign = Type.Object(
  {
    textHash: Hash,
    /** PNG of the drawing as a data URL, at most 200 KB. */
    image: Type.String({ pattern: '^data:image/png;base64,[A-Za-z0-9+/=]+$', maxLength: 280_000 }),
    /** At most 20,000 points in all. */
    strokes: Type.Refine(
      Type.Array(StrokeShape, { maxItems: 200 }),
      (strokes) => countPoints(strokes) <= mostPoints,
      () => `must have at most ${mostPoints} points in all`,
    ),
    position: Type.Optional(PositionShape),
  },
  exact,
)
const refuse = Type.Object(
  {
    textHash: Hash,
    witnesses: Type.Array(Type.String({ minLength: 2, maxLength: 40 }), { maxItems: 5 }),
    video: Type.Optional(Hash),
    reason: Reason,
  },
  exact,
)
/** Of a rental house: the rooms that were walked. None when nobody opened. */
const Rooms = Type.Array(Id, { maxItems: 300 })
const registration = {
  kind: Type.Enum([...placeKinds]),
  name: Type.String({ minLength: 1, maxLength: 80 }),
  uscc: Type.Union([Type.String({ minLength: 18, maxLength: 18 }), Type.Null()]),
  parentId: Type.Union([Id, Type.Null()]),
  /** Path of the grid or micro-grid in which it stands. */
  unitPath: Type.String({ pattern: '^/([0-9]+/){1,6}$', maxLength: 60 }),
  address: Type.String({ minLength: 1, maxLength: 200 }),
  position: Type.Union([PositionShape, Type.Null()]),
  contact: Type.Union([
    Type.Object(
      { name: Type.String({ minLength: 1, maxLength: 40 }), phone: Type.String({ pattern: '^1[3-9][0-9]{9}$' }) },
      exact,
    ),
    Type.Null(),
  ]),
}

/** The data of every command, by type: the same schema refuses on the server, documents, and checks on the phone. */
export const commandData = {
  'hazard.report': Type.Object(
    {
      placeId: Id,
      itemCode: Type.String({ maxLength: 20 }),
      before: Proofs,
      mode: Type.Optional(ModeWord),
      note: Type.Optional(Type.String({ maxLength: 500 })),
    },
    exact,
  ),
  'hazard.verify': nothing,
  'hazard.file': Type.Object({ mode: Type.Optional(ModeWord), deadline: Type.Optional(At) }, exact),
  'hazard.change_mode': Type.Object({ mode: ModeWord, deadline: Type.Optional(At), reason: Reason }, exact),
  'hazard.waive_party': Type.Object({ party: Party, reason: Reason }, exact),
  'hazard.dispatch': nothing,
  'hazard.accept': nothing,
  'hazard.return': reason,
  'hazard.rectify': nothing,
  'hazard.submit': Type.Object({ after: Proofs, note: Type.Optional(Type.String({ maxLength: 500 })) }, exact),
  'hazard.fix_on_site': Type.Object({ after: Proofs }, exact),
  'hazard.reinspect': Type.Object({ passed: Type.Boolean(), reason: Reason, photos: Type.Optional(Proofs) }, exact),
  'hazard.close': nothing,
  'hazard.sample_check': Type.Object({ passed: Type.Boolean(), reason: Reason, photos: Type.Optional(Proofs) }, exact),
  'hazard.request_extension': Type.Object({ until: At, reason: Reason }, exact),
  'hazard.answer_extension': verdict,
  'hazard.object': reason,
  'hazard.answer_objection': Type.Object({ upheld: Type.Boolean(), reason: Reason }, exact),
  'hazard.supervise': Type.Object({ until: At, reason: Reason }, exact),
  'hazard.refer': Type.Object({ department: Line, reason: Reason }, exact),
  'hazard.transfer': byInspection,
  'hazard.return_case': reason,
  'hazard.suspend': byInspection,
  'hazard.resume': reason,
  'hazard.shut_down': byInspection,
  'hazard.request_void': Type.Object({ reason: Reason, duplicateOf: Type.Optional(Id) }, exact),
  'hazard.answer_void': verdict,
  'hazard.stall': nothing,
  'hazard.lapse': nothing,
  'hazard.escalate': Type.Object({ rung: Type.Integer({ minimum: 1 }), role: Type.String({ maxLength: 40 }) }, exact),
  'hazard.hand_over': Type.Object({ phase: Id, to: Id }, exact),

  'safetyVisit.start': Type.Object(
    { placeId: Id, with: Type.Optional(Type.Array(Id, { maxItems: 8 })), rooms: Type.Optional(Rooms) },
    exact,
  ),
  'safetyVisit.record': record,
  'safetyVisit.sign': sign,
  'safetyVisit.refuse': refuse,
  'safetyVisit.finish': nothing,
  'administrativeInspection.start': Type.Object(
    {
      placeId: Id,
      with: Type.Array(Id, { minItems: 1, maxItems: 8 }),
      approvalNo: Type.String({ minLength: 2, maxLength: 60 }),
      noticeNo: Type.String({ minLength: 2, maxLength: 60 }),
      rooms: Type.Optional(Rooms),
    },
    exact,
  ),
  'administrativeInspection.record': record,
  'administrativeInspection.sign': sign,
  'administrativeInspection.refuse': refuse,
  'administrativeInspection.finish': nothing,

  'place.register': Type.Object(registration, exact),
  'place.amend': Type.Object(
    {
      name: Type.Optional(registration.name),
      address: Type.Optional(registration.address),
      contact: Type.Optional(registration.contact),
      reason: Reason,
    },
    exact,
  ),
  'place.merge': Type.Object({ into: Id, reason: Reason }, exact),
  'place.unmerge': reason,

  'notice.retry': nothing,
  'link.revoke': reason,

  'phase.begin': Type.Object(
    {
      name: Type.String({ pattern: '^\\S(.*\\S)?$', minLength: 1, maxLength: 60 }),
      unitPath: Type.String({ pattern: '^/([0-9]+/){1,6}$', maxLength: 60, description: 'Path of the own area' }),
    },
    exact,
  ),
  'phase.switch': Type.Object({ into: Id, reason: Reason }, exact),
} as const satisfies Record<string, TSchema>

export type CommandType = keyof typeof commandData

export function isCommandType(type: string): type is CommandType {
  return Object.hasOwn(commandData, type)
}
