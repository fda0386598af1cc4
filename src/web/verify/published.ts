import { type PublishedKeys, readPublishedKeys } from '#domain/seals.ts'
import { parsed } from './read-paper.ts'

/** Receipts of this installation are about invented people and places. */
export function isDemoPage(): boolean {
  return document.querySelector('meta[name="bihuan-demo"]') !== null
}

/** The keys that the server wrote into the page itself, so that checking asks nobody. Null when there are none. */
export function keysOfPage(): PublishedKeys | null {
  const told = document.querySelector<HTMLMetaElement>('meta[name="bihuan-keys"]')?.content
  return told === undefined ? null : readPublishedKeys(parsed(told))
}
