/**
 * JSON in one spelling only (RFC 8785): keys in the order of their UTF-16 units, nothing between the tokens, numbers and
 * strings as `JSON.stringify` writes them. Equal values give equal texts, so that a digest of the text stands for the value.
 * What is undefined is left out of an object.
 */
export function canonical(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const fields = value as Record<string, unknown>
  let text = ''
  for (const key of Object.keys(fields).sort()) {
    const inner = fields[key]
    if (inner !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonical(inner)}`
  }
  return `{${text}}`
}
