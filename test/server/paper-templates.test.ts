import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Docx, TemplateHandler } from 'easy-template-x'
import { paperFormNames } from '#domain/papers.ts'
import { newId } from '#server/events/ids.ts'
import { fillDocx } from '#server/papers/docx.ts'
import { sampleFields } from '#server/papers/sample.ts'
import { addTemplate, findTemplateFor } from '#server/papers/store.ts'
import { begin, newPlace } from '#test/server/walks.ts'
import { type Browser, openWorld, type World } from '#test/world.ts'

const guali = '/330109/113/'
let world: World
let manager: Browser
before(async () => {
  world = await openWorld()
  manager = await world.login('xuan')
})
after(() => world.end())

const at = (form: string, version: number, what = '') => `/api/papers/templates/${form}/${version}${what}.docx`

/** A template as somebody saves it in Word after changing these words. */
async function edited(bytes: Buffer, from: string, to: string): Promise<Buffer> {
  const docx = await Docx.load(bytes)
  const zip = docx.rawZipFile
  const text = await zip.getFile('word/document.xml').getContentText()
  assert.ok(text.includes(from), from)
  zip.setFile('word/document.xml', text.replace(from, to))
  return zip.export(Buffer)
}

function upload(as: string, form: string, payload: Buffer) {
  return world.login(as).then(async () => {
    const session = await world.app.inject({
      method: 'POST',
      url: '/api/session',
      headers: { 'x-bihuan': '1' },
      payload: { login: as, password: world.town.passwords.get(as) },
    })
    const cookies = Object.fromEntries(session.cookies.map(({ name, value }) => [name, value]))
    const headers = { 'x-bihuan': '1', 'content-type': 'application/octet-stream' }
    return world.app.inject({ method: 'POST', url: `/api/papers/templates/${form}`, cookies, headers, payload })
  })
}

const shipped = async (form: string) => (await manager.get(at(form, 0))).rawPayload

describe('the templates of a town', () => {
  it('begin with what the product ships, for every form, with its fields', async () => {
    const { rows } = (await manager.get('/api/papers/templates')).json()
    assert.deepEqual(
      rows.map(({ form }: { form: string }) => form),
      paperFormNames,
    )
    assert.ok(rows[0].fields.text.includes('场所名称'))
    assert.deepEqual(rows[0].versions, [])
    for (const form of paperFormNames) {
      const preview = await manager.get(at(form, 0, '/preview'))
      assert.equal(preview.statusCode, 200, preview.body)
      const words = await new TemplateHandler().getText(preview.rawPayload)
      assert.ok(words.includes('示例针织厂'), form)
      assert.doesNotMatch(words, /[{}]/)
    }
  })

  it('are edited, uploaded as the next version, and used for the papers of that town only', async () => {
    const place = await newPlace(world)
    const visit = await begin(world, 'chenjianguo', place)
    const worker = await world.login('chenjianguo')
    const words = async () =>
      new TemplateHandler().getText((await worker.get(`/api/visits/${visit}/papers/record.docx`)).rawPayload)
    assert.ok(!(await words()).includes('瓜沥镇监制'))
    const first = await upload('xuan', 'record', await edited(await shipped('record'), '一、发现的隐患', '瓜沥镇监制'))
    assert.equal(first.statusCode, 201, first.body)
    assert.equal(first.json().version, 1)
    assert.ok((await words()).includes('瓜沥镇监制'))
    const second = await upload('xuan', 'record', await edited(await shipped('record'), '一、发现的隐患', '第二版'))
    assert.equal(second.json().version, 2)
    assert.ok((await words()).includes('第二版'))
    const { rows } = (await manager.get('/api/papers/templates')).json()
    const versions = rows[0].versions as { version: number; by: string }[]
    assert.deepEqual(
      versions.map(({ version, by }) => [version, by]),
      [
        [2, '许安'],
        [1, '许安'],
      ],
    )
    assert.ok((await new TemplateHandler().getText((await manager.get(at('record', 1))).rawPayload)).includes('监制'))
    const { district, actor } = world.as('chenjianguo')
    const now = world.house.time.now()
    const elsewhere = await world.house.database.read(district, actor, (tx) =>
      findTemplateFor(tx, 'record', '/330109/013/001/', now),
    )
    assert.equal(elsewhere, undefined)
  })
})

