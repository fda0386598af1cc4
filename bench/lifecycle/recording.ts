import { instant, millis } from '#domain/calendar.ts'
import { uuidTime } from '#domain/ids.ts'
import { newId } from '#server/events/ids.ts'

/** A statement as the product sent it: its text, and its parameters with holes for what is new each time. */
export type Statement = { text: string; values: Value[] | null }
export type Value = { same: unknown } | { text: Piece[] } | { list: Piece[][] } | { bytes: string }
/** Text as it was, an id that the request names, an id that the server mints, or an instant as so many ms from now. */
export type Piece = string | { slot: string } | { minted: number } | { after: number }
export type Recording = { statements: Statement[] }

export type Sent = { text: string; values: readonly unknown[] | null }

const changing =
  /[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g

/**
 * What one request has sent, made into something that can be sent again for another hazard. `slots` are the ids that the
 * request names, by name; ids younger than `since` that it does not name were minted by the server.
 */
export function record(sent: readonly Sent[], slots: ReadonlyMap<string, string>, since: number): Recording {
  const minted = new Map<string, number>()
  const piecesOf = (text: string): Piece[] => {
    const pieces: Piece[] = []
    let from = 0
    for (const match of text.matchAll(changing)) {
      const piece = pieceOf(match[0])
      if (piece === null) continue
      if (match.index > from) pieces.push(text.slice(from, match.index))
      pieces.push(piece)
      from = match.index + match[0].length
    }
    if (from < text.length || pieces.length === 0) pieces.push(text.slice(from))
    return pieces
  }
  const pieceOf = (found: string): Piece | null => {
    if (found.endsWith('Z')) return { after: millis(found) - since }
    const slot = slots.get(found)
    if (slot !== undefined) return { slot }
    if (found[14] !== '7' || uuidTime(found) < since) return null
    const number = minted.get(found) ?? minted.size
    minted.set(found, number)
    return { minted: number }
  }
  const holed = (value: unknown): Value => {
    if (typeof value === 'string') return { text: piecesOf(value) }
    if (Buffer.isBuffer(value)) return { bytes: value.toString('base64') }
    if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return { list: value.map(piecesOf) }
    return { same: value }
  }
  return { statements: sent.map(({ text, values }) => ({ text, values: values?.map(holed) ?? null })) }
}

/** What fills the holes while one request is served. */
export type Filling = { slots: Readonly<Record<string, string>>; now: number; minted: string[] }

/** Makes the parameters of a recorded value anew. */
export function valueMaker(value: Value): (filling: Filling) => unknown {
  if ('same' in value) return () => value.same
  if ('bytes' in value) {
    const bytes = Buffer.from(value.bytes, 'base64')
    return () => bytes
  }
  if ('list' in value) {
    const makers = value.list.map(textMaker)
    return (filling) => makers.map((make) => make(filling))
  }
  return textMaker(value.text)
}

function textMaker(pieces: readonly Piece[]): (filling: Filling) => string {
  const [only] = pieces
  if (pieces.length === 1 && typeof only === 'string') return () => only
  return (filling) => {
    let text = ''
    for (const piece of pieces) text += typeof piece === 'string' ? piece : fill(piece, filling)
    return text
  }
}

function fill(piece: Exclude<Piece, string>, { slots, now, minted }: Filling): string {
  if ('slot' in piece) return slots[piece.slot] ?? ''
  if ('after' in piece) return instant(now + piece.after)
  const id = minted[piece.minted] ?? newId(instant(now))
  minted[piece.minted] = id
  return id
}
