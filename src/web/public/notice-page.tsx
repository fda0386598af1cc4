import { SeverityPlate } from '#web/ui/plate.tsx'
import { Time } from '#web/ui/time.tsx'
import { ActBar } from './act-bar.tsx'
import { DueBox } from './due-box.tsx'
import { History, HowTo, Law } from './explained.tsx'
import type { PublicNotice } from './notice.ts'
import { Photos } from './photos.tsx'
import { NextUp, Progress } from './progress.tsx'
import { Receipt } from './receipt.tsx'
import type { Verb } from './step.ts'
import { usePublicText } from './text.ts'

export type NoticePageProps = { token: string; notice: PublicNotice; open: (verb: Verb) => void }

/** What is wrong, where, until when, what to do: in the order in which an owner asks. */
export function NoticePage({ token, notice, open }: NoticePageProps) {
  const t = usePublicText()
  return (
    <>
      <section className="public-what">
        <SeverityPlate severity={notice.severity} size="large" />
        <h1 tabIndex={-1} lang="zh-CN">
          {notice.itemText}
        </h1>
        <Where notice={notice} />
        <p className={`public-kind public-kind-${notice.template}`}>{t(`kind.${notice.template}`)}</p>
      </section>
      <aside className="public-side" aria-label={t('act.heading')}>
        <DueBox notice={notice} />
        <ActBar notice={notice} open={open} />
      </aside>
      <Photos token={token} set={t('photos.before')} files={notice.before} />
      {notice.after.length > 0 && <Photos token={token} set={t('photos.after')} files={notice.after} />}
      <Progress notice={notice} />
      <NextUp notice={notice} />
      <HowTo notice={notice} />
      <Law notice={notice} />
      <Receipt token={token} notice={notice} of="hazard.dispatched" title="title.notice" />
      <History token={token} notice={notice} />
    </>
  )
}

export function Where({ notice }: { notice: PublicNotice }) {
  const t = usePublicText()
  return (
    <dl className="public-facts">
      <div>
        <dt>{t('where.label')}</dt>
        <dd lang="zh-CN">
          <strong>{notice.placeName}</strong>
          <span className="public-where">{notice.where}</span>
        </dd>
      </div>
      <div>
        <dt>{t('found.label')}</dt>
        <dd>
          <Time at={notice.foundAt} />
        </dd>
      </div>
    </dl>
  )
}