describe('a template with a fault', () => {
  it('is refused at upload, names the field and its paragraph, and is not kept', async () => {
    const wrong = await edited(await shipped('notice'), '{场所名称}：', '{场所的名称}：')
    const answer = await upload('xuan', 'notice', wrong)
    assert.equal(answer.statusCode, 422)
    const { code, facts } = answer.json()
    assert.equal(code, 'paper.template_broken')
    assert.equal(facts.field, '场所的名称')
    assert.equal(facts.paragraph, 4)
    const open = await upload('xuan', 'notice', await edited(await shipped('notice'), '{场所名称}：', '{场所名称：'))
    assert.equal(open.json().facts.fault, 'unbalanced')
    const { rows } = (await manager.get('/api/papers/templates')).json()
    assert.deepEqual(rows.find(({ form }: { form: string }) => form === 'notice').versions, [])
  })

  it('is found in the head of the page too', async () => {
    const docx = await Docx.load(await shipped('notice'))
    const zip = docx.rawZipFile
    const head = await zip.getFile('word/header1.xml').getContentText()
    zip.setFile('word/header1.xml', head.replace('{数据标记}', '{水印}'))
    assert.equal((await upload('xuan', 'notice', await zip.export(Buffer))).json().facts.field, '水印')
  })

  it('is checked before each use as well: a field may have gone since', async () => {
    const { district, actor } = world.as('xuan')
    const now = world.house.time.now()
    const docx = await edited(await shipped('record'), '{场所名称}', '{旧字段}')
    const row = {
      id: newId(now),
      form: 'record' as const,
      docx,
      validFrom: now,
      uploadedBy: actor.accountId,
      scopePath: guali,
    }
    await world.house.database.as(district, actor, (tx) => addTemplate(tx, row))
    const visit = await begin(world, 'chenjianguo', await newPlace(world))
    const worker = await world.login('chenjianguo')
    const answer = await worker.get(`/api/visits/${visit}/papers/record.docx`)
    assert.equal(answer.json().code, 'paper.template_broken')
    assert.equal(answer.json().facts.field, '旧字段')
    assert.equal((await worker.get(`/api/visits/${visit}/papers/record.pdf`)).statusCode, 200)
  })

  it('is refused when it is no Word file, carries macros, or fetches something from elsewhere', async () => {
    const codeOf = async (bytes: Buffer) => (await upload('xuan', 'notice', bytes)).json().code
    assert.equal(await codeOf(Buffer.from('PK, but no archive')), 'paper.template_unreadable')
    const macro = await Docx.load(await shipped('notice'))
    macro.rawZipFile.setFile('word/vbaProject.bin', 'x')
    assert.equal(await codeOf(await macro.rawZipFile.export(Buffer)), 'paper.template_unreadable')
    const fetching = await Docx.load(await shipped('notice'))
    const kind = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate'
    fetching.rawZipFile.setFile(
      'word/_rels/settings.xml.rels',
      `<Relationships><Relationship Id="a" Type="${kind}" Target="http://example.org/t.dotm" TargetMode="External"/></Relationships>`,
    )
    assert.equal(await codeOf(await fetching.rawZipFile.export(Buffer)), 'paper.template_unreadable')
    assert.equal((await upload('xuan', 'notice', Buffer.alloc(3 * 1024 * 1024))).statusCode, 413)
  })
})

it('a control character in a name makes no file that Word cannot open', async () => {
  const fields = { ...sampleFields('record'), 场所名称: '蓝\u0001纹\u000b针织厂' }
  const nothing = { signature: null, code: null }
  const bytes = await fillDocx('record', await shipped('record'), fields, nothing)
  assert.ok((await new TemplateHandler().getText(bytes)).includes('蓝纹针织厂'))
})

it('only administrators have to do with templates', async () => {
  for (const login of ['zhouxiaolan', 'chenjianguo', 'hewenbin']) {
    const one = await world.login(login)
    for (const url of ['/api/papers/templates', at('record', 0), at('record', 0, '/preview')])
      assert.equal((await one.get(url)).json().code, 'actor.not_allowed', `${login} ${url}`)
    assert.equal((await upload(login, 'record', await shipped('record'))).json().code, 'actor.not_allowed')
  }
})
