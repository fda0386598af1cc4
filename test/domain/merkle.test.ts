import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { toHex } from '#domain/bytes.ts'
import { inclusionPath, merkleRoot, rootFromPath } from '#domain/merkle.ts'

const hash = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()
const leafOf = (hex: string) => hash(Buffer.from(`00${hex}`, 'hex'))
/** The inputs and roots that the certificate transparency projects test RFC 6962 with. */
const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

describe('the tree over a batch', () => {
  it('is the tree of RFC 6962, whatever the number of leaves', () => {
    for (const [n, root] of roots.entries())
      assert.equal(toHex(merkleRoot(hash, inputs.slice(0, n + 1).map(leafOf))), root)
    assert.throws(() => merkleRoot(hash, []), RangeError)
  })

  it('is led to by every leaf along its path, and by nothing else', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), fc.nat(), (size, one, other) => {
        const leaves = Array.from({ length: size }, (_, n) => hash(Uint8Array.of(n)))
        const root = toHex(merkleRoot(hash, leaves))
        const index = one % size
        const path = inclusionPath(hash, leaves, index)
        const reached = (leaf: number, at: number, along: readonly Uint8Array[], among = size) => {
          const found = rootFromPath(hash, leaves[leaf] as Uint8Array, at, among, along)
          return found === null ? null : toHex(found)
        }
        assert.equal(reached(index, index, path), root)
        assert.ok(path.length <= Math.ceil(Math.log2(size)))
        const elsewhere = other % size
        if (elsewhere !== index) {
          assert.notEqual(reached(elsewhere, index, path), root)
          assert.notEqual(reached(index, elsewhere, path), root)
        }
        assert.equal(reached(index, index, [...path, hash(Uint8Array.of(1))]), null)
        if (path.length > 0) {
          assert.notEqual(reached(index, index, path.slice(1)), root)
          const bent = path.map((beside, n) => (n === other % path.length ? hash(beside) : beside))
          assert.notEqual(reached(index, index, bent), root)
        }
      }),
    )
    assert.equal(rootFromPath(hash, hash(Uint8Array.of(0)), 1, 1, []), null)
    assert.equal(rootFromPath(hash, hash(Uint8Array.of(0)), -1, 1, []), null)
  })
})
