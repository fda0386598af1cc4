import { readReceiptCode } from '#domain/receipt-code.ts'
import type { Receipt } from '#domain/receipts-shape.ts'
import { readReceipt } from '#domain/receipts-shape.ts'
import { type PublishedKeys, readPublishedKeys } from '#domain/seals.ts'

/** Far more than any receipt or list of keys has, and little enough to be read at once. */
export const mostKilobytes = 256

export type Trouble = 'tooLarge' | 'empty' | 'notReceipt' | 'cut' | 'unreadable'
export type Paper =
  | { kind: 'receipt'; receipt: Receipt }
  | { kind: 'keys'; keys: PublishedKeys }
  | { kind: 'bad'; trouble: Trouble }

/** Whatever a visitor brings: the file, its content, the address from a code, or the code alone. */
export function readPaper(text: string): Paper {
  if (text.length > mostKilobytes * 1024) return bad('tooLarge')
  const brought = text.replace(/^\uFEFF/, '').trim()
  if (brought === '') return bad('empty')
  return brought.startsWith('{') ? fromJson(brought) : fromCode(brought)
}

function fromJson(text: string): Paper {
  const value = parsed(text)
  const receipt = readReceipt(value)
  if (receipt !== null) return { kind: 'receipt', receipt }
  const keys = readPublishedKeys(value)
  if (keys !== null) return { kind: 'keys', keys }
  return bad(value === undefined && looksLikeReceipt.test(text) ? 'cut' : 'notReceipt')
}

/** A file that was cut off begins like one that is whole. */
const looksLikeReceipt = /"(?:district|event|seal)"\s*:/

/** Of a code, from its first letters: the mark of the format and the length of the district. */
const looksLikeCode = /^AQY[A-Za-z0-9_-]*$/

function fromCode(text: string): Paper {
  const code = text.slice(text.lastIndexOf('#') + 1).replace(/\s+/g, '')
  const receipt = readReceiptCode(code)
  if (receipt !== null) return { kind: 'receipt', receipt }
  return bad(looksLikeCode.test(code) ? 'cut' : 'notReceipt')
}

export async function readFile(file: File): Promise<Paper> {
  if (file.size > mostKilobytes * 1024) return bad('tooLarge')
  try {
    return readPaper(await file.text())
  } catch {
    return bad('unreadable')
  }
}

/** Undefined for what is no JSON. */
export function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

const bad = (trouble: Trouble): Paper => ({ kind: 'bad', trouble })
