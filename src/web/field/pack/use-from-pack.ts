import type { Pack } from '#domain/pack.ts'
import { useWorker } from '#web/field/session.tsx'
import { packOf } from './held.ts'

type Make<T> = (pack: Pack, told: T | undefined) => T | undefined | Promise<T | undefined>

/** For `useKept`: what this phone can say itself about its own area. */
export function useFromPack(): <T>(make: Make<T>) => (told?: T) => Promise<T | undefined> {
  const { account, post } = useWorker()
  return (make) => async (told) => {
    const pack = await packOf({ accountId: account.id, postId: post.id })
    return pack === null ? undefined : make(pack, told)
  }
}
