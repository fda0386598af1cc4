import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { after, before, describe, it } from 'node:test'
import { plus } from '#domain/calendar.ts'
import { setUp } from '#server/cli/set-up.ts'
import { readConfig } from '#server/config.ts'
import { type OpenDatabase, openDatabase } from '#server/db/open.ts'
import { sql } from '#server/db/sql.ts'
import { run } from '#server/main.ts'
import { importUnits } from '#server/people/import-units.ts'
import { shippedCatalogue } from '#server/standards/catalogue.ts'
import { importItems } from '#server/standards/import-items.ts'
import { findItems, findItemsFor, insertItems } from '#server/standards/store.ts'
import { openTown, start, type Town } from './people-town.ts'

let town: Town
before(async () => {
  town = await openTown()
})
after(() => town.close())

const head = 'code,name,kind,parent_code,line'
const csv = (...lines: string[]) => Buffer.from([head, ...lines].join('\n'))
const bring = (file: Uint8Array, dryRun = false) =>
  importUnits(town.database.transactions, town.district, file, { dryRun }, town.now())
const inTown = <T>(work: Parameters<Town['database']['transactions']['worker']>[1]) =>
  town.database.transactions.worker(town.district, work) as Promise<T>
const treeSize = () =>
  inTown<string[]>(async (tx) => {
    const { rows } = await sql<{ path: string }>`select path from unit order by path`.execute(tx)
    return rows.map((row) => row.path)
  })
const told = ({ failures }: { failures: { line: number; column: string; what: string }[] }) =>
  failures.map(({ line, column, what }) => `${line} ${column}: ${what}`)

