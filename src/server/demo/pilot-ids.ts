import { hash } from 'node:crypto'
import { uuidV7 } from '#domain/ids.ts'

/** The same seed, moment and name give the same id on every machine; other names give others. */
export function seededId(seed: string, at: number, name: string): string {
  return uuidV7(at, hash('sha256', `${seed} ${name}`, 'buffer').subarray(0, 10))
}
