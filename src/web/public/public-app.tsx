import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useParams } from 'react-router'
import { get } from '#web/api.ts'
import { api } from '#web/paths.ts'
import { Broken } from './broken.tsx'
import { Frame, Skeleton } from './frame.tsx'
import type { PublicNotice } from './notice.ts'
import { Party } from './party.tsx'
import { usePublicText } from './text.ts'
import './public.css'
import './forms.css'
import './print.css'

/** The page behind the link of a text message: one hazard, for whoever has to put it right. */
export function PublicApp() {
  const { token = '' } = useParams()
  const t = usePublicText()
  const query = useQuery({
    queryKey: ['public', token],
    queryFn: ({ signal }) => get<PublicNotice>(api.publicLink(token), signal),
  })
  const notice = query.data
  const title = t(notice === undefined ? 'title.link' : `title.${notice.template}`)
  useEffect(() => {
    // Titles stay in the history of a phone that others may hold: the kind of paper only.
    document.title = title
  }, [title])

  if (notice !== undefined) {
    const refresh = () => query.refetch().then(() => undefined)
    return <Party token={token} notice={notice} stale={query.isRefetchError} refresh={refresh} />
  }
  return (
    <Frame title={title}>
      {query.error === null ? <Skeleton /> : <Broken error={query.error} retry={() => query.refetch()} />}
    </Frame>
  )
}
