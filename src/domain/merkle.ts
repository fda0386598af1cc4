// The tree of RFC 6962 §2.1 over leaves that are hashes already: a node is H(0x01 left right), and a row of leaves is cut
// at the largest power of two below its length.

export type Hash = (bytes: Uint8Array) => Uint8Array

export function nodeOf(hash: Hash, left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + left.length + right.length)
  bytes[0] = 1
  bytes.set(left, 1)
  bytes.set(right, 1 + left.length)
  return hash(bytes)
}

/**
 * A tree that grows leaf by leaf and keeps one hash per level: the roots of the full trees so far, the largest first.
 */
export type Growing = { count: number; peaks: Uint8Array[] }

export const emptyTree = (): Growing => ({ count: 0, peaks: [] })

export function addLeaf(hash: Hash, tree: Growing, leaf: Uint8Array): void {
  let top = leaf
  for (let full = tree.count; full % 2 === 1; full = Math.floor(full / 2)) {
    top = nodeOf(hash, tree.peaks.pop() as Uint8Array, top)
  }
  tree.peaks.push(top)
  tree.count += 1
}

/** Throws RangeError for a tree without leaves: nothing has no root here. */
export function rootOfTree(hash: Hash, tree: Growing): Uint8Array {
  const last = tree.peaks.at(-1)
  if (last === undefined) throw new RangeError('a tree without leaves has no root')
  return tree.peaks.slice(0, -1).reduceRight((right, left) => nodeOf(hash, left, right), last)
}

export function merkleRoot(hash: Hash, leaves: readonly Uint8Array[]): Uint8Array {
  const tree = emptyTree()
  for (const leaf of leaves) addLeaf(hash, tree, leaf)
  return rootOfTree(hash, tree)
}

/** The hashes beside the way from the leaf at `index` to the root, from below. */
export function inclusionPath(hash: Hash, leaves: readonly Uint8Array[], index: number): Uint8Array[] {
  if (index < 0 || index >= leaves.length) throw new RangeError(`no leaf ${index} among ${leaves.length}`)
  if (leaves.length === 1) return []
  const cut = largestPowerBelow(leaves.length)
  const [left, right] = [leaves.slice(0, cut), leaves.slice(cut)]
  return index < cut
    ? [...inclusionPath(hash, left, index), merkleRoot(hash, right)]
    : [...inclusionPath(hash, right, index - cut), merkleRoot(hash, left)]
}

/** The root to which leaf and path lead in a tree of `size` leaves; null when the path does not fit the position. */
export function rootFromPath(
  hash: Hash,
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
): Uint8Array | null {
  if (!(index >= 0 && index < size)) return null
  let [root, here, last] = [leaf, index, size - 1]
  for (const beside of path) {
    if (last === 0) return null
    if (here % 2 === 1 || here === last) {
      root = nodeOf(hash, beside, root)
      while (here % 2 === 0 && here !== 0) [here, last] = [Math.floor(here / 2), Math.floor(last / 2)]
    } else root = nodeOf(hash, root, beside)
    here = Math.floor(here / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 ? root : null
}

function largestPowerBelow(count: number): number {
  let power = 1
  while (power * 2 < count) power *= 2
  return power
}
