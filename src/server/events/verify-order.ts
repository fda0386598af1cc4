import { sameBytes } from '#domain/bytes.ts'
import { leafOfEvent } from '#domain/receipts.ts'
import type { SealedEvent } from '#domain/sealed-events.ts'
import { hashNames } from '#domain/seals.ts'
import type { Tx } from '#server/db/transaction.ts'
import { hashOf } from './seal.ts'
import { allProofs, type NumberRow } from './verify-store.ts'

/**
 * The number under which an event was sealed that does not fit the one it has: by its own proof, when both were moved, or
 * by the proof that stands at that number. Null when it fits nowhere, and so was altered. Reads all proofs once.
 */
export async function belongsElsewhere(
  tx: Tx,
  event: SealedEvent,
  own: Pick<NumberRow, 'seq' | 'salts' | 'leaf'>,
): Promise<number | null> {
  const hashes = hashNames.map(hashOf)
  const fits = (seq: number, { salts, leaf }: Pick<NumberRow, 'salts' | 'leaf'>) =>
    salts.length === 32 && hashes.some((hash) => sameBytes(leafOfEvent(hash, { ...event, seq }, salts), leaf))
  for await (const proof of allProofs(tx)) {
    if (proof.seq === own.seq) continue
    if (fits(proof.seq, own) || fits(proof.seq, proof)) return proof.seq
  }
  return null
}
