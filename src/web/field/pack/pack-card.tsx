import { useEffect } from 'react'
import { manyPlaces, mostPlaces, packDays } from '#domain/pack.ts'
import { sizeOf } from '#web/field/app/size.ts'
import { useWorker } from '#web/field/session.tsx'
import { useWatched } from '#web/field/watched.ts'
import { useText } from '#web/text/language.ts'
import { errorSentence } from '#web/text/problem-sentence.ts'
import { useWords } from '#web/text/words.ts'
import { writtenTime } from '#web/ui/time.tsx'
import { held, packOf } from './held.ts'
import { packEn } from './pack-en.ts'
import { packZh } from './pack-zh.ts'
import { syncing } from './sync.ts'

/** How much of the own area the phone holds, and from when. */
export function PackLines() {
  const t = useText(packZh, packEn)
  const w = useWords()
  const { busy, refused, full } = useWatched(syncing)
  const now = useHeld()
  if (now === undefined) return null
  const { pack, bytes } = now
  const places = [...(pack?.places.values() ?? [])]
  const standing = places.filter(({ kind }) => kind !== 'room').length
  return (
    <>
      {pack !== null && (
        <span>{t('held', { places: standing, time: writtenTime(pack.asOf), size: sizeOf(bytes) })}</span>
      )}
      {pack === null && !now.expired && refused === null && <span>{t(busy ? 'updating' : 'none')}</span>}
      {places.length >= manyPlaces && (
        <span className="strong">{t('many', { n: places.length, most: mostPlaces })}</span>
      )}
      {full && <span className="strong">{t('full')}</span>}
      {refused !== null && refused.code !== 'session.required' && (
        <span className="strong">{errorSentence(w, refused)}</span>
      )}
      {now.expired && <span className="strong">{t('expired', { days: packDays })}</span>}
    </>
  )
}

/** Said where work begins, so that nobody finds out in a cellar. */
export function PackExpired() {
  const t = useText(packZh, packEn)
  if (useHeld()?.expired !== true) return null
  return (
    <p className="say say-soon" role="note">
      {t('expired', { days: packDays })}
    </p>
  )
}

function useHeld() {
  const { account, post } = useWorker()
  useEffect(() => {
    void packOf({ accountId: account.id, postId: post.id })
  }, [account.id, post.id])
  return useWatched(held)
}
