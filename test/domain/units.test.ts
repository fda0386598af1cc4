import assert from 'node:assert/strict'
import { test } from 'node:test'
import { departmentLines } from '#domain/departments.ts'
import { areaOf, covers, reachOf, type UnitKind, unitKinds } from '#domain/people.ts'
import { codeRule, kindsBelow, type NewUnit, planUnit, postFits, unitMayEnd } from '#domain/units.ts'

const parents = {
  district: { kind: 'district', code: '330109', path: '/330109/' },
  town: { kind: 'town', code: '330109113', path: '/330109/113/' },
  village: { kind: 'village', code: '330109113245', path: '/330109/113/245/' },
  grid: { kind: 'grid', code: '330109113245001', path: '/330109/113/245/001/' },
  microGrid: { kind: 'microGrid', code: '33010911324500103', path: '/330109/113/245/001/03/' },
  department: { kind: 'department', code: '330109113@fire', path: '/330109/113/@fire/' },
  taskForce: { kind: 'taskForce', code: '330109113@tf-01', path: '/330109/113/@tf-01/' },
} as const
const plan = (parent: UnitKind, given: Omit<NewUnit, 'name'> & { name?: string }) =>
  planUnit(parents[parent], { name: '某单位', ...given })
const refused = (parent: UnitKind, given: Omit<NewUnit, 'name'> & { name?: string }, code: string, path: string) =>
  assert.throws(() => plan(parent, given), { code, path }, JSON.stringify(given))

test('the path adds to the parent what the code adds to its code', () => {
  for (const one of [parents.town, parents.village, parents.grid, parents.microGrid]) {
    const parent = Object.values(parents).find(({ path }) => path === one.path.replace(/[0-9]+\/$/, ''))!
    const { path, code, kind } = planUnit(parent, { kind: one.kind, code: one.code, name: '某单位' })
    assert.deepEqual({ path, code, kind }, one)
  }
})

test('an area has digits only, as many as its kind asks, and the beginning of its parent', () => {
  const wrong = [
    '330109113',
    '33010911324',
    '3301091132455',
    '330109013245',
    '33010911324a',
    '330109113０１２',
    '',
    '330109113000',
  ]
  for (const code of wrong) refused('town', { kind: 'village', code }, 'unit.code_invalid', '/code')
  assert.throws(() => plan('grid', { kind: 'microGrid', code: '3301091132450011' }), {
    facts: { code: '3301091132450011', expected: '330109113245001##' },
  })
})

test('every kind has its place in the tree, and none is below a micro-grid or an office', () => {
  const allowed = unitKinds.flatMap((parent) =>
    unitKinds
      .filter((kind) => {
        const code = kind === 'taskForce' ? '01' : `${parents[parent].code}${kind === 'microGrid' ? '01' : '001'}`
        const line = kind === 'department' ? 'fire' : null
        try {
          return plan(parent, { kind, line, ...(kind === 'department' ? {} : { code }) })
        } catch (error) {
          assert.equal((error as { code: string }).code, 'unit.kind_not_allowed')
          return false
        }
      })
      .map((kind) => `${parent} > ${kind}`),
  )
  assert.deepEqual(allowed, [
    'district > town',
    'district > department',
    'district > taskForce',
    'town > village',
    'town > department',
    'town > taskForce',
    'village > grid',
    'grid > microGrid',
  ])
})

test('a department is its line: its code and path follow from it', () => {
  for (const { code: line } of departmentLines) {
    const made = plan('town', { kind: 'department', line })
    assert.deepEqual([made.code, made.path, made.line], [`330109113@${line}`, `/330109/113/@${line}/`, line])
  }
  assert.equal(plan('district', { kind: 'department', line: 'fire', code: '330109@fire' }).path, '/330109/@fire/')
  refused('town', { kind: 'department', line: 'fire', code: '330109113@police' }, 'unit.code_invalid', '/code')
  for (const line of [null, '', 'water', 'tf-01'])
    refused('town', { kind: 'department', line }, 'unit.line_invalid', '/line')
  refused('town', { kind: 'village', code: '330109113245', line: 'fire' }, 'unit.line_invalid', '/line')
})

