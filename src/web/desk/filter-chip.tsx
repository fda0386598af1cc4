import { CloseOutlined, DownOutlined } from '@ant-design/icons'
import { Checkbox, Popover } from 'antd'
import { type ReactNode, useState } from 'react'
import { useWords } from '#web/text/words.ts'
import { useDeskText } from './desk-text.ts'
import './filter-chip.css'

type ChipProps = { label: string; said: string; set: boolean; onClear: () => void; children: ReactNode }

/** One filter: its name, what it is set to, and a way to change or drop it. */
export function FilterChip({ label, said, set, onClear, children }: ChipProps) {
  const t = useDeskText()
  const [open, setOpen] = useState(false)
  return (
    <span className={set ? 'chip chip-set' : 'chip'}>
      <Popover
        trigger="click"
        placement="bottomLeft"
        arrow={false}
        open={open}
        onOpenChange={setOpen}
        content={children}
      >
        <button type="button" className="chip-open" aria-expanded={open}>
          {label}
          {set && <b>{said}</b>}
          {!set && <DownOutlined aria-hidden />}
        </button>
      </Popover>
      {set && (
        <button type="button" className="chip-clear" aria-label={`${t('clearFilters')} ${label}`} onClick={onClear}>
          <CloseOutlined aria-hidden />
        </button>
      )}
    </span>
  )
}

type ChoiceProps<T extends string> = {
  label: string
  options: readonly { value: T; label: string; mark?: ReactNode; count?: number }[]
  value: readonly T[]
  onChange: (value: T[]) => void
}

/** Any number of a few words. */
export function ChoiceChip<T extends string>({ label, options, value, onChange }: ChoiceProps<T>) {
  const w = useWords()
  const said = options
    .filter((option) => value.includes(option.value))
    .map((option) => option.label)
    .join(w('list.separator'))
  return (
    <FilterChip label={label} said={said} set={value.length > 0} onClear={() => onChange([])}>
      <Checkbox.Group className="chip-options" value={[...value]} onChange={(next) => onChange(next as T[])}>
        {options.map((option) => (
          <Checkbox key={option.value} value={option.value}>
            <span className="chip-option">
              {option.mark ?? option.label}
              {option.count !== undefined && <small className="figure">{option.count}</small>}
            </span>
          </Checkbox>
        ))}
      </Checkbox.Group>
    </FilterChip>
  )
}

export function ToggleChip({
  label,
  on,
  onChange,
}: {
  label: ReactNode
  on: boolean
  onChange: (on: boolean) => void
}) {
  return (
    <button
      type="button"
      className={on ? 'chip chip-set chip-toggle' : 'chip chip-toggle'}
      aria-pressed={on}
      onClick={() => onChange(!on)}
    >
      {label}
    </button>
  )
}
