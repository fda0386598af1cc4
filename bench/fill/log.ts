import type { SubjectKind } from '#domain/events.ts'
import type { Keys } from '#server/crypto/keys.ts'
import { seal } from '#server/crypto/seal.ts'
import type { Random } from '#server/demo/random.ts'
import { bytesOf, Copy } from './copy.ts'
import { quickDigest } from './ids.ts'
import type { Done } from './lives.ts'

// biome-ignore format: one line a table
const columns = {
  event: ['id', 'command_id', 'subject_kind', 'subject', 'type', 'data', 'occurred', 'received', 'late', 'account_id', 'post_id', 'via', 'unit_path', 'scope_path', 'department'],
  event_number: ['seq', 'event_id', 'salts', 'leaf'],
  command: ['account_id', 'id', 'digest', 'answer', 'received'],
  remark: ['account_id', 'command_id', 'subject', 'words_sealed', 'scope_path', 'department'],
  file_link: ['hash', 'subject', 'scope_path', 'department'],
} as const

type Table = keyof typeof columns
type Copies = Partial<Record<Table, Copy>> & Record<'event' | 'event_number', Copy>
type Waiting = { ms: number; id: string; line: string }

const empty = {}
const textOf = (data: unknown) => (Object.keys(data ?? empty).length === 0 ? '{}' : JSON.stringify(data))

const bucketMs = 6 * 3_600_000

/**
 * The log and what is written beside it. Events wait until everything before them is known, so that the file of the
 * table and the numbers run in order of time, as they do where events are written when they happen.
 */
export class Log {
  readonly #copies: Copies
  readonly #waiting = new Map<number, Waiting[]>()
  readonly #random: Random
  readonly #words: string[]
  readonly #digests: string[]
  /** Salts and leaves that prove nothing, and weigh as much as those that do. */
  readonly #proofs: string[]
  #flushed = Number.NEGATIVE_INFINITY
  seq: number
  events = 0

  private constructor(copies: Copies, seq: number, keys: Keys, random: Random) {
    this.#copies = copies
    this.seq = seq
    this.#random = random
    this.#words = Array.from({ length: 100 }, (_, n) => bytesOf(seal(keys, `现场核实，第${n}次检查，已告知负责人`)))
    this.#digests = Array.from({ length: 1000 }, () => quickDigest(random))
    this.#proofs = Array.from({ length: 1000 }, () => `${quickDigest(random)}\t${quickDigest(random)}`)
  }

  /** Without what stands `beside` the log, it is events and numbers only. */
  static async open(url: string, lastSeq: number, keys: Keys, random: Random, beside: boolean): Promise<Log> {
    const tables = (Object.keys(columns) as Table[]).filter((table) => beside || table.startsWith('event'))
    const opened = await Promise.all(tables.map((table) => Copy.open(url, table, columns[table], true)))
    const copies = Object.fromEntries(tables.map((table, n) => [table, opened[n]])) as Copies
    return new Log(copies, lastSeq, keys, random)
  }

  write(subjectKind: SubjectKind, subject: string, scopePath: string, done: Done): void {
    const { by, commandId, events, at } = done
    const bucket = Math.floor(done.ms / bucketMs)
    const waiting = this.#waiting.get(bucket) ?? []
    this.#waiting.set(bucket, waiting)
    const doer = `${by.accountId}\t${by.postId ?? '\\N'}\t\\N\t${by.unitPath}\t${scopePath}`
    // In the order of the columns; written out, because this is done by the million.
    for (const { id, type, data, department } of events) {
      const line = `${id}\t${commandId}\t${subjectKind}\t${subject}\t${type}\t${textOf(data)}\t${at}\t${at}\tf\t${doer}\t${department}\n`
      waiting.push({ ms: done.ms, id, line })
    }
    if (this.#copies.command === undefined) return
    const department = events[0]?.department ?? ''
    const types = events.map(({ type }) => `"${type}"`).join(',')
    const answer = `{"id":"${commandId}","outcome":"accepted","subject":"${subject}","version":${done.version},"events":[${types}]}`
    this.#copies.command.addLine(`${by.accountId}\t${commandId}\t${this.#digest()}\t${answer}\t${at}\n`)
    for (const { hash } of done.photos) this.#copies.file_link?.add([hash, subject, scopePath, department])
    if (!done.words) return
    const words = this.#words[this.#random.between(0, this.#words.length - 1)] as string
    this.#copies.remark?.add([by.accountId, commandId, subject, words, scopePath, department])
  }

  /** Of another command with the same: it is compared with nothing. */
  #digest(): string {
    return this.#digests[this.#random.between(0, this.#digests.length - 1)] as string
  }

  /** Nothing earlier than this will be written any more. */
  flush(untilMs: number): void {
    const last = Math.floor(untilMs / bucketMs)
    if (last === this.#flushed) return
    this.#flushed = last
    const ripe = [...this.#waiting.keys()].filter((bucket) => bucket < last).sort((a, b) => a - b)
    for (const bucket of ripe) {
      const waiting = this.#waiting.get(bucket) as Waiting[]
      this.#waiting.delete(bucket)
      waiting.sort((a, b) => a.ms - b.ms || (a.id < b.id ? -1 : 1))
      for (const { id, line } of waiting) {
        this.seq++
        this.events++
        this.#copies.event.addLine(line)
        this.#copies.event_number.addLine(`${this.seq}\t${id}\t${this.#proofs[this.seq % this.#proofs.length]}\n`)
      }
    }
  }

  async flow(): Promise<void> {
    await Promise.all(Object.values(this.#copies).map((copy) => copy.flow()))
  }

  async close(): Promise<void> {
    this.flush(Number.MAX_SAFE_INTEGER)
    await Promise.all(Object.values(this.#copies).map((copy) => copy.close()))
  }
}
