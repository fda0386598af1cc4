type Logged = { type: string; message: string; stack: string; [key: string]: unknown }
type Loggable = Error & Record<string, unknown>

/** Names of things in the database, never of what stands in them. */
const safe = ['code', 'statusCode', 'severity', 'schema', 'table', 'column', 'constraint', 'routine'] as const
/** Data exceptions repeat the value in their message ("invalid input syntax for type uuid: …"). */
const valueInMessage = /^22/

/**
 * What the log keeps of an error. A database error carries whole rows and parameters in `detail` and `where`: people's
 * names and words, which have no place in a log.
 */
export function loggedError(error: unknown): Logged {
  if (!(error instanceof Error)) return { type: typeof error, message: '', stack: '' }
  const all = error as Loggable
  const ofDatabase = typeof all['severity'] === 'string'
  const hidden = ofDatabase && valueInMessage.test(String(all['code']))
  const message = hidden ? 'a value did not fit' : error.message
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const kept = safe.flatMap((key) => (all[key] === undefined ? [] : [[key, all[key]]]))
  return {
    type: error.name,
    message,
    ...Object.fromEntries(kept),
    stack: [`${error.name}: ${message}`, ...frames].join('\n'),
    ...(error.cause === undefined ? {} : { cause: loggedError(error.cause) }),
  }
}
