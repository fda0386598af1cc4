/** Brands of ISO/IEC 23008-12 with which a still picture of HEIF begins. */
const brands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'])

/** Whether a file begins as HEIC does: an iPhone's own form of photo, which most browsers cannot open. */
export async function isHeic(file: Blob): Promise<boolean> {
  const start = new Uint8Array(await file.slice(0, 12).arrayBuffer())
  const text = String.fromCharCode(...start)
  return text.slice(4, 8) === 'ftyp' && brands.has(text.slice(8, 12))
}
