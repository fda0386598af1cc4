/** Where a number of 16 and more digits may stand, which may be more exact than JavaScript's numbers are. */
const longNumber = /(?:^|[ [])-?[0-9][0-9.]{15}/

/**
 * Reads the text that PostgreSQL gives for a `jsonb`. A number that JavaScript cannot hold exactly is kept as the text
 * of its digits, so that no change of it is too small to be found.
 */
export function readJsonb(text: string): unknown {
  return longNumber.test(text) ? JSON.parse(text, keepLong) : JSON.parse(text)
}

function keepLong(_key: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source
  if (typeof value !== 'number' || source === undefined) return value
  return digitsOf(source) === digitsOf(plain(value)) ? value : source
}

/** As `jsonb` writes it: without exponent. */
function plain(value: number): string {
  const text = String(value)
  const found = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text)
  if (found === null) return text
  const [, sign = '', whole = '', part = '', exponent = '0'] = found
  const point = whole.length + Number(exponent)
  const digits = whole + part
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  return `${sign}${digits.padEnd(point, '0').slice(0, point)}.${digits.slice(point)}`
}

/** Without zeros that change nothing. */
function digitsOf(text: string): string {
  const bare = text.includes('.') ? text.replace(/\.?0*$/, '') : text
  return bare.replace(/^(-?)0+(?=\d)/, '$1')
}
