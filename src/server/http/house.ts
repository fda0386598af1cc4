import type { FastifyBaseLogger, FastifyRequest } from 'fastify'
import type { Actor } from '#domain/people.ts'
import type { Time } from '#server/clocks/time.ts'
import type { WritePath } from '#server/commands/apply.ts'
import type { Config } from '#server/config.ts'
import type { Keys } from '#server/crypto/keys.ts'
import type { Signing } from '#server/crypto/signing.ts'
import type { Database, District } from '#server/db/transaction.ts'
import type { RecentEvents } from '#server/events/recent.ts'
import type { SealHeads } from '#server/events/seal-heads.ts'

/** Who a request comes from, once the session has been looked up. */
export type Visitor = {
  accountId: string
  login: string
  displayName: string
  kind: 'person' | 'relay'
  district: District
  actor: Actor
  tokenHash: Buffer
}

/** Everything that the routes lean on. Made once at the start. */
export type House = {
  config: Config
  database: Database
  keys: Keys
  signing: Signing
  heads: SealHeads
  recent: RecentEvents
  time: Time
  path: WritePath
  demo: boolean
  /** The demo holds a sample of the pilot only. */
  sample: boolean
  log: FastifyBaseLogger
  /**
   * The visitor with a post in force, or the problem `session.required` / `session.no_post`. What a page does by itself
   * (`unattended`) does not count as the person being there.
   */
  visitorOf(request: FastifyRequest, unattended?: 'unattended'): Promise<Visitor>
  /** To be called when something about accounts, posts, sessions or grants has changed. */
  forgetVisitors(): void
}
