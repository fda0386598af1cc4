import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { Docx, TemplateHandler } from 'easy-template-x'
import { type PaperForm, paperFormNames, paperForms } from '#domain/papers.ts'
import { sql } from '#server/db/sql.ts'
import { readPdf } from '#test/server/papers-text.ts'
import { sealAll } from '#test/server/sealed-log.ts'
import { begin, contact, newPlace, record, sign } from '#test/server/walks.ts'
import { type Browser, mint, openWorld, type World } from '#test/world.ts'

let world: World
before(async () => {
  world = await openWorld()
})
after(() => world.end())

/** Keeps a paper where the variable SHOTS names a folder. */
const shot = (name: string, bytes: Buffer) =>
  process.env['SHOTS'] && writeFileSync(`${process.env['SHOTS']}/${name}`, bytes)
const squeezed = (text: string) => text.replaceAll(/\s/g, '')
const textOfDocx = async (bytes: Buffer) => new TemplateHandler().getText(bytes)
const paper = (visit: string, form: PaperForm, format = 'pdf', query = '') =>
  `/api/visits/${visit}/papers/${form}.${format}${query}`

async function signedVisit(): Promise<{ visit: string; place: string }> {
  const place = await newPlace(world)
  const visit = await begin(world, 'chenjianguo', place)
  await record(world, 'chenjianguo', visit, [{ itemCode: 'ENT-EL-01', hazardId: mint(world) }])
  assert.equal((await sign(world, 'chenjianguo', visit)).outcome, 'accepted')
  return { visit, place }
}

describe('the record of a safety visit as PDF', () => {
  it('names the place, the people, what was found and on which basis, in one embedded, cut font', async () => {
    const { visit } = await signedVisit()
    await sealAll(world)
    const reader = await world.login('chenjianguo')
    const file = (await reader.get(`/api/visits/${visit}`)).json()
    const answer = await reader.get(paper(visit, 'record'))
    assert.equal(answer.statusCode, 200, answer.body)
    assert.equal(answer.headers['content-type'], 'application/pdf')
    assert.match(String(answer.headers['content-disposition']), /^inline;/)
    shot('record.pdf', answer.rawPayload)
    const pdf = readPdf(answer.rawPayload)
    const text = squeezed(pdf.text)
    const item = file.items.find((one: { code: string }) => one.code === 'ENT-EL-01')
    for (const said of [
      '安全检查记录',
      file.place.name,
      ...Object.values<string>(file.people),
      item.text,
      item.legalBasis,
      file.textHash,
      '责任方已签字',
      '演示数据',
      `第1页`,
      `共${pdf.pages}页`,
    ])
      assert.ok(text.includes(squeezed(said)), `${said} is missing`)
    for (const { code, text: itemText } of file.items)
      assert.ok(text.includes(squeezed(itemText)), `${code} is missing`)
    assert.deepEqual(
      pdf.fonts.map(({ embedded }) => embedded),
      [true],
    )
    assert.match(pdf.fonts[0]?.name ?? '', /^[A-Z]{6}\+BihuanPaperSans/)
    assert.ok(answer.rawPayload.length < 400_000, `${answer.rawPayload.length} bytes`)
  })

  it('carries the drawn signature and the code of the receipt, with its seal', async () => {
    const { visit } = await signedVisit()
    const reader = await world.login('chenjianguo')
    const unsealed = readPdf((await reader.get(paper(visit, 'record'))).rawPayload)
    assert.ok(squeezed(unsealed.text).includes('尚未封存'))
    await sealAll(world)
    const pdf = readPdf((await reader.get(paper(visit, 'record'))).rawPayload)
    assert.equal(pdf.images - unsealed.images, 1)
    const { event } = (await reader.get(`/api/visits/${visit}`)).json().receipt
    const { seal } = (await reader.get(`/api/receipts/${event}`)).json()
    assert.ok(squeezed(pdf.text).includes(seal.root))
    const { visit: bare } = { visit: await begin(world, 'chenjianguo', await newPlace(world)) }
    const unsigned = readPdf((await reader.get(paper(bare, 'record'))).rawPayload)
    assert.ok(unsealed.images > unsigned.images, 'the signature is drawn')
    assert.ok(squeezed(unsigned.text).includes('尚未签字'))
  })
})

describe('the record of a safety visit as a Word file', () => {
  it('carries the signature and the code as pictures, in a file that Word takes', async () => {
    const { visit } = await signedVisit()
    await sealAll(world)
    const reader = await world.login('chenjianguo')
    const { rawZipFile: zip } = await Docx.load((await reader.get(paper(visit, 'record', 'docx'))).rawPayload)
    const files = zip.listFiles()
    assert.equal(files.filter((path) => path.endsWith('.png')).length, 2)
    for (const path of files.filter((one) => one.endsWith('.xml'))) {
      const xml = await zip.getFile(path).getContentText()
      const prefixes = new Set([...xml.matchAll(/<(\w+):/g)].map(([, prefix]) => prefix))
      for (const prefix of prefixes) assert.ok(xml.includes(`xmlns:${prefix}=`), `${path} does not declare ${prefix}`)
    }
  })
})

