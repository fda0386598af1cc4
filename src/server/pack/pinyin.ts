import { pinyin } from 'pinyin-pro'

/** Names seldom change, and telling 重庆 from 重量 takes a while. */
const known = new Map<string, string>()
const most = 50_000

/** How a name is spoken: small letters without tones, ü as v, syllables apart; Latin letters and digits one by one. */
export function syllablesOf(name: string): string {
  const before = known.get(name)
  if (before !== undefined) return before
  const spoken = pinyin(name, { toneType: 'none', type: 'array', v: true })
  const syllables = spoken
    .map((one) => one.toLowerCase())
    .filter((one) => /^[a-z0-9]+$/.test(one))
    .join(' ')
  if (known.size >= most) known.clear()
  known.set(name, syllables)
  return syllables
}
