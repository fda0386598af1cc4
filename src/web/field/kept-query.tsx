import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Instant } from '#domain/calendar.ts'
import { get } from '#web/api.ts'
import { AsOf, writtenTime } from '#web/ui/time.tsx'
import { keep, kept } from './keep.ts'
import { isUnreachable } from './online.ts'
import { useWorker } from './session.tsx'
import { Failed, Loading } from './states.tsx'
import { useFieldText } from './text.ts'

export type Kept<T> = { value: T; fromPhone: boolean }

type More<T> = {
  /** A list that is being searched stays until the next one is here. */
  steady?: boolean
  /** Not worth keeping: one of many searches. */
  fleeting?: boolean
  /** Another way to ask than one GET of the address, which then is only its name. */
  read?: (signal: AbortSignal) => Promise<T>
  /** What the phone can say itself, from what it holds of its area; the newer of this and what was last told counts. */
  otherwise?: (told: T | undefined) => Promise<T | undefined>
}

/** What the server says, or, without a signal, what it last said on this phone to this post. */
export function useKept<T>(key: readonly string[], url: string, more: More<T> = {}) {
  const { post } = useWorker()
  const place = `${post.id} ${url}`
  return useQuery({
    queryKey: [...key, post.id],
    networkMode: 'always',
    ...(more.steady === true ? { placeholderData: keepPreviousData } : {}),
    queryFn: async ({ signal }): Promise<Kept<T>> => {
      try {
        const value = await (more.read?.(signal) ?? get<T>(url, signal))
        if (more.fleeting !== true) await keep('lists', place, value)
        return { value, fromPhone: false }
      } catch (error) {
        if (!isUnreachable(error)) throw error
        const told = () => kept<T>('lists', place)
        const held = await more.otherwise?.(await told())
        // Read again: on the way the phone may have found that all it was told is too old.
        const value = newer(await told(), held)
        if (value === undefined) throw error
        return { value, fromPhone: true }
      }
    },
  })
}

function newer<T>(told: T | undefined, held: T | undefined): T | undefined {
  const at = (one: T | undefined) => (one as { asOf?: Instant } | undefined)?.asOf ?? ''
  return held === undefined || (told !== undefined && at(told) >= at(held)) ? told : held
}

type Asked<T> = { data: Kept<T> | undefined; error: Error | null; refetch: () => unknown }

/** Waiting, failure, and from when it is; `children` draw the rest. */
export function KeptView<T extends { asOf: Instant }>({
  of,
  children,
}: {
  of: Asked<T>
  children: (value: T) => ReactNode
}) {
  const t = useFieldText()
  const { data, error } = of
  if (data === undefined) return error === null ? <Loading /> : <Failed error={error} again={() => void of.refetch()} />
  return (
    <>
      {data.fromPhone && (
        <p className="say say-soon" role="status">
          {t('state.fromPhone', { time: writtenTime(data.value.asOf) })}
        </p>
      )}
      {children(data.value)}
      <p className="foot">
        <AsOf at={data.value.asOf} />
      </p>
    </>
  )
}
