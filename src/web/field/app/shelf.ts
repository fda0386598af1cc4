/** What the phone's worker keeps of one build: the page itself, and every file that a screen of the phone may ask for. */
export type Shelf = {
  /** Changes whenever a file does. */
  build: string
  /** Addresses, from the root. */
  files: readonly string[]
}

/** Filled in when the build knows its files. */
export const placeholder = '__FIELD_SHELF__'

/** Where the one page lies that answers every address of the phone. */
export const shellAddress = '/field'

const prefix = 'bihuan-field-'
export const cacheOf = ({ build }: Pick<Shelf, 'build'>): string => prefix + build
export const isOurs = (cache: string): boolean => cache.startsWith(prefix)

/** An address that the page answers by itself: `/field`, and whatever lies below it. */
export const isShell = (pathname: string): boolean => pathname === '/field' || pathname.startsWith('/field/')

/** What a page may ask of the worker. */
export type Asked = 'take over'
