import { SettingOutlined } from '@ant-design/icons'
import { Button, Checkbox, Popover } from 'antd'
import { useState } from 'react'
import { allColumns, type ColumnKey, columnTitles, usualColumns } from './columns.tsx'
import { useHazardsText } from './hazards-text.ts'

const storageKey = 'bihuan.hazard-columns'

/** Remembered on this device; the hazard itself is always shown. */
export function useColumnChoice(): [readonly ColumnKey[], (keys: readonly ColumnKey[]) => void] {
  const [keys, setKeys] = useState<readonly ColumnKey[]>(stored)
  const choose = (next: readonly ColumnKey[]) => {
    setKeys(allColumns.filter((key) => key === 'item' || next.includes(key)))
    try {
      localStorage.setItem(storageKey, next.join(','))
    } catch {
      // Storage is forbidden here: the choice lasts until the page is closed.
    }
  }
  return [keys, choose]
}

function stored(): readonly ColumnKey[] {
  try {
    const words = localStorage.getItem(storageKey)?.split(',')
    return words === undefined ? usualColumns : allColumns.filter((key) => key === 'item' || words.includes(key))
  } catch {
    return usualColumns
  }
}

type Props = { keys: readonly ColumnKey[]; onChange: (keys: readonly ColumnKey[]) => void }

export function ColumnChoice({ keys, onChange }: Props) {
  const t = useHazardsText()
  const options = allColumns.map((key) => ({ value: key, label: t(columnTitles[key]), disabled: key === 'item' }))
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      arrow={false}
      content={
        <Checkbox.Group
          className="chip-options"
          options={options}
          value={[...keys]}
          onChange={(next) => onChange(next as ColumnKey[])}
        />
      }
    >
      <Button icon={<SettingOutlined aria-hidden />}>{t('columns')}</Button>
    </Popover>
  )
}
