import { Problem } from '#domain/problems.ts'

const networkCodes = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']
/** Class 08: connection. 57P01 to 57P03: being shut down, crashed, starting. 53300: too many connections. */
const databaseCodes = /^(08|57P0[123]|53300)/
/** `pg` gives these errors no code. */
const broken =
  /^(Connection terminated|Client has encountered a connection error|timeout (expired|exceeded when trying to connect))/

/** The database is not there, or not there yet. Nobody's request is at fault, and the same may go through in a moment. */
export function isAway(error: unknown): boolean {
  const { code = '', message = '', syscall } = (error ?? {}) as { code?: string; message?: string; syscall?: string }
  if (code === 'ENOENT') return syscall === 'connect' // its socket
  return networkCodes.includes(code) || databaseCodes.test(code) || broken.test(message)
}

/** The database found no room on its disk. The transaction was undone as a whole. */
export function isFull(error: unknown): boolean {
  return (error as { code?: string } | null)?.code === '53100'
}

/** Nobody's doing is at fault, and nothing would fare better alone. */
export function isNobodysFault(error: unknown): boolean {
  return isAway(error) || isFull(error) || (error instanceof Problem && error.status >= 500)
}

/** 40001, 40P01: others wrote at the same moment. 55P03: a lock was not to be had. 57014: it took too long, or was cancelled. */
const others = ['40001', '40P01', '55P03', '57014']

/** Somebody else was in the way: the same may go through when they are done. */
export function metOthers(error: unknown): boolean {
  return others.includes((error as { code?: string } | null)?.code ?? '')
}
