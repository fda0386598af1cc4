import { Navigate, useParams } from 'react-router'
import { useWords } from '#web/text/words.ts'
import { SeverityPlate } from '#web/ui/plate.tsx'
import { emptyLine, lineIsComplete } from './drafts.ts'
import { fieldPages } from './field-paths.ts'
import { FixedOnSite } from './fixed-on-site.tsx'
import { Frame } from './frame.tsx'
import { ItemBasis } from './item-basis.tsx'
import { LoadingPage } from './loading-page.tsx'
import { ModeChoice } from './mode-choice.tsx'
import { ProofInput } from './proof-input.tsx'
import { useFieldText } from './text.ts'
import { useDraft } from './use-draft.ts'
import { useWayBack } from './way-back.ts'

/** A finding: camera first, words later. Everything is kept as it is entered; the button only goes on. */
export function ItemPage() {
  const { id = '', code = '' } = useParams()
  const t = useFieldText()
  const w = useWords()
  const done = useWayBack(`${fieldPages.walk(id)}#${code}`)
  const hand = useDraft(id)
  if (hand === undefined) return <LoadingPage title={t('item.title')} />
  const item = hand?.draft.items.find((one) => one.code === code)
  if (hand === null || item === undefined) return <Navigate to={fieldPages.walk(id)} replace />
  const { draft, setLine } = hand
  const line = draft.lines[code] ?? emptyLine
  const mode = line.mode ?? item.mode
  const ready = lineIsComplete(item, line)
  const back = `${fieldPages.walk(id)}#${code}`
  const bottom = (
    <>
      {!ready && <p className="reason">{t(line.photos.length === 0 ? 'item.photoFirst' : 'item.afterFirst')}</p>}
      <button type="button" className="go" disabled={!ready} onClick={done}>
        {t('item.done')}
      </button>
    </>
  )
  return (
    <Frame title={t('item.title')} back={back} bottom={bottom}>
      <p className="item-text">{item.text}</p>
      <p className="item-facts">
        <SeverityPlate severity={item.severity} /> <span>{w(`mode.${mode}`)}</span>
      </p>
      {hand.notKept && (
        <p className="say say-bad" role="alert">
          {t('walk.notKept')}
        </p>
      )}
      <ProofInput
        kind="photo"
        label={line.photos.length === 0 ? t('item.shoot') : t('item.shootMore')}
        mark={draft.place.name}
        proofs={line.photos}
        change={(how) => setLine(code, (was) => ({ ...was, photos: how(was.photos) }))}
      />
      {item.evidenceKinds.includes('video') && (
        <ProofInput
          kind="video"
          quiet
          label={t('item.film')}
          mark=""
          proofs={line.photos}
          change={(how) => setLine(code, (was) => ({ ...was, photos: how(was.photos) }))}
        />
      )}
      {mode === 'immediate' && (
        <FixedOnSite
          item={item}
          line={line}
          mark={draft.place.name}
          change={(how) => setLine(code, (was) => ({ ...was, fixed: how(was.fixed) }))}
        />
      )}
      <ModeChoice item={item} mode={mode} choose={(next) => setLine(code, (was) => withMode(was, next, item.mode))} />
      <label className="ask">
        {t('item.note')}
        <textarea
          rows={3}
          maxLength={500}
          value={line.note}
          placeholder={t('item.noteHint')}
          onChange={(event) => setLine(code, (was) => ({ ...was, note: event.target.value }))}
        />
      </label>
      <ItemBasis item={item} mode={mode} at={draft.startedAt} />
    </Frame>
  )
}

type Was = typeof emptyLine

/** Only what is to be done at once can have been done on the spot. */
function withMode(was: Was, mode: NonNullable<Was['mode']>, own: Was['mode']): Was {
  return { ...was, mode: mode === own ? null : mode, fixed: mode === 'immediate' ? was.fixed : [] }
}
