import { SearchOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { AutoComplete, Input, type InputRef } from 'antd'
import { useDeferredValue, useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { get } from '#web/api.ts'
import { api, pages } from '#web/paths.ts'
import type { PlaceRow } from '#web/places/answers.ts'
import { Plate } from '#web/ui/plate.tsx'
import { useDeskText } from './desk-text.ts'

/** Finds a place by name or address and opens its file; Enter lists all that match. `/` brings the cursor here. */
export function SearchBox() {
  const t = useDeskText()
  const go = useNavigate()
  const input = useRef<InputRef>(null)
  const [typed, setTyped] = useState('')
  const wanted = useDeferredValue(typed.trim())
  const found = useQuery({
    queryKey: ['places', 'search', wanted],
    queryFn: ({ signal }) => get<{ rows: PlaceRow[] }>(api.places({ q: wanted, limit: 8 }), signal),
    enabled: wanted.length > 0,
    placeholderData: (before) => before,
  })
  useSlash(() => input.current?.focus())
  const rows = wanted === '' ? [] : (found.data?.rows ?? [])
  const options = rows.map((row) => ({
    value: row.id,
    label: (
      <span className="search-row">
        <span>
          {row.name}
          <small>{row.address}</small>
        </span>
        <Plate plate={row.plate.class} />
      </span>
    ),
  }))
  return (
    <AutoComplete
      className="search"
      options={options}
      value={typed}
      onSearch={setTyped}
      onSelect={(id: string) => {
        setTyped('')
        void go(pages.place(id))
      }}
      notFoundContent={wanted !== '' && found.isSuccess ? t('searchNothing') : null}
    >
      <Input
        ref={input}
        prefix={<SearchOutlined aria-hidden />}
        suffix={<span className="search-key">/</span>}
        placeholder={t('search')}
        aria-label={t('search')}
        onPressEnter={() => wanted !== '' && void go(pages.places({ q: wanted }))}
      />
    </AutoComplete>
  )
}

function useSlash(focus: () => void): void {
  const latest = useRef(focus)
  latest.current = focus
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      if (event.key !== '/' || event.ctrlKey || event.metaKey || target.closest('input, textarea, [contenteditable]'))
        return
      event.preventDefault()
      latest.current()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
