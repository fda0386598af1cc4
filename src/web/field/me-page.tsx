import { useWords } from '#web/text/words.ts'
import { ThisPhone } from './app/this-phone.tsx'
import { Frame } from './frame.tsx'
import { JobCard } from './job-card.tsx'
import { foundBy } from './job-outcomes.ts'
import { LanguageSwitch } from './language-switch.tsx'
import { LogOut } from './log-out.tsx'
import { MyHazards } from './my-hazards.tsx'
import { jobs } from './outbox.ts'
import { PackLines } from './pack/pack-card.tsx'
import { PostChoice } from './post-choice.tsx'
import { useWorker } from './session.tsx'
import { Empty } from './states.tsx'
import { useFieldText } from './text.ts'
import { unsentOf } from './unsent-chip.tsx'
import { useWatched } from './watched.ts'

/** So many finished pieces of work are shown; the rest is at the places. */
const shownDone = 5

export function MePage() {
  const t = useFieldText()
  const w = useWords()
  const worker = useWorker()
  const { account, post } = worker
  const all = useWatched(jobs)
  const unsent = unsentOf(all, account.id)
  const done = (all ?? []).filter((job) => job.accountId === account.id && job.state === 'done').reverse()
  return (
    <Frame title={t('tab.me')}>
      <section className="card card-still">
        <strong className="card-name">{account.displayName}</strong>
        <span>
          {post.unit.name} · {w(`role.${post.role}`)}
        </span>
        <span className="small quiet">
          {post.certificateNo === null ? t('me.noCertificate') : t('me.certificate', { no: post.certificateNo })}
        </span>
        {worker.demo && <span className="demo">{t('app.demoLong')}</span>}
      </section>
      <h2>{t('me.unsent', { n: unsent.length })}</h2>
      {unsent.length === 0 && <Empty title={t('me.allSent')} />}
      {unsent.map((job) => (
        <JobCard key={job.id} job={job} />
      ))}
      {done.length > 0 && <h2>{t('me.sent')}</h2>}
      {done.slice(0, shownDone).map((job) => (
        <JobCard key={job.id} job={job} />
      ))}
      <MyHazards mine={new Set(done.flatMap(foundBy))} />
      {worker.posts.length > 1 && (
        <>
          <h2>{t('me.post')}</h2>
          <PostChoice session={worker} />
        </>
      )}
      <ThisPhone>
        <PackLines />
      </ThisPhone>
      <h2>{t('me.language')}</h2>
      <LanguageSwitch />
      <LogOut unsent={unsent.length} />
    </Frame>
  )
}
