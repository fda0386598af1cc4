export type Result<T> = { rows: T[]; numAffectedRows: bigint }

/** What carries a statement out: a transaction under way. */
type Runs = { run<T>(text: string, values: readonly unknown[]): Promise<Result<T>> }

/** A piece of SQL with its parameters apart. Pieces stand within pieces; what is no piece becomes a parameter. */
export class RawBuilder<T> {
  /** One more than values: they stand between. */
  readonly chunks: readonly string[]
  readonly values: readonly unknown[]

  constructor(chunks: readonly string[], values: readonly unknown[]) {
    this.chunks = chunks
    this.values = values
  }

  /** Rows with their columns in camelCase; what stands within a JSON value keeps its names. */
  execute(tx: Runs): Promise<Result<T>> {
    return tx.run<T>(textOf(this.chunks), this.values)
  }
}

function tag<T = unknown>(strings: TemplateStringsArray, ...given: readonly unknown[]): RawBuilder<T> {
  return given.some((value) => value instanceof RawBuilder) ? joined(strings, given) : new RawBuilder(strings, given)
}

/** Interleaves texts and values, taking pieces apart. */
function joined<T>(strings: readonly string[], given: readonly unknown[]): RawBuilder<T> {
  const chunks = [strings[0] ?? '']
  const values: unknown[] = []
  const append = (text: string) => chunks.push(`${chunks.pop()}${text}`)
  given.forEach((value, n) => {
    if (value instanceof RawBuilder) {
      append(value.chunks[0] as string)
      chunks.push(...value.chunks.slice(1))
      values.push(...value.values)
    } else {
      values.push(value)
      chunks.push('')
    }
    append(strings[n + 1] as string)
  })
  return new RawBuilder(chunks, values)
}

const raw = <T = unknown>(text: string) => new RawBuilder<T>([text], [])

/** A name as a quoted identifier; several are joined by points. */
const id = (...names: readonly string[]) => raw(names.map((name) => `"${name.replaceAll('"', '""')}"`).join('.'))

function join<T = unknown>(pieces: readonly unknown[], separator: RawBuilder<unknown> = raw(', ')): RawBuilder<T> {
  const [between = ''] = separator.chunks
  return joined(['', ...pieces.slice(1).map(() => between), ''], pieces)
}

const texts = new WeakMap<readonly string[], string>()

/** With `$1`, `$2` … where the values stand. A template's text is put together once. */
function textOf(chunks: readonly string[]): string {
  const known = texts.get(chunks)
  if (known !== undefined) return known
  const text = chunks.reduce((all, chunk, n) => `${all}$${n}${chunk}`)
  texts.set(chunks, text)
  return text
}

export const sql = Object.assign(tag, { raw, id, join })
