/** The hash SM3 (GB/T 32905): 32 bytes. No browser has it. */
export function sm3(bytes: Uint8Array): Uint8Array {
  const padded = withLength(bytes)
  const blocks = new DataView(padded.buffer)
  let state = start
  for (let at = 0; at < padded.length; at += 64) state = compress(state, blocks, at)
  const out = new Uint8Array(32)
  const view = new DataView(out.buffer)
  for (const [n, word] of state.entries()) view.setUint32(4 * n, word)
  return out
}

type State = readonly [number, number, number, number, number, number, number, number]

const start: State = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e]

/** One bit, zeros, and the length in bits: a whole number of blocks of 64 bytes. */
function withLength(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  new DataView(padded.buffer).setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n)
  return padded
}

const turned = (word: number, by: number) => (word << by) | (word >>> (32 - by))
const spread0 = (word: number) => word ^ turned(word, 9) ^ turned(word, 17)
const spread1 = (word: number) => word ^ turned(word, 15) ^ turned(word, 23)

function compress(state: State, blocks: DataView, at: number): State {
  const words = expanded(blocks, at)
  const word = (n: number) => words[n] as number
  let [a, b, c, d, e, f, g, h] = state
  for (let round = 0; round < 64; round++) {
    const constant = turned(round < 16 ? 0x79cc4519 : 0x7a879d8a, round % 32)
    const first = turned((turned(a, 12) + e + constant) | 0, 7)
    const mixedA = round < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c)
    const mixedE = round < 16 ? e ^ f ^ g : (e & f) | (~e & g)
    const nextA = (mixedA + d + (first ^ turned(a, 12)) + (word(round) ^ word(round + 4))) | 0
    const nextE = (mixedE + h + first + word(round)) | 0
    ;[a, b, c, d] = [nextA, a, turned(b, 9), c]
    ;[e, f, g, h] = [spread0(nextE), e, turned(f, 19), g]
  }
  const [a0, b0, c0, d0, e0, f0, g0, h0] = state
  return [a ^ a0, b ^ b0, c ^ c0, d ^ d0, e ^ e0, f ^ f0, g ^ g0, h ^ h0]
}

function expanded(blocks: DataView, at: number): Int32Array {
  const words = new Int32Array(68)
  for (let n = 0; n < 16; n++) words[n] = blocks.getInt32(at + 4 * n)
  const word = (n: number) => words[n] as number
  for (let n = 16; n < 68; n++) {
    words[n] = spread1(word(n - 16) ^ word(n - 9) ^ turned(word(n - 3), 15)) ^ turned(word(n - 13), 7) ^ word(n - 6)
  }
  return words
}
