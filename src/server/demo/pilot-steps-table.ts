/** What can happen in the plan. A verb that one hazard may see twice has a name for each time, so that ids differ. */
export const happenings = [
  'register',
  'merge',
  'start',
  'record',
  'acknowledge',
  'finish',
  'fixOnSite',
  'file',
  'waive',
  'dispatch',
  'accept',
  'rectify',
  'askExtension',
  'answerExtension',
  'object',
  'answerObjection',
  'submit',
  'fail',
  'submitAgain',
  'pass',
  'approve',
  'close',
  'supervise',
  'checkSample',
  'dispatchOnceMore',
  'submitOnceMore',
  'passOnceMore',
  'closeOnceMore',
  'askVoid',
  'answerVoid',
] as const
export type Happening = (typeof happenings)[number]

/** Position of nobody with a post: the owner of the place, through the link of the message. */
export const theOwner = 0xffff

/**
 * What will happen, as columns: some fifteen bytes a step instead of an object, so that the whole pilot fits into a few
 * megabytes. `subject` is a position in the list that the happening is about, `by` one in the list of posts.
 */
export type StepTable = {
  readonly length: number
  add(happening: Happening, subject: number, at: number, by: number): void
  /** The rows in order of time; those of one moment in the order in which they were added. */
  inOrder(): Uint32Array
  at(row: number): number
  happening(row: number): Happening
  subject(row: number): number
  by(row: number): number
}

export function stepTable(capacity = 1 << 16): StepTable {
  let length = 0
  let at = new Float64Array(capacity)
  let what = new Uint8Array(capacity)
  let subject = new Uint32Array(capacity)
  let by = new Uint16Array(capacity)
  const codes = new Map(happenings.map((happening, code) => [happening, code]))
  const grow = () => {
    capacity *= 2
    at = grown(at, new Float64Array(capacity))
    what = grown(what, new Uint8Array(capacity))
    subject = grown(subject, new Uint32Array(capacity))
    by = grown(by, new Uint16Array(capacity))
  }
  return {
    get length() {
      return length
    },
    add(happening, onSubject, moment, actor) {
      if (length === capacity) grow()
      at[length] = moment
      what[length] = codes.get(happening) as number
      subject[length] = onSubject
      by[length] = actor
      length += 1
    },
    inOrder() {
      const rows = new Uint32Array(length)
      for (let row = 0; row < length; row++) rows[row] = row
      return rows.sort((one, other) => (at[one] as number) - (at[other] as number) || one - other)
    },
    at: (row) => at[row] as number,
    happening: (row) => happenings[what[row] as number] as Happening,
    subject: (row) => subject[row] as number,
    by: (row) => by[row] as number,
  }
}

function grown<T extends Float64Array | Uint8Array | Uint32Array | Uint16Array>(from: T, to: T): T {
  to.set(from)
  return to
}
