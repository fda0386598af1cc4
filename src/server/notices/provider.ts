import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Keys } from '#server/crypto/keys.ts'

/**
 * One text to one phone. The same `key` again is the same message and must not reach the phone twice.
 * `reference` is the provider's own name for it, under which it reports back.
 */
export type Provider = {
  name: 'log' | 'http'
  send(text: Text, key: string, signal: AbortSignal): Promise<{ reference: string | null }>
}
type Text = { id: string; to: string; text: string }

/** Why a text did not go out, in one word that names nobody. */
export class SendError extends Error {
  readonly word: string
  constructor(word: string) {
    super(word)
    this.name = 'SendError'
    this.word = word
  }
}

const longestWaitMs = 10_000

/** `log` keeps the text where the desk can read it; an http(s) address gets it by POST. */
export function openProvider(sms: string, keys: Keys): Provider {
  if (sms === 'log') return { name: 'log', send: async () => ({ reference: null }) }
  if (!/^https?:\/\//.test(sms)) throw new Error(`BIHUAN_SMS must be "log" or an http(s) address, not "${sms}"`)
  return { name: 'http', send: (text, key, signal) => post(sms, smsKey(keys), text, key, signal) }
}

/** Shared with the gateway that sends the texts; signs both directions. */
export function smsKey(keys: Keys): Buffer {
  return createHmac('sha256', keys.index).update('sms').digest()
}

export function signatureOf(key: Buffer, body: string | Buffer): string {
  return `sha256=${createHmac('sha256', key).update(body).digest('hex')}`
}

export function isSigned(key: Buffer, body: Buffer, signature: string | undefined): boolean {
  const expected = Buffer.from(signatureOf(key, body))
  const given = Buffer.from(signature ?? '')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

async function post(
  address: string,
  secret: Buffer,
  text: Text,
  key: string,
  signal: AbortSignal,
): Promise<{ reference: string }> {
  const body = JSON.stringify(text)
  const headers = {
    'content-type': 'application/json',
    'x-bihuan-signature': signatureOf(secret, body),
    'idempotency-key': key,
  }
  const until = AbortSignal.any([signal, AbortSignal.timeout(longestWaitMs)])
  const response = await fetch(address, {
    method: 'POST',
    headers,
    body,
    signal: until,
    redirect: 'error',
  }).catch((error: Error) => {
    throw new SendError(error.name === 'TimeoutError' ? 'timeout' : 'unreachable')
  })
  if (!response.ok) {
    await response.body?.cancel()
    throw new SendError(`http_${response.status}`)
  }
  const answer: unknown = await response.json().catch(() => null)
  const reference = answer !== null && typeof answer === 'object' && 'ref' in answer ? answer.ref : undefined
  if (typeof reference !== 'string' || reference === '' || reference.length > 200) throw new SendError('bad_answer')
  return { reference }
}
