import { useNavigate, useParams } from 'react-router'
import { fieldPages } from './field-paths.ts'
import { Frame } from './frame.tsx'
import { Icon } from './icons.tsx'
import { roomLabels } from './room-labels.ts'
import { Empty, Loading } from './states.tsx'
import { useFieldText } from './text.ts'
import { type DraftInHand, useDraft } from './use-draft.ts'

/** Which rooms of a rental house were walked: one tap a room, kept with the walk at every tap. */
export function RoomsPage() {
  const { id = '' } = useParams()
  const t = useFieldText()
  const hand = useDraft(id)
  if (hand) return <Rooms hand={hand} />
  return (
    <Frame title={t('rooms.title')} back={fieldPages.today}>
      {hand === undefined ? <Loading /> : <Empty title={t('walk.gone')} />}
    </Frame>
  )
}

function Rooms({ hand: { draft, setRooms, notKept } }: { hand: DraftInHand }) {
  const t = useFieldText()
  const navigate = useNavigate()
  const rooms = draft.rooms ?? []
  const labels = roomLabels(rooms.map((room) => room.name))
  const walked = rooms.filter((room) => room.walked).length
  const setAll = (value: boolean) => setRooms((was) => was.map((room) => ({ ...room, walked: value })))
  const turn = (id: string) =>
    setRooms((was) => was.map((room) => (room.id === id ? { ...room, walked: !room.walked } : room)))
  const bottom = (
    <>
      {walked === 0 && <p className="reason">{t('rooms.noneHint')}</p>}
      <button type="button" className="go" onClick={() => navigate(fieldPages.walk(draft.id), { replace: true })}>
        {t('rooms.go')}
      </button>
    </>
  )
  return (
    <Frame title={t('rooms.title')} back={fieldPages.walk(draft.id)} bottom={bottom}>
      {notKept && (
        <p className="say say-bad" role="alert">
          {t('walk.notKept')}
        </p>
      )}
      <p className="strong" role="status">
        {draft.place.name} · {t('rooms.count', { n: walked, of: rooms.length })}
      </p>
      <p className="small quiet">{t('rooms.hint')}</p>
      <div className="two">
        <button type="button" className="plain" disabled={walked === rooms.length} onClick={() => setAll(true)}>
          {t('rooms.all')}
        </button>
        <button type="button" className="plain" disabled={walked === 0} onClick={() => setAll(false)}>
          {t('rooms.none')}
        </button>
      </div>
      <ul className="room-grid plainlist" aria-label={t('rooms.list')}>
        {rooms.map((room, at) => (
          <li key={room.id}>
            <button type="button" className="room" aria-pressed={room.walked} onClick={() => turn(room.id)}>
              <span className="room-name">{labels[at]}</span>
              <span className="room-said small">
                <Icon name={room.walked ? 'pass' : 'notApplicable'} size={16} />
                {t(room.walked ? 'rooms.walked' : 'rooms.missed')}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Frame>
  )
}
