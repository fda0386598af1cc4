import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Tree } from 'antd'
import { useEffect, useState } from 'react'
import { get } from '#web/api.ts'
import { Bones } from '#web/desk/bones.tsx'
import { Failed } from '#web/desk/failed.tsx'
import { useChanges } from '#web/live.ts'
import { api } from '#web/paths.ts'
import type { UnitList, UnitRow } from './answers.ts'
import { usePeopleText } from './people-text.ts'

type Branch = { key: string; title: string; isLeaf: boolean; unit: UnitRow; children?: Branch[] }
type Props = { chosen: string | null; onChoose: (id: string) => void }

const listKey = (parent: string) => ['units', 'list', parent]

/** Branches are fetched when they are opened: a district has thousands of micro-grids. */
export function UnitTree({ chosen, onChoose }: Props) {
  const client = useQueryClient()
  const [opened, setOpened] = useState<string[]>([])
  const roots = useQuery({ queryKey: listKey(''), queryFn: () => get<UnitList>(api.units()) })
  const fetchBranch = (id: string) =>
    client.fetchQuery({ queryKey: listKey(id), queryFn: () => get<UnitList>(api.units(id)) })
  const [, redraw] = useState(0)
  const first = roots.data?.units[0]?.id

  useEffect(() => {
    if (first === undefined) return
    setOpened((before) => (before.length > 0 ? before : [first]))
  }, [first])
  useChanges((changes) => {
    if (!changes.some((one) => one.subjectKind === 'hazard')) return
    void Promise.all(opened.map((id) => client.refetchQueries({ queryKey: listKey(id), type: 'all' }))).then(() =>
      redraw((n) => n + 1),
    )
  }, 4000)

  const branch = (unit: UnitRow): Branch => ({
    key: unit.id,
    title: unit.name,
    isLeaf: unit.children === 0,
    unit,
    children: client.getQueryData<UnitList>(listKey(unit.id))?.units.map(branch),
  })
  if (roots.isPending) return <Bones rows={6} />
  if (roots.error !== null && roots.data === undefined)
    return <Failed error={roots.error} onRetry={() => void roots.refetch()} />
  return (
    <Tree<Branch>
      blockNode
      treeData={roots.data.units.map(branch)}
      loadData={async (node) => {
        await fetchBranch(node.key).catch(() => undefined)
        redraw((n) => n + 1)
      }}
      expandedKeys={opened}
      onExpand={(keys) => setOpened(keys as string[])}
      selectedKeys={chosen === null ? [] : [chosen]}
      onSelect={(_, { node }) => onChoose(node.key)}
      titleRender={(node) => <Title unit={node.unit} />}
    />
  )
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
