import { Navigate, useParams } from 'react-router'
import { useWords } from '#web/text/words.ts'
import { SeverityPlate } from '#web/ui/plate.tsx'
import { emptyLine, isComplete, type Line } from './drafts.ts'
import { fieldPages } from './field-paths.ts'
import { Frame } from './frame.tsx'
import { FreshFinding } from './fresh-finding.tsx'
import { ItemBasis } from './item-basis.tsx'
import { LoadingPage } from './loading-page.tsx'
import { type ChangeProofs, ProofInput } from './proof-input.tsx'
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
  const { draft } = hand
  const line = draft.lines[code] ?? emptyLine
  const known = draft.open[code] ?? null
  const mode = known?.mode ?? line.mode ?? item.mode
  const ready = isComplete(draft, item)
  const setLine = (how: (was: Line) => Line) => hand.setLine(code, how)
  const setPhotos = (how: ChangeProofs) => setLine((was) => ({ ...was, photos: how(was.photos) }))
  const bottom = (
    <>
      {!ready && <p className="reason">{t(line.photos.length === 0 ? 'item.photoFirst' : 'item.afterFirst')}</p>}
      <button type="button" className="go" disabled={!ready} onClick={done}>
        {t('item.done')}
      </button>
    </>
  )
  return (
    <Frame
      title={t(known === null ? 'item.title' : 'known.still')}
      back={`${fieldPages.walk(id)}#${code}`}
      bottom={bottom}
    >
      <p className="item-text">{item.text}</p>
      <p className="item-facts">
        <SeverityPlate severity={known?.severity ?? item.severity} /> <span>{w(`mode.${mode}`)}</span>
        {known !== null && <span className="known">{w(`status.${known.status}`)}</span>}
      </p>
      {known !== null && <p className="small">{t('known.stillHint')}</p>}
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
        change={setPhotos}
      />
      {item.evidenceKinds.includes('video') && (
        <ProofInput kind="video" quiet label={t('item.film')} mark="" proofs={line.photos} change={setPhotos} />
      )}
      {known === null && <FreshFinding item={item} line={line} mark={draft.place.name} setLine={setLine} />}
      <label className="ask">
        {t('item.note')}
        <textarea
          rows={3}
          maxLength={500}
          value={line.note}
          placeholder={t('item.noteHint')}
          onChange={(event) => setLine((was) => ({ ...was, note: event.target.value }))}
        />
      </label>
      <ItemBasis item={item} mode={mode} at={draft.startedAt} deadline={known?.deadline ?? null} />
    </Frame>
  )
}