describe('importing units', () => {
  it('takes Chinese headings and words, a byte order mark, CRLF and children before their parents', async () => {
    const file = [
      '\uFEFF类型,编码,名称,备注,上级编码,条线',
      '微网格,33010911330000101,"微网格\u300001",,330109113300001,',
      '',
      '网格,330109113300001,第一网格,"两行\r\n备注",330109113300,',
      ',,,,,',
      '专班,chuxian,除险保安专班,,330109113,',
      '部门,,公安派出所,,330109113,公安派出所',
      '村社,330109113300,新村,,330109113,',
      '镇街,330109113,瓜沥镇,,330109,',
      '区县,330109,萧山区,,,',
    ].join('\r\n')
    const before = await treeSize()
    const dry = await bring(Buffer.from(file), true)
    assert.deepEqual(await treeSize(), before, 'a dry run writes nothing')
    const done = await bring(Buffer.from(file))
    const paths = [
      '/330109/113/300/',
      '/330109/113/@police/',
      '/330109/113/300/001/',
      '/330109/113/300/001/01/',
      '/330109/113/@tf-chuxian/',
    ]
    for (const { added, rows, existing, failures } of [dry, done]) {
      assert.deepEqual(added.map((unit) => unit.path).sort(), [...paths].sort())
      assert.deepEqual([rows, existing, failures], [7, 2, []])
    }
    assert.deepEqual(await treeSize(), [...before, ...paths].sort())
    const events = await inTown<{ code: string; parent: string }[]>(async (tx) => {
      const { rows } = await sql<{ code: string; parent: string }>`select e.data ->> 'code' as code, p.path as parent
        from event e join unnumbered on event_id = e.id join unit p on p.id = (e.data ->> 'parent')::uuid
        where e.type = 'unit.added' order by 1`.execute(tx)
      return rows
    })
    assert.deepEqual(events, [
      { code: '330109113300', parent: '/330109/113/' },
      { code: '330109113300001', parent: '/330109/113/300/' },
      { code: '33010911330000101', parent: '/330109/113/300/001/' },
      { code: '330109113@police', parent: '/330109/113/' },
      { code: '330109113@tf-chuxian', parent: '/330109/113/' },
    ])

    const again = await bring(Buffer.from(file))
    assert.deepEqual([again.added, again.existing, again.failures], [[], 7, []])
  })

  it('leaves a unit that is there as it is', async () => {
    await bring(csv('330109113245,另一个名字,village,330109113,'))
    const name = await inTown<string>(async (tx) => {
      const { rows } = await sql<{ name: string }>`select name from unit where code = '330109113245'`.execute(tx)
      return rows[0]!.name
    })
    assert.equal(name, '民丰河村')
  })

  it('tells every row that does not fit by line and column, and then takes none', async () => {
    await inTown((tx) =>
      sql`insert into unit (id, code, kind, name, path, valid_from, valid_to)
        values (gen_random_uuid(), '330109113999', 'village', '已撤村', '/330109/113/999/', ${start}, ${plus(start, 1)})`.execute(
        tx,
      ),
    )
    const before = await treeSize()
    const done = await bring(
      csv(
        '330109113301,好村,village,330109113,',
        '3301091133O1,村,village,330109113,',
        '330109113302,村,乡村,330109113,',
        '330109113303,,village,330109113,',
        '330109113301,同号,village,330109113,',
        '330109113302001,网格,grid,330109113302,',
        '330109113304001,网格,grid,330109113304,',
        '330109113305001,网格,grid,330109113,',
        '330109113999,再来,village,330109113,',
        '330109113999001,网格,grid,330109113999,',
        '330109113245,村,grid,330109113,',
        '330110,余杭区,district,,',
        '330109113306,"两行\n村",village,330109113,',
        '330109113307,村,village,330109113',
        ',部门,department,330109113,水利',
        '330109113308,村,village,330109113,fire',
        '330109113309,村,village,,',
      ),
    )
    assert.deepEqual(told(done), [
      '3 code: the code must read 330109113###; # stands for a digit',
      '4 kind: no such kind of unit',
      '5 name: expected: 1 to 60 characters in one line',
      '6 code: this code stands in line 2 already',
      '7 parent_code: the unit above was not taken either',
      '8 parent_code: there is no such unit above, nor in this file',
      '9 kind: a grid cannot stand below a town',
      '10 code: the unit of this code has ended, and its code is not given again',
      '11 parent_code: the unit above has ended',
      '12 kind: the unit of this code is of the kind village',
      '13 kind: a district is made at the first start, not imported',
      '14 name: expected: 1 to 60 characters in one line',
      '16 : the row has 4 cells, the head 5',
      '17 line: a department needs one of the lines, and other units have none',
      '18 line: a department needs one of the lines, and other units have none',
      '19 parent_code: the unit above is missing',
    ])
    assert.equal(done.rows, 17)
    assert.deepEqual(await treeSize(), before)
  })

  it('refuses a file that cannot be read as a whole', async () => {
    const files: [file: Uint8Array, what: RegExp][] = [
      [Buffer.from('code,name\n1,x'), /columns kind\/类型, parent_code\/上级编码 are missing/],
      [Buffer.from(''), /are missing/],
      [Buffer.from(`${head},code\n`), /the column code stands there twice/],
      [Buffer.from(`${head}\n1,"x\n`), /Quote Not Closed/],
      [Buffer.from([0xb1, 0xe0, 0xc2, 0xeb]), /not in UTF-8/],
    ]
    for (const [file, what] of files) await assert.rejects(bring(file), what)
  })

  it('takes a whole town at once', async () => {
    const grids = Array.from({ length: 900 }, (_, n) => String(n + 1).padStart(3, '0'))
    const rows = grids.map((own) => `330109113264${own},第${own}网格,网格,330109113264,`)
    const done = await bring(csv(...rows))
    assert.deepEqual([done.added.length, done.failures], [900, []])
  })
})

