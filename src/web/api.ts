import { type Instant, instant } from '#domain/calendar.ts'
import type { CommandType } from '#domain/commands.ts'
import type { Command } from '#domain/events.ts'
import { uuidV7 } from '#domain/ids.ts'
import type { ProblemCode } from '#domain/problems.ts'
import type { EvidenceKind } from '#domain/standards.ts'
import { api } from './paths.ts'

/** `network.unreachable`: nothing came back, so nobody knows whether it arrived. */
export type AnyProblemCode = ProblemCode | 'network.unreachable'

/** A refusal as the server told it. `path` is a JSON pointer into what was sent, `status` 0 without an answer. */
export class ApiProblem extends Error {
  readonly code: AnyProblemCode
  readonly status: number
  readonly path: string | undefined
  readonly facts: Record<string, unknown>
  readonly requestId: string | undefined

  constructor(code: AnyProblemCode, status: number, more: ProblemDetails = {}) {
    super(code)
    this.name = 'ApiProblem'
    this.code = code
    this.status = status
    this.path = more.path
    this.facts = more.facts ?? {}
    this.requestId = more.requestId
  }
}
type ProblemDetails = { path?: string; facts?: Record<string, unknown>; requestId?: string }

export const get = <T>(url: string, signal?: AbortSignal): Promise<T> => ask<T>(url, { method: 'GET', signal })
export const post = <T>(url: string, body?: unknown): Promise<T> => send<T>('POST', url, body)
export const put = <T>(url: string, body?: unknown): Promise<T> => send<T>('PUT', url, body)
export const del = <T>(url: string): Promise<T> => send<T>('DELETE', url)

/** A file, and the name that the server gives it. A refusal is thrown like any other. */
export async function getFile(url: string): Promise<{ bytes: Blob; name: string }> {
  const response = await fetch(url, { credentials: 'same-origin' }).catch(() => {
    throw new ApiProblem('network.unreachable', 0)
  })
  if (!response.ok) throw problemFrom(await response.json().catch(() => null), response.status)
  const [, name = ''] = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '') ?? []
  return { bytes: await response.blob(), name: decodeURIComponent(name) }
}

/** Sends the bytes of a file as they are. */
export const postFile = <T>(url: string, file: Blob): Promise<T> =>
  ask<T>(url, { method: 'POST', headers: { 'x-bihuan': '1', 'content-type': 'application/octet-stream' }, body: file })

function send<T>(method: string, url: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { 'x-bihuan': '1' }
  if (body !== undefined) headers['content-type'] = 'application/json'
  return ask<T>(url, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) })
}

/** An answer of many lines of JSON, and its length in characters. One that was cut off has fewer lines. */
export async function getLines<T>(url: string): Promise<{ lines: T[]; length: number }> {
  const response = await reach(url, { method: 'GET' })
  if (!response.ok) throw problemFrom(await response.json().catch(() => null), response.status)
  const text = await response.text().catch(unreachable)
  const whole = text.slice(0, text.lastIndexOf('\n') + 1).split('\n')
  return { lines: whole.filter((line) => line !== '').map((line) => JSON.parse(line) as T), length: text.length }
}

function unreachable(error: unknown): never {
  if (error instanceof DOMException && error.name === 'AbortError') throw error
  throw new ApiProblem('network.unreachable', 0)
}

const reach = (url: string, init: RequestInit) => fetch(url, { credentials: 'same-origin', ...init }).catch(unreachable)

async function ask<T>(url: string, init: RequestInit): Promise<T> {
  return (await answerTo(url, init)).body as T
}

/** For what is said in headers: uploads in parts. A refusal is thrown like any other. */
export async function askHeaders(url: string, init: RequestInit): Promise<Headers> {
  return (await answerTo(url, { ...init, headers: { 'x-bihuan': '1', ...init.headers } })).headers
}

async function answerTo(url: string, init: RequestInit): Promise<{ body: unknown; headers: Headers }> {
  const sentAt = Date.now()
  const response = await reach(url, init)
  const isJson = (response.headers.get('content-type') ?? '').includes('json')
  const body: unknown = isJson ? await response.json().catch(() => null) : null
  learnTime(body, response.headers.get('date'), sentAt)
  if (!response.ok) throw problemFrom(body, response.status)
  return { body, headers: response.headers }
}

function problemFrom(body: unknown, status: number): ApiProblem {
  const told = body as (ProblemDetails & { code?: ProblemCode }) | null
  const code = told?.code ?? (status === 404 ? 'request.not_found' : status === 503 ? 'server.busy' : 'server.failed')
  return new ApiProblem(code, status, told ?? {})
}

let offset: number | null = null

/** The body's own time counts most; the date header, whole seconds, is a start. */
function learnTime(body: unknown, date: string | null, sentAt: number): void {
  const middle = (sentAt + Date.now()) / 2
  const told = (body as { serverTime?: unknown } | null)?.serverTime
  if (typeof told === 'string') offset = Date.parse(told) - middle
  else if (offset === null && date !== null) offset = Date.parse(date) - middle
}

/** The server's time minus this device's, in ms; null before anything was heard. */
export const clockOffset = (): number | null => offset

/** What was known before a reload counts until the server is heard again. */
export function supposeOffset(ms: number): void {
  offset ??= ms
}

/** The server's time in ms, as far as it is known: clocks on desks and phones are often wrong. */
export function serverNow(): number {
  return Date.now() + (offset ?? 0)
}

/** A new UUIDv7, minted here, so that a command or a subject has its name before it is sent. */
export function newId(): string {
  return uuidV7(Math.max(0, Math.round(serverNow())), crypto.getRandomValues(new Uint8Array(10)))
}

export function newCommand(type: CommandType, subject: string, data: unknown, seen?: number): Command {
  const command: Command = { id: newId(), type, subject, at: instant(serverNow()), data }
  return seen === undefined ? command : { ...command, seen }
}

export type Answer =
  | { id: string; outcome: 'accepted'; subject: string; version: number; events: string[] }
  | { id: string; outcome: 'refused'; problem: { code: ProblemCode; status: number } & ProblemDetails }

export type SyncAnswer = { answers: Answer[]; serverTime: Instant }

/** Up to 200 commands at once. The same command may be sent again for ever: it takes effect once. */
export const sync = (commands: readonly Command[]): Promise<SyncAnswer> => post(api.sync, { commands })

/** One command; a refusal is thrown like any other. Keep `command` and send it again after a failed network. */
export async function perform(command: Command): Promise<Answer & { outcome: 'accepted' }> {
  const { answers } = await sync([command])
  const answer = answers[0]
  if (answer === undefined) throw new ApiProblem('server.failed', 500)
  if (answer.outcome === 'refused') throw new ApiProblem(answer.problem.code, answer.problem.status, answer.problem)
  return answer
}

export type StoredFile = { hash: string; kind: EvidenceKind; size: number; mediaType: string }
type UploadTo = { url?: string; headers?: Record<string, string> }

/** The raw bytes of one photo, video or document. Sending the same file again gives the same hash. */
export function uploadFile(file: Blob, kind: EvidenceKind, to: UploadTo = {}): Promise<StoredFile> {
  const headers = { 'x-bihuan': '1', 'content-type': file.type || 'application/octet-stream', ...to.headers }
  return ask(to.url ?? api.upload(kind), { method: 'POST', headers, body: file })
}
