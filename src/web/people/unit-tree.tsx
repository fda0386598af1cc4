import { useQueries, useQuery } from '@tanstack/react-query'
import { Tree } from 'antd'
import { useEffect, useState } from 'react'
import { Bones } from '#web/desk/bones.tsx'
import { Failed } from '#web/desk/failed.tsx'
import type { UnitRow } from './answers.ts'
import { usePeopleText } from './people-text.ts'
import { useUnitFile } from './unit-file.ts'
import { unitsBelow } from './unit-list.ts'

type Branch = { key: string; title: string; isLeaf: boolean; unit: UnitRow; children?: Branch[] }
type Props = { chosen: string | null; onChoose: (id: string) => void }

/** Branches are fetched when they are opened: a district has thousands of micro-grids. */
export function UnitTree({ chosen, onChoose }: Props) {
  const roots = useQuery(unitsBelow())
  const [opened, setOpened] = useOpened(roots.data?.units ?? [], chosen)
  const lists = useQueries({ queries: opened.map(unitsBelow) })
  const below = new Map(opened.map((id, n) => [id, lists[n]?.data?.units]))
  const branch = (unit: UnitRow): Branch => ({
    key: unit.id,
    title: unit.name,
    isLeaf: unit.children === 0,
    unit,
    children: below.get(unit.id)?.map(branch),
  })
  if (roots.isPending) return <Bones rows={6} />
  if (roots.error !== null && roots.data === undefined)
    return <Failed error={roots.error} onRetry={() => void roots.refetch()} />
  return (
    <Tree<Branch>
      blockNode
      treeData={roots.data.units.map(branch)}
      expandedKeys={opened}
      onExpand={(keys) => setOpened(keys as string[])}
      selectedKeys={chosen === null ? [] : [chosen]}
      onSelect={(_, { node }) => onChoose(node.key)}
      titleRender={(node) => <Title unit={node.unit} />}
    />
  )
}

/** The first branch is open from the start, and so is the way to the chosen unit, as far as it lies in reach. */
function useOpened(roots: readonly UnitRow[], chosen: string | null): [string[], (ids: string[]) => void] {
  const [opened, setOpened] = useState<string[]>([])
  const above = useUnitFile(chosen).data?.ancestors.map((one) => one.id) ?? []
  const topmost = new Set(roots.map((root) => root.id))
  const from = above.findIndex((id) => topmost.has(id))
  const way = [...roots.slice(0, 1).map((root) => root.id), ...(from < 0 ? [] : above.slice(from))].join(' ')
  useEffect(() => {
    if (way !== '') setOpened((before) => [...new Set([...before, ...way.split(' ')])])
  }, [way])
  return [opened, setOpened]
}

function Title({ unit }: { unit: UnitRow }) {
  const t = usePeopleText()
  return (
    <span className="unit-title">
      <span>{unit.name}</span>
      <small className="quiet figure" title={t('treeOpen', { n: unit.open })}>
        {unit.open > 0 && unit.open}
      </small>
      <small className="clock-late figure" title={t('treeOverdue', { n: unit.overdue })}>
        {unit.overdue > 0 && unit.overdue}
      </small>
    </span>
  )
}
