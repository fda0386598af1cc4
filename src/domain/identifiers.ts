// Numbers that people and firms are known by: checked by their published algorithms, shown masked.

const usccAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const usccWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2]

/** 统一社会信用代码, GB 32100-2015: 18 characters, the last a check character modulo 31. Upper case only. */
export function isUscc(code: string): boolean {
  return (
    /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(code) && usccCheckDigit(code.slice(0, 17)) === code[17]
  )
}

/** The 18th character for the first 17. Throws RangeError when they are not 17 characters of the alphabet (no I, O, S, V, Z). */
export function usccCheckDigit(first17: string): string {
  if (first17.length !== 17) throw new RangeError(`usccCheckDigit: needs 17 characters, got ${first17.length}`)
  const sum = usccWeights.reduce((total, weight, i) => total + weight * valueIn(usccAlphabet, first17[i]), 0)
  return usccAlphabet[(31 - (sum % 31)) % 31] as string
}

/**
 * GB 11714 check of the organisation code inside a credit code (characters 9-17).
 * Codes of sole traders (个体户) issued before 2015 may fail it though they are valid: warn on `false`, never refuse.
 */
export function organisationCodeCheck(code: string): boolean {
  const inner = code.slice(8, 17)
  return /^[0-9A-Z]{8}[0-9X]$/.test(inner) && organisationCheckDigit(inner.slice(0, 8)) === inner[8]
}

/** The 9th character of an organisation code (GB 11714) for its first 8, modulo 11 with X for ten. */
export function organisationCheckDigit(first8: string): string {
  const sum = organisationWeights.reduce(
    (total, weight, i) => total + weight * valueIn('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', first8[i]),
    0,
  )
  return '0123456789X0'[11 - (sum % 11)] as string
}

/** A mainland mobile number: 11 digits, 13… to 19…. */
export function isPhone(text: string): boolean {
  return /^1[3-9]\d{9}$/.test(text)
}

/** `138****0000`. Anything that is not a mobile number is hidden whole, since we cannot know which part of it is safe. */
export function maskPhone(phone: string): string {
  return isPhone(phone) ? `${phone.slice(0, 3)}****${phone.slice(7)}` : '*'.repeat(phone.length)
}

/** `陈建国` → `陈*国`, `陈杰` → `陈*`, `欧阳建国` → `欧**国`, `陈` → `*`. Counts characters, not UTF-16 units: rare surnames lie outside the BMP. */
export function maskName(name: string): string {
  const characters = Array.from(name)
  if (characters.length < 2) return '*'.repeat(characters.length)
  if (characters.length === 2) return `${characters[0]}*`
  return `${characters[0]}${'*'.repeat(characters.length - 2)}${characters.at(-1)}`
}

function valueIn(alphabet: string, character: string | undefined): number {
  const value = character === undefined ? -1 : alphabet.indexOf(character)
  if (value < 0) throw new RangeError(`not a character of the code's alphabet: ${character}`)
  return value
}
