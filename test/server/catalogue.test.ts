import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { departmentLines } from '#domain/departments.ts'
import { placeKinds } from '#domain/places.ts'
import { readCatalogue, shippedCatalogue } from '#server/standards/catalogue.ts'

const from = '2022-06-15T00:00:00.000Z'
const items = shippedCatalogue(from)
const item = (code: string) => items.find((one) => one.code === code)!

const head =
  'code,place_type,category,item,severity,rectification_mode,default_days,legal_basis,legal_confidence,evidence_requirement,responsible_department'
const line = 'T-1,企业,用电,线路裸露,一般,集中,7,消防法,高,照片1张,消防救援大队'
const read = (...lines: string[]) => readCatalogue([head, ...lines].join('\n'), from)

describe('the shipped catalogue', () => {
  it('has 100 items of every kind of place but rooms, all of a known department, in force from that day', () => {
    assert.equal(items.length, 100)
    assert.equal(new Set(items.map(({ code }) => code)).size, 100)
    assert.deepEqual(
      new Set(items.map(({ placeKind }) => placeKind)),
      new Set(placeKinds.filter((kind) => kind !== 'room')),
    )
    assert.deepEqual(new Set(items.map(({ line }) => line)), new Set(departmentLines.map(({ code }) => code)))
    assert.ok(
      items.every((one) => one.version === 1 && one.validFrom === from && one.validTo === null && one.text !== ''),
    )
  })

  it('says what the list says', () => {
    assert.deepEqual(item('ENT-EV-01'), {
      code: 'ENT-EV-01',
      version: 1,
      placeKind: 'enterprise',
      category: '疏散',
      text: '生产期间安全出口上锁或疏散门不能从内部直接打开',
      severity: 'critical',
      mode: 'immediate',
      days: 0,
      legalBasis: '《中华人民共和国消防法》第二十八条',
      legalConfidence: '高',
      evidence: '整改前后同角度照片各1张（全景+近景，带时间定位水印）；整改后短视频≥5秒',
      evidenceKinds: ['photo', 'video'],
      line: 'fire',
      validFrom: from,
      validTo: null,
    })
    assert.deepEqual([item('ENT-BD-01').mode, item('ENT-BD-01').days], ['deadline', 60])
    assert.deepEqual([item('ENT-EL-03').mode, item('ENT-EL-03').severity], ['concentrated', 'general'])
    assert.equal(item('ENT-EL-01').text, '车间、仓库的固定线路裸露敷设，未穿管或未用线槽保护')
  })

  it('keeps the kind within a kind with the category', () => {
    const categories = ['ENT-TX-01', 'SHP-GS-01', 'SHP-EL-01', 'LPG-US-01', 'PUB-PT-01'].map(
      (code) => item(code).category,
    )
    assert.deepEqual(categories, ['工艺（纺织）', '燃气（餐饮）', '用电', '用户', '分隔（商住楼）'])
    assert.equal(item('PUB-PT-01').placeKind, 'residential')
  })

  it('asks for the proof that a machine can insist on', () => {
    const kinds = (code: string) => item(code).evidenceKinds
    assert.deepEqual(kinds('ENT-EL-01'), ['photo'])
    assert.deepEqual(kinds('SCH-KT-01'), ['photo', 'video'], '联动测试视频')
    assert.deepEqual(kinds('RNT-RG-01'), [], '不留证件照片 asks for none')
    assert.deepEqual(kinds('SCH-BS-01'), ['photo'], '不拍学生面部 is beside the point')
    assert.deepEqual(kinds('LPG-LC-02'), [], 'records only')
    assert.equal(items.filter(({ evidenceKinds }) => evidenceKinds.length === 0).length, 11)
    assert.ok(items.every(({ evidenceKinds }) => !evidenceKinds.includes('document')))
  })
})

describe('a catalogue of a town', () => {
  it('may have a byte order mark, CRLF, further columns and quoted commas', () => {
    const text = `\uFEFF${head},remark\r\n${line.replace('线路裸露', '"线路,裸露"')},x\r\n`
    const [one, ...rest] = readCatalogue(text, from)
    assert.deepEqual([one?.code, one?.text, rest.length], ['T-1', '线路,裸露', 0])
  })

  it('is refused by the line that cannot be understood', () => {
    const bad: [from: string, to: string, what: RegExp][] = [
      ['消防救援大队', '水利站', /line 3: unknown department: "水利站"/],
      ['企业', '码头', /line 3: unknown kind of place: "码头"/],
      ['一般', '严重', /unknown severity: "严重"/],
      ['集中', '随时', /unknown mode: "随时"/],
      [',7,', ',七,', /no number of days up to 365: "七"/],
      [',7,', ',366,', /no number of days up to 365: "366"/],
      ['T-2', 'T-1', /line 3: this code stands in line 2 already: "T-1"/],
      ['T-2', '', /line 3: every item needs a code/],
      ['线路裸露', '', /the item has no text/],
    ]
    for (const [was, is, what] of bad) {
      const second = line.replace('T-1', 'T-2').replace(was, is)
      assert.throws(() => read(line, second), what)
    }
    assert.throws(() => readCatalogue(`code,item\nT-1,x`, from), /columns place_type\/场所类型, .* are missing/)
    assert.throws(() => read(`${line},more`))
  })
})
