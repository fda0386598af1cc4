/**
 * What the phone keeps until the server has it, in IndexedDB: it survives a reload, a lost signal and an empty
 * battery. Photos lie here as they are sent, so that nothing needs to be taken twice.
 */
const stores = ['drafts', 'jobs', 'files', 'lists', 'pack'] as const
export type Store = (typeof stores)[number]

let opened: Promise<IDBDatabase> | null = null

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const opening = indexedDB.open('bihuan-field', 2)
    opening.onupgradeneeded = () => {
      const { objectStoreNames } = opening.result
      for (const store of stores) if (!objectStoreNames.contains(store)) opening.result.createObjectStore(store)
    }
    opening.onsuccess = () => {
      // A newer version in another tab waits until this one lets go; the next read here opens it again.
      opening.result.onversionchange = () => {
        opening.result.close()
        opened = null
      }
      resolve(opening.result)
    }
    opening.onerror = () => {
      opened = null
      reject(opening.error)
    }
  })
  return opened
}

function answered<T>(asking: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    asking.onsuccess = () => resolve(asking.result)
    asking.onerror = () => reject(asking.error)
  })
}

export async function kept<T>(store: Store, key: string): Promise<T | undefined> {
  const db = await database()
  return answered(db.transaction(store).objectStore(store).get(key))
}

/** Everything in a store, in the order of its keys. */
export async function allKept<T>(store: Store): Promise<T[]> {
  const db = await database()
  return answered(db.transaction(store).objectStore(store).getAll())
}

export type Change = { store: Store; key: string; value?: unknown }

/** Puts (or, without a value, removes) all of them or none; done only when the disk says so. */
export async function keepAll(changes: readonly Change[]): Promise<void> {
  const db = await database()
  const work = db.transaction([...new Set(changes.map((one) => one.store))], 'readwrite', {
    durability: 'strict',
  })
  for (const { store, key, value } of changes) {
    if (value === undefined) work.objectStore(store).delete(key)
    else work.objectStore(store).put(value, key)
  }
  await new Promise<void>((resolve, reject) => {
    work.oncomplete = () => resolve()
    work.onerror = () => reject(work.error)
    work.onabort = () => reject(work.error)
  })
}

export function keep(store: Store, key: string, value: unknown): Promise<void> {
  return keepAll([{ store, key, value }])
}

/** Forgets a whole store: what was read, never what was entered. */
export async function empty(store: 'lists' | 'pack'): Promise<void> {
  const db = await database()
  await answered(db.transaction(store, 'readwrite').objectStore(store).clear())
}

/** Asks the browser not to clear our store when space runs short. It may say no; nothing depends on it. */
export async function askToStay(): Promise<void> {
  await navigator.storage?.persist?.().catch(() => false)
}
