/**
 * Opens the phone's screens without a network: everything of one build is fetched when it is installed, or none of it, and
 * answered from there. It never touches what the server says (`/api`), and never takes over by itself while a page is open:
 * a visit goes on in the version in which it began.
 */
import { type Asked, cacheOf, isOurs, isShell, placeholder, type Shelf, shellAddress } from './shelf.ts'

/** The parts of a worker's scope that are used; the whole of them clashes with those of a page. */
type Extendable = Event & { waitUntil(work: Promise<unknown>): void }
type Fetching = Event & { request: Request; respondWith(answer: Promise<Response>): void }
type WorkerScope = {
  skipWaiting(): Promise<void>
  clients: { claim(): Promise<void> }
  location: Location
  addEventListener(what: 'install' | 'activate', heard: (event: Extendable) => void): void
  addEventListener(what: 'fetch', heard: (event: Fetching) => void): void
  addEventListener(what: 'message', heard: (event: MessageEvent<Asked>) => void): void
}
const scope = self as unknown as WorkerScope
const shelf = JSON.parse(placeholder) as Shelf
const held = new Set(shelf.files)

scope.addEventListener('install', (event) => event.waitUntil(fill()))
scope.addEventListener('activate', (event) => event.waitUntil(begin()))
scope.addEventListener('message', ({ data }) => {
  if (data === 'take over') void scope.skipWaiting()
})
scope.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== scope.location.origin) return
  if (request.mode === 'navigate' && isShell(pathname)) event.respondWith(fromShelf(shellAddress, request))
  else if (held.has(pathname)) event.respondWith(fromShelf(pathname, request))
})

/** One that misses a file would be a screen that does not open in a cellar: then the build before goes on. */
async function fill(): Promise<void> {
  const cache = await caches.open(cacheOf(shelf))
  await cache.addAll([shellAddress, ...shelf.files].map((address) => new Request(address, { cache: 'no-cache' })))
}

/** The page that brought it is answered from now on too: it may lose its signal before it is ever opened again. */
async function begin(): Promise<void> {
  await scope.clients.claim()
  const names = await caches.keys()
  await Promise.all(names.filter((name) => isOurs(name) && name !== cacheOf(shelf)).map((name) => caches.delete(name)))
}

/** The network is asked only when the browser has thrown something away. */
async function fromShelf(address: string, request: Request): Promise<Response> {
  const kept = await (await caches.open(cacheOf(shelf))).match(address)
  return kept ?? fetch(request)
}
