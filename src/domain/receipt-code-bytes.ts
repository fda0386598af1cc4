/** Writes fields one after the other. Throws RangeError for what does not fit, which no receipt in its shape has. */
export type ByteWriter = ReturnType<typeof byteWriter>
/** Reads them back. Beyond the end there are zeros, and `atEnd` is false for ever. */
export type ByteReader = ReturnType<typeof byteReader>

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

export function byteWriter() {
  const all: number[] = []
  const byte = (value: number) => {
    if (!(Number.isInteger(value) && value >= 0 && value < 256)) throw new RangeError(`no byte: ${value}`)
    all.push(value)
  }
  return {
    byte,
    /** Seven bits a byte, the lowest first. */
    count(value: number): void {
      if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`no count: ${value}`)
      let left = value
      for (; left >= 128; left = Math.floor(left / 128)) byte((left % 128) + 128)
      byte(left)
    },
    text(value: string): void {
      const bytes = encoder.encode(value)
      byte(bytes.length)
      all.push(...bytes)
    },
    raw(bytes: Uint8Array | null): void {
      if (bytes === null) throw new RangeError('no bytes')
      all.push(...bytes)
    },
    bytes: () => Uint8Array.from(all),
  }
}

export function byteReader(bytes: Uint8Array) {
  let at = 0
  const byte = () => bytes[at++] ?? 0
  const raw = (length: number) => {
    const part = new Uint8Array(length)
    part.set(bytes.subarray(Math.min(at, bytes.length), at + length))
    at += length
    return part
  }
  return {
    byte,
    raw,
    count(): number {
      let [value, weight] = [0, 1]
      for (let n = 0; n < 8; n++) {
        const next = byte()
        value += (next % 128) * weight
        if (next < 128) return value
        weight *= 128
      }
      return Number.NaN
    },
    text: () => decoder.decode(raw(byte())),
    atEnd: () => at === bytes.length,
  }
}
