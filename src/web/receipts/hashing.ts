import { sha256 } from '@noble/hashes/sha2.js'
import type { Hash } from '#domain/merkle.ts'
import type { HashName, Primitives } from '#domain/seals.ts'
import { sm3 } from './sm3.ts'

const hashes: Record<HashName, Hash> = { sha256, sm3 }

/** Apart from the signatures: who only shows a receipt needs no curves. */
export const hashing: Pick<Primitives, 'hash'> = { hash: (name) => hashes[name] }