describe('importing check items', () => {
  const shipped = async () => readFile(new URL('../../src/server/standards/check-items.csv', import.meta.url), 'utf8')
  const bringItems = (file: string, dryRun = false, at = town.now()) =>
    importItems(town.database.transactions, town.district, Buffer.from(file), { dryRun }, at)
  const versions = (code: string) =>
    inTown<Awaited<ReturnType<typeof findItems>>>(async (tx) =>
      (await findItems(tx, [code])).sort((a, b) => a.version - b.version),
    )
  const counts = ({ rows, added, changed, existing, failures }: Awaited<ReturnType<typeof importItems>>) => [
    rows,
    added.length,
    changed.length,
    existing,
    failures.length,
  ]

  it('gives what changed a next version, what is new a first one, and leaves the rest', async () => {
    await inTown((tx) => insertItems(tx, shippedCatalogue(start)))
    const file = await shipped()
    assert.deepEqual(counts(await bringItems(file)), [100, 0, 0, 100, 0])

    const [first = '', second = '', ...others] = file.trimEnd().split('\n')
    const changed = [first, second.replace(',15,', ',10,'), ...others, second.replace('ENT-EL-01', 'ENT-EL-99')].join(
      '\n',
    )
    assert.deepEqual(counts(await bringItems(changed, true)), [101, 1, 1, 99, 0])
    assert.equal((await versions('ENT-EL-01')).length, 1, 'a dry run writes nothing')
    const at = town.now()
    assert.deepEqual(counts(await bringItems(changed, false, at)), [101, 1, 1, 99, 0])
    assert.deepEqual(
      (await versions('ENT-EL-01')).map(({ version, days, validFrom, validTo }) => [version, days, validFrom, validTo]),
      [
        [1, 15, start, at],
        [2, 10, at, null],
      ],
    )
    assert.deepEqual(
      (await versions('ENT-EL-99')).map(({ version, validFrom }) => [version, validFrom]),
      [[1, at]],
    )
    const sheet = (when: string) =>
      inTown<Awaited<ReturnType<typeof findItemsFor>>>((tx) => findItemsFor(tx, ['enterprise'], when))
    const daysOn = async (when: string) =>
      (await sheet(when)).filter(({ code }) => code === 'ENT-EL-01').map(({ days }) => days)
    assert.deepEqual([await daysOn(plus(at, -1)), await daysOn(at)], [[15], [10]], 'one version is in force at a time')
    assert.deepEqual(counts(await bringItems(changed)), [101, 0, 0, 101, 0])
  })

  it('tells every cell that does not fit, and then takes no row', async () => {
    const [first = '', second = '', third = ''] = (await shipped()).split('\n')
    const bad = second.replace('ENT-EL-01', 'X-1').replace('企业', '码头').replace(',15,', ',十五,')
    const done = await bringItems([first, third.replace('ENT-EL-02', 'X-2'), bad, bad].join('\n'))
    assert.deepEqual(told(done), [
      '3 place_type: unknown kind of place',
      '3 default_days: no number of days up to 365',
      '4 code: this code stands in line 3 already',
    ])
    assert.deepEqual(await versions('X-2'), [])
  })

  it('takes Chinese headings', async () => {
    const lines = (await shipped()).split('\n').slice(0, 2)
    const headings = '编码,场所类型,类别,检查内容,严重程度,整改方式,整改天数,法律依据,依据可信度,举证要求,责任部门'
    const done = await bringItems([headings, lines[1]!.replace('ENT-EL-01', 'X-3')].join('\n'))
    assert.deepEqual(counts(done), [1, 1, 0, 0, 0])
  })

  it('lets nobody change what an item says', async () => {
    for (const statement of [sql`update check_item set text = 'x'`, sql`delete from check_item`]) {
      await assert.rejects(
        inTown((tx) => statement.execute(tx)),
        { code: '42501' },
      )
    }
  })
})

