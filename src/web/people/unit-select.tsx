import { TreeSelect } from 'antd'
import { useId, useRef, useState } from 'react'
import type { UnitKind } from '#domain/people.ts'
import { type UnitNode, useUnitNodes } from './unit-nodes.ts'
import './people.css'

type Props = {
  /** What a chosen unit stands for: its path (filters) or its id (posts). */
  by: 'path' | 'id'
  value: string | null
  onChange: (value: string | null) => void
  label: string
  id?: string
  /** Only units of these kinds can be chosen; the others lead to them. */
  kinds?: readonly UnitKind[]
}

/** The org tree within reach, one branch at a time. Departments have no area of their own, so a path never means one. */
export function UnitSelect({ by, value, onChange, label, id, kinds }: Props) {
  const own = useId()
  const name = id ?? own
  const { nodes, load } = useUnitNodes(by)
  const [open, setOpen] = useState(false)
  const [expanded, setExpanded] = useState<string[]>([])
  const staysOpen = useRef(false)
  const choose = (next: string | null | undefined) => {
    const node = nodes.find((one) => one.value === next)
    const leadsOn = node !== undefined && kinds !== undefined && !kinds.includes(node.kind)
    if (!leadsOn) return onChange(next ?? null)
    staysOpen.current = true
    setExpanded((before) => [...before, node.value])
    void load(node.id)
  }
  return (
    <TreeSelect<string | null>
      id={name}
      // The combobox names the list that it opens; the tree would leave it without that name.
      popupRender={(tree) => <div id={`${name}_list`}>{tree}</div>}
      aria-label={label}
      className="unit-select"
      treeDataSimpleMode
      treeData={nodes}
      value={value}
      onChange={choose}
      open={open}
      onOpenChange={(next) => {
        setOpen(next || staysOpen.current)
        staysOpen.current = false
      }}
      loadData={(node) => load(String((node as unknown as UnitNode).id))}
      treeExpandedKeys={expanded}
      onTreeExpand={(keys) => setExpanded(keys as string[])}
      allowClear
      showSearch={{
        autoClearSearchValue: false,
        treeNodeFilterProp: 'title',
        filterTreeNode: (typed, node) => (node as unknown as UnitNode).way.includes(typed.trim()),
      }}
      placeholder={label}
      styles={{ popup: { root: { minWidth: 280, maxHeight: 420 } } }}
    />
  )
}

type FieldProps = Pick<Props, 'by' | 'label' | 'kinds'> & {
  id?: string
  value?: string
  onChange?: (value: string | undefined) => void
}

/** The same as a field of a form, which hands in value and change itself. */
export function UnitField({ value, onChange, ...rest }: FieldProps) {
  return <UnitSelect {...rest} value={value ?? null} onChange={(next) => onChange?.(next ?? undefined)} />
}
