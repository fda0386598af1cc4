import { type PublishedKeys, readPublishedKeys } from '#domain/seals.ts'
import { parsed } from './read-paper.ts'

/** The keys that the server wrote into the page itself, so that checking asks nobody. Null when there are none. */
export function keysOfPage(): PublishedKeys | null {
  const told = document.querySelector<HTMLMetaElement>('meta[name="bihuan-keys"]')?.content
  return told === undefined ? null : readPublishedKeys(parsed(told))
}