describe('bihuan import', () => {
  let folder: string
  let database: OpenDatabase
  const password = 'Guali-town-2022'
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'bihuan-import-'))
    database = await openDatabase({ databaseUrl: null, dataFolder: folder })
    await setUp(database, { BIHUAN_DISTRICT: '330109 萧山区', BIHUAN_ADMIN_PASSWORD: password })
  })
  after(async () => {
    await database?.close()
    await rm(folder, { recursive: true, force: true })
  })

  const cli = new URL('../../src/server/cli/bihuan.ts', import.meta.url).pathname
  async function bihuan(...args: string[]) {
    const env = { ...process.env }
    delete env['DATABASE_URL']
    const child = spawn(process.execPath, [cli, ...args, '--data', folder], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
    const [out, problems] = await Promise.all([text(child.stdout), text(child.stderr)])
    const answers = out.split('\n').filter((line) => line.startsWith('{'))
    return { code: await ended, answers: answers.map((line) => JSON.parse(line)), out, problems }
  }
  async function put(name: string, content: string): Promise<string> {
    await writeFile(path.join(folder, name), content)
    return path.join(folder, name)
  }

  it('grows the tree of a fresh installation while it serves, and its administrator goes on from there', async () => {
    const rows = ['330109113245,民丰河村,村社,330109113,', '330109113,瓜沥镇,镇街,330109,']
    const file = await put('units.csv', `\uFEFF编码,名称,类型,上级编码,条线\r\n${rows.join('\r\n')}\r\n`)
    const running = await run(readConfig({ LOG_LEVEL: 'fatal' }, { data: folder, port: 0 }), {
      database,
      ticking: false,
    })
    try {
      const dry = await bihuan('import', 'units', file, '--dry-run')
      assert.deepEqual(dry.answers, [
        { action: 'add', code: '330109113', kind: 'town', name: '瓜沥镇', path: '/330109/113/' },
        { action: 'add', code: '330109113245', kind: 'village', name: '民丰河村', path: '/330109/113/245/' },
        { rows: 2, added: 2, existing: 0, failed: 0, dryRun: true },
      ])
      assert.equal(dry.code, 0)
      assert.deepEqual((await bihuan('import', 'units', file)).answers, [{ rows: 2, added: 2, existing: 0, failed: 0 }])
      assert.deepEqual((await bihuan('import', 'units', file)).answers, [{ rows: 2, added: 0, existing: 2, failed: 0 }])

      const headers = { 'x-bihuan': '1' }
      const login = { login: 'admin', password }
      const entered = await running.app.inject({ method: 'POST', url: '/api/session', headers, payload: login })
      const cookies = { bihuan: entered.cookies[0]!.value }
      const ask = async (method: 'GET' | 'POST', url: string, payload?: object) =>
        (await running.app.inject({ method, url, headers, cookies, ...(payload ? { payload } : {}) })).json()
      const [root] = (await ask('GET', '/api/units')).units
      const [guali] = (await ask('GET', `/api/units?parent=${root.id}`)).units
      assert.deepEqual([guali.code, guali.name, guali.children], ['330109113', '瓜沥镇', 1])
      const given = { parentId: guali.id, kind: 'village', code: '330109113264', name: '长联村' }
      const { id } = await ask('POST', '/api/units', given)
      assert.equal((await ask('GET', `/api/units/${id}`)).unit.path, '/330109/113/264/')
    } finally {
      await running.close()
    }
  })

  it('writes nothing when a row fails, says which, and ends with 1', async () => {
    const rows = ['330109014,新镇,town,330109,', '33010901,=坏镇,town,330109,']
    const file = await put('bad.csv', `${head}\n${rows.join('\n')}\n`)
    const spoken = await bihuan('import', 'units', file)
    assert.equal(spoken.code, 1)
    assert.deepEqual(spoken.answers, [{ rows: 2, added: 0, existing: 0, failed: 1 }])
    assert.match(spoken.problems, /bad\.csv:3 code "33010901": the code must read 330109###/)
    assert.match(spoken.problems, /Nothing was written/)

    const errors = path.join(folder, 'errors.csv')
    const written = await bihuan('import', 'units', file, '--errors', errors)
    assert.equal(written.code, 1)
    assert.equal(
      await readFile(errors, 'utf8'),
      '\uFEFFline,column,value,problem\r\n3,code,33010901,the code must read 330109###; # stands for a digit\r\n',
    )
  })

  it('imports check items', async () => {
    const shippedFile = new URL('../../src/server/standards/check-items.csv', import.meta.url)
    const [first = '', second = ''] = (await readFile(shippedFile, 'utf8')).split('\n')
    const file = await put('items.csv', [first, second.replace(',15,', ',10,')].join('\n'))
    const { code, answers } = await bihuan('import', 'checkitems', file)
    assert.deepEqual([code, answers], [0, [{ rows: 1, added: 0, changed: 1, existing: 0, failed: 0 }]])
  })

  it('knows bad usage from a failure', async () => {
    const file = await put('empty.csv', `${head}\n`)
    const [cats, same] = [await bihuan('import', 'cats', file), await bihuan('import', 'units', file, '--errors', file)]
    assert.deepEqual([cats.code, same.code], [2, 2])
    assert.equal((await bihuan('import', 'units', path.join(folder, 'none.csv'))).code, 1)
    assert.equal((await bihuan('import', 'units', file, '--district', '330110')).code, 1)
    assert.deepEqual((await bihuan('import', 'units', file)).answers, [{ rows: 0, added: 0, existing: 0, failed: 0 }])
  })
})
