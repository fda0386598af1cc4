import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { hour, plus } from '#domain/calendar.ts'
import { hazardWordsEn } from '#domain/words-en.ts'
import { hazardWordsZh } from '#domain/words-zh.ts'
import { sweepClocks } from '#server/clocks/sweep.ts'
import { systemActor } from '#server/people/actors.ts'
import { mint, openWorld, type World } from '#test/world.ts'

let world: World
let hazard: string
before(async () => {
  world = await openWorld()
  world.house.time.setTo('2022-06-15T01:02:03.000Z')
  const place = mint(world)
  const data = {
    kind: 'enterprise',
    name: '蓝纹针织厂',
    uscc: null,
    parentId: null,
    unitPath: '/330109/113/245/001/03/',
    address: '民丰路8号,后门',
    position: null,
    contact: null,
  }
  const worker = world.as('chenjianguo')
  await worker.must('place.register', place, data)
  hazard = mint(world)
  await worker.must('hazard.report', hazard, { placeId: place, itemCode: 'ENT-EL-01', before: await worker.photo() })
  await world.as('zhouxiaolan').must('hazard.file', hazard)
})
after(() => world.end())

async function ledger(query = ''): Promise<{ rows: Record<string, string>[]; disposition: string }> {
  const answer = await (await world.login('zhouxiaolan')).get(`/api/hazards.csv${query}`)
  assert.equal(answer.statusCode, 200, answer.body)
  assert.ok(answer.body.startsWith('\uFEFF'), 'spreadsheets know UTF-8 by its mark')
  const [head = [], ...lines] = answer.body
    .slice(1)
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/))
  for (const line of lines) assert.equal(line.length, head.length)
  const rows = lines.map((line) => Object.fromEntries(head.map((name, n) => [name, line[n] ?? ''])))
  return { rows, disposition: String(answer.headers['content-disposition']) }
}

test('the ledger speaks Chinese in words and in the time of Shanghai', async () => {
  const { rows, disposition } = await ledger()
  const [row] = rows
  assert.equal(row?.['隐患编号'], hazard)
  assert.equal(row?.['状态'], hazardWordsZh['status.filed'])
  assert.equal(row?.['严重程度'], hazardWordsZh['severity.serious'])
  assert.equal(row?.['整改方式'], hazardWordsZh['mode.concentrated'])
  assert.equal(row?.['来源'], hazardWordsZh['act.report'])
  assert.equal(row?.['责任部门'], hazardWordsZh['department.fire'])
  assert.equal(row?.['地址'], '"民丰路8号,后门"')
  assert.equal(row?.['发现时间'], '2022-06-15 09:02')
  assert.equal(row?.['整改期限'], '2022-06-30 23:59', 'a deadline at the end of a day is written as that day')
  assert.equal(row?.['数据性质'], '演示数据')
  assert.match(disposition, /filename\*=UTF-8''%E9%9A%90%E6%82%A3%E5%8F%B0%E8%B4%A6%202022-06-15\.csv/)
})

test('and English where it is asked for, with the same rows', async () => {
  const [zh, en] = [(await ledger('?lang=zh')).rows, (await ledger('?lang=en&status=filed')).rows]
  assert.deepEqual(
    en.map((row) => row['Hazard id']),
    zh.map((row) => row['隐患编号']),
  )
  assert.equal(en[0]?.['Status'], hazardWordsEn['status.filed'])
  assert.equal(en[0]?.['Department'], hazardWordsEn['department.fire'])
  const answer = await (await world.login('zhouxiaolan')).get('/api/hazards.csv?lang=fr')
  assert.equal(answer.json().code, 'request.invalid')
})

test('what waits too long is counted with the list, and dated in the ledger', async () => {
  world.house.time.setTo(plus(world.house.time.now(), 25 * hour))

  await sweepClocks(world.house.path, world.town.district, systemActor('330109'))
  const list = (await (await world.login('zhouxiaolan')).get('/api/hazards')).json()
  assert.deepEqual([list.counts.open, list.counts.stalled], [1, 1])
  assert.equal((await ledger('?stalled=true')).rows[0]?.['办理超时起始'], '2022-06-16 09:02')
})
