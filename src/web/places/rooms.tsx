import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { useMay } from '#web/desk/session.ts'
import { pages } from '#web/paths.ts'
import type { PlaceFile } from './answers.ts'
import { usePlacesText } from './places-text.ts'
import { RegisterPlace } from './register-form.tsx'

/** The rooms of a rental house, and the way to one more. */
export function Rooms({ file }: { file: PlaceFile }) {
  const t = usePlacesText()
  const may = useMay('place.register')
  const [open, setOpen] = useState(false)
  const { place, rooms } = file
  const isHouse = place.kind === 'rental' && place.status === 'active'
  if (rooms.length === 0 && !isHouse) return null
  const house = { ...place, unitName: file.unitNames.slice(-2).join(' / ') }
  return (
    <section className="panel">
      <h2>
        {t('rooms')}
        <small>{rooms.length}</small>
      </h2>
      {rooms.length === 0 && <p className="quiet">{t('roomsNone')}</p>}
      <ul className="rooms">
        {rooms.map((room) => (
          <li key={room.id}>
            <Link to={pages.place(room.id)}>{room.name}</Link>
          </li>
        ))}
      </ul>
      {isHouse && may && (
        <p>
          <Button onClick={() => setOpen(true)}>{t('registerRoom')}</Button>
        </p>
      )}
      {open && <RegisterPlace room={house} onClose={() => setOpen(false)} />}
    </section>
  )
}