describe('who may have which paper', () => {
  it('is refused another town, another act and what was not found', async () => {
    const { visit } = await signedVisit()
    const reader = await world.login('chenjianguo')
    const foreign = await world.login(await outsider())
    for (const form of ['record', 'notice'] as const)
      for (const format of ['pdf', 'docx'])
        assert.equal((await foreign.get(paper(visit, form, format))).json().code, 'visit.not_found')
    assert.equal((await foreign.get(`/api/visits/${visit}/papers`)).json().code, 'visit.not_found')
    assert.equal((await reader.get(paper(visit, 'order'))).json().code, 'paper.not_for_act')
    const clean = await begin(world, 'chenjianguo', await newPlace(world))
    assert.equal((await reader.get(paper(clean, 'notice'))).json().code, 'paper.nothing_found')
    assert.deepEqual(formsIn(await reader.get(`/api/visits/${clean}/papers`)), ['record'])
    assert.deepEqual(formsIn(await reader.get(`/api/visits/${visit}/papers`)), ['record', 'notice'])
  })

  it('masks the contact, and shows it with a reason and a line in the log to those who may', async () => {
    const { visit, place } = await signedVisit()
    const desk = await world.login('zhouxiaolan')
    const masked = squeezed(readPdf((await desk.get(paper(visit, 'notice'))).rawPayload).text)
    assert.ok(!masked.includes(contact.name) && !masked.includes(contact.phone))
    const looks = () => count(place)
    assert.equal(await looks(), 0)
    const reason = `?reason=${encodeURIComponent('送达告知书')}`
    const clear = squeezed(readPdf((await desk.get(paper(visit, 'notice', 'pdf', reason))).rawPayload).text)
    assert.ok(clear.includes(contact.name) && clear.includes(contact.phone))
    assert.equal(await looks(), 1)
    const worker = await world.login('chenjianguo')
    assert.equal((await worker.get(paper(visit, 'notice', 'pdf', reason))).json().code, 'actor.not_allowed')
    assert.equal(await looks(), 1)
  })
})

describe('the papers of an administrative inspection', () => {
  it('has the order and the seven forms, filled, with the witnesses of a refusal masked', async () => {
    const place = await newPlace(world)
    const visit = await begin(world, 'zhaomingyuan', place, 'administrativeInspection', ['sunlixin'])
    await record(world, 'zhaomingyuan', visit, [{ itemCode: 'ENT-EL-01', hazardId: mint(world) }])
    const reader = await world.login('zhaomingyuan')
    const { textHash } = (await reader.get(`/api/visits/${visit}`)).json()
    const refusal = { textHash, witnesses: ['沈国良', '俞阿芳'], reason: '当事人拒绝签字' }
    await world.as('zhaomingyuan').must('administrativeInspection.refuse', visit, refusal)
    const forms = formsIn(await reader.get(`/api/visits/${visit}/papers`)) as PaperForm[]
    assert.deepEqual(
      forms,
      paperFormNames.filter((form) => paperForms[form].act === 'administrativeInspection'),
    )
    for (const form of forms) {
      const docx = await reader.get(paper(visit, form, 'docx'))
      assert.equal(docx.statusCode, 200, docx.body)
      shot(`${form}.docx`, docx.rawPayload)
      const words = await textOfDocx(docx.rawPayload)
      for (const said of [paperForms[form].title, '赵明远', form === 'questioning' ? '审批编号' : '民丰路8号'])
        assert.ok(words.includes(said), `${form}: ${said}`)
      assert.doesNotMatch(words, /[{}]/, form)
      const pdf = await reader.get(paper(visit, form))
      if (!(paperForms[form].formats as readonly string[]).includes('pdf')) {
        assert.equal(pdf.json().code, 'paper.not_as_pdf')
        continue
      }
      shot(`${form}.pdf`, pdf.rawPayload)
      const text = squeezed(readPdf(pdf.rawPayload).text)
      assert.ok(text.includes(paperForms[form].title) && text.includes('萧应急检〔2022〕7号'), form)
      assert.doesNotMatch(text, /[{}]/, form)
    }
    const order = squeezed(readPdf((await reader.get(paper(visit, 'order'))).rawPayload).text)
    assert.ok(order.includes('责任方拒签') && order.includes('沈') && !order.includes('沈国良'))
    assert.ok(order.includes('责令整改期限'))
    const sampling = await textOfDocx((await reader.get(paper(visit, 'sampling', 'docx'))).rawPayload)
    assert.match(sampling, /以原文为准/)
  })
})

const formsIn = (answer: Awaited<ReturnType<Browser['get']>>): string[] =>
  answer.json().rows.map(({ form }: { form: string }) => form)

async function count(place: string): Promise<number> {
  const { district } = world.as('zhouxiaolan')
  const auditor = { ...world.as('zhouxiaolan').actor, role: 'auditor' as const }
  const { rows } = await world.house.database.audit(district, auditor, (tx) =>
    sql<{ n: number }>`select count(*)::int as n from reveal where place_id = ${place}`.execute(tx),
  )
  return rows[0]?.n ?? -1
}

/** Somebody of another town who may read visits. */
async function outsider(): Promise<string> {
  const found = world.town.posts.find(
    ({ member, path }) => member?.role === 'townDesk' && !path.startsWith('/330109/113/'),
  )
  return found?.member?.loginName as string
}