test('a task force has a short code of its own, which is no line', () => {
  for (const code of ['chuxian', '330109113@tf-chuxian']) {
    const made = plan('town', { kind: 'taskForce', code })
    assert.deepEqual([made.code, made.path, made.line], ['330109113@tf-chuxian', '/330109/113/@tf-chuxian/', null])
  }
  for (const code of ['', 'a/b', 'A', 'a-b', '除险', '330109013@tf-01', '330109113@fire', 'a'.repeat(21)]) {
    refused('town', { kind: 'taskForce', code }, 'unit.code_invalid', '/code')
  }
})

test('a task force sees the area of its parent, all lines, and nothing beside it', () => {
  const reach = reachOf({ kind: 'taskForce', path: '/330109/113/@tf-01/', line: null }, 'supervisor')
  assert.deepEqual(reach, { ranges: ['/330109/113/'], line: '*' })
  assert.equal(areaOf('/330109/113/@tf-01/'), '/330109/113/')
  // The form that transactions let pass as a reach.
  assert.match(reach.ranges[0]!, /^\/([0-9]+\/)+$/)
  const actor = {
    accountId: 'a',
    postId: 'p',
    role: 'supervisor' as const,
    ...reach,
    certificateNo: null,
    grants: [],
    via: null,
  }
  assert.ok(covers(actor, { scopePath: '/330109/113/245/', department: 'fire' }))
  assert.equal(covers(actor, { scopePath: '/330109/1135/', department: 'fire' }), false)
  assert.equal(covers(actor, { scopePath: '/330109/', department: 'fire' }), false)
})

test('a task force inspects nobody', () => {
  assert.ok(postFits('taskForce', { role: 'supervisor', certificateNo: null }))
  assert.equal(postFits('taskForce', { role: 'supervisor', certificateNo: 'YS33010911301' }), false)
  assert.equal(postFits('taskForce', { role: 'inspector', certificateNo: 'YS33010911301' }), false)
  assert.ok(postFits('department', { role: 'inspector', certificateNo: 'YS33010911301' }))
})

test('a name is one line without blanks around it', () => {
  for (const name of ['村', '民丰河 村', '字'.repeat(60)])
    assert.equal(plan('village', { kind: 'grid', code: '330109113245001', name }).name, name)
  for (const name of ['', ' ', ' 村', '村 ', '民\n村', '民\t村', '字'.repeat(61)]) {
    refused('village', { kind: 'grid', code: '330109113245001', name }, 'request.invalid', '/name')
  }
})

test('a unit ends when nothing is left in it', () => {
  const empty = { hazards: 0, places: 0, posts: 0, children: 0 }
  assert.equal(unitMayEnd(empty), null)
  for (const what of ['hazards', 'places', 'posts', 'children'] as const) {
    const refusal = unitMayEnd({ ...empty, [what]: 2 })
    assert.deepEqual([refusal?.code, refusal?.status, refusal?.facts], ['unit.in_use', 409, { ...empty, [what]: 2 }])
  }
})

test('what a form offers below a unit is what may be added there, and the code that it begins is taken', () => {
  for (const [kind, parent] of Object.entries(parents)) {
    const offered = kindsBelow(kind as UnitKind)
    for (const below of unitKinds) {
      const { beginning, digits } = codeRule(parent.code, below)
      const line = below === 'department' ? 'fire' : null
      const own = digits > 0 ? '1'.padStart(digits, '0') : (line ?? '01')
      const add = () => planUnit(parent, { kind: below, code: beginning + own, line, name: '某单位' })
      if (offered.includes(below)) assert.equal(add().code, beginning + own)
      else assert.throws(add, { code: 'unit.kind_not_allowed' }, `${below} below ${kind}`)
    }
  }
})
