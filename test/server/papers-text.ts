import { inflateSync } from 'node:zlib'

/** What a PDF holds, read by its structure: enough to say which words stand on it and with which fonts. */
export type ReadPdf = { text: string; pages: number; images: number; fonts: { name: string; embedded: boolean }[] }

export function readPdf(bytes: Buffer): ReadPdf {
  const raw = bytes.toString('latin1')
  const objects = new Map<string, string>()
  for (const [, id, body] of raw.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) objects.set(id as string, body as string)
  const masks = new Set([...raw.matchAll(/\/SMask (\d+) 0 R/g)].map(([, id]) => id as string))
  const maps = [...objects.values()].map(streamOf).filter((stream) => stream?.includes('beginbfrange')) as string[]
  const glyphs = new Map(maps.flatMap(glyphsIn))
  const drawn = [...objects.values()].map(streamOf).filter((stream) => stream?.includes('] TJ')) as string[]
  return {
    text: drawn.map((stream) => wordsIn(stream, glyphs)).join('\n'),
    pages: [...objects.values()].filter((body) => /\/Type \/Page\b(?!s)/.test(body)).length,
    images: [...objects].filter(([id, body]) => /\/Subtype \/Image/.test(body) && !masks.has(id)).length,
    fonts: [...objects.values()]
      .filter((body) => /\/Type \/FontDescriptor/.test(body))
      .map((body) => ({
        name: /\/FontName \/(\S+)/.exec(body)?.[1] ?? '',
        embedded: /\/FontFile\d? \d+ 0 R/.test(body),
      })),
  }
}

function streamOf(body: string): string | null {
  const from = body.indexOf('stream\n')
  if (from < 0 || /\/Subtype \/(?:Image|CIDFontType0C)/.test(body)) return null
  const bytes = Buffer.from(body.slice(from + 7, body.lastIndexOf('\nendstream')), 'latin1')
  try {
    return (body.includes('/FlateDecode') ? inflateSync(bytes) : bytes).toString('latin1')
  } catch {
    return null
  }
}

/** Glyph number → text, from a ToUnicode map. */
function glyphsIn(map: string): [string, string][] {
  return [...map.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/gi)].flatMap(([, first, list]) => {
    const texts = [...(list as string).matchAll(/<([^>]*)>/g)].map(([, hex]) => hex as string)
    return texts.map((hex, n): [string, string] => {
      const glyph = (Number.parseInt(first as string, 16) + n).toString(16).padStart(4, '0')
      const units = hex.replaceAll(' ', '').match(/.{4}/g) ?? []
      return [glyph, String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16)))]
    })
  })
}

const wordsIn = (stream: string, glyphs: ReadonlyMap<string, string>): string =>
  [...stream.matchAll(/\[([^\]]*)\] TJ/g)]
    .map(([, array]) => [...(array as string).matchAll(/<([0-9a-f]+)>/gi)].map(([, hex]) => hex).join(''))
    .map((hex) => (hex.match(/.{4}/g) ?? []).map((glyph) => glyphs.get(glyph.toLowerCase()) ?? '').join(''))
    .join('\n')
