import { type ReactNode, useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import type { EntryResult } from '#domain/inspections.ts'
import type { CheckItem } from '#domain/standards.ts'
import { newId } from '#web/api.ts'
import { useWords } from '#web/text/words.ts'
import { byCategory } from './by-category.ts'
import { findingsOf, openItems } from './drafts.ts'
import { fieldPages } from './field-paths.ts'
import { Frame } from './frame.tsx'
import { useFreshOpen } from './fresh-open.ts'
import { KnownItem } from './known-item.tsx'
import { RestDialog } from './rest-dialog.tsx'
import { Empty, Loading } from './states.tsx'
import { useFieldText } from './text.ts'
import { type DraftInHand, useDraft } from './use-draft.ts'
import { WalkItem } from './walk-item.tsx'
import { WalkedRooms } from './walked-rooms.tsx'

/** The walk along the sheet: one tap a line, the rest in one go, findings with a photo. */
export function WalkPage() {
  const { id = '' } = useParams()
  const t = useFieldText()
  const hand = useDraft(id)
  if (hand) return <Walk hand={hand} />
  return (
    <Frame title={t('walk.title')} back={fieldPages.today}>
      {hand === undefined ? (
        <Loading />
      ) : (
        <Empty title={t('walk.gone')}>
          <Link className="go" to={fieldPages.today}>
            {t('tab.today')}
          </Link>
        </Empty>
      )}
    </Frame>
  )
}

function Walk({ hand }: { hand: DraftInHand }) {
  const { draft, setLine, notKept } = hand
  const t = useFieldText()
  const w = useWords()
  const navigate = useNavigate()
  const [asking, setAsking] = useState(false)
  useFreshOpen(hand)
  const open = openItems(draft)
  const knownOf = (item: CheckItem) => draft.open[item.code]
  // What was open before is never passed along with the rest: each is looked at.
  const untouched = open.filter((item) => draft.lines[item.code] === undefined && knownOf(item) === undefined)
  const before = draft.items.filter((item) => knownOf(item) !== undefined)
  const failed = findingsOf(draft).length

  const answer = (item: CheckItem, result: EntryResult) => {
    setLine(item.code, (was) => ({
      ...was,
      result,
      hazardId: was.hazardId ?? (result === 'fail' ? newId() : null),
    }))
    if (result !== 'fail') return
    // The phone's back key shall find this line again.
    navigate(`#${item.code}`, { replace: true })
    navigate(fieldPages.item(draft.id, item.code))
  }

  const bottom = (
    <>
      {open.length > 0 && <p className="reason">{t('walk.stillOpen', { n: open.length })}</p>}
      <div className="two">
        {untouched.length > 0 && (
          <button type="button" className="plain" onClick={() => setAsking(true)}>
            {t('walk.restPass', { n: untouched.length })}
          </button>
        )}
        <button
          type="button"
          className="go"
          disabled={open.length > 0}
          onClick={() => navigate(fieldPages.sign(draft.id))}
        >
          {t('walk.toSign')}
        </button>
      </div>
    </>
  )
  return (
    <Frame title={draft.place.name} back={fieldPages.place(draft.place.id)} bottom={bottom}>
      <Progress done={draft.items.length - open.length} of={draft.items.length}>
        {w(`act.${draft.act}`)} · {t('walk.done', { n: draft.items.length - open.length, of: draft.items.length })} ·{' '}
        {t('walk.failed', { n: failed })}
      </Progress>
      {notKept && (
        <p className="say say-bad" role="alert">
          {t('walk.notKept')}
        </p>
      )}
      <WalkedRooms draft={draft} />
      {before.length > 0 && (
        <section>
          <h2 className="category">{t('known.title', { n: before.length })}</h2>
          <ul className="stack plainlist">
            {before.map((item) => (
              <KnownItem
                key={item.code}
                item={item}
                known={draft.open[item.code]!}
                draft={draft}
                answer={(result) => answer(item, result)}
              />
            ))}
          </ul>
        </section>
      )}
      {byCategory(draft.items.filter((item) => knownOf(item) === undefined)).map(([category, items]) => (
        <section key={category}>
          <h2 className="category">{category}</h2>
          <ul className="stack plainlist">
            {items.map((item) => (
              <WalkItem key={item.code} item={item} draft={draft} answer={(result) => answer(item, result)} />
            ))}
          </ul>
        </section>
      ))}
      {asking && <RestDialog hand={hand} items={untouched} close={() => setAsking(false)} />}
    </Frame>
  )
}

function Progress({ done, of, children }: { done: number; of: number; children: ReactNode }) {
  const t = useFieldText()
  return (
    <div className="progress">
      <p className="small">{children}</p>
      <progress max={of} value={done} aria-label={t('walk.done', { n: done, of })} />
    </div>
  )
}
