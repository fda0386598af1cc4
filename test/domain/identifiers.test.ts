import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isPhone, isUscc, maskName, maskPhone, organisationCodeCheck, usccCheckDigit } from '#domain/identifiers.ts'

const publicCodes = [
  '91330100799655058B',
  '91110000802100433B',
  '914403001922038216',
  '91440300708461136T',
  '12100000400000624D',
  '11100000000013127D',
]
const invented = ['91000000XX0000019M', '91000000XX0000027G', '91000000XX00000A29']

describe('统一社会信用代码', () => {
  for (const code of [...publicCodes, ...invented]) {
    it(`accepts ${code}`, () => {
      assert.equal(isUscc(code), true)
      assert.equal(usccCheckDigit(code.slice(0, 17)), code[17])
    })
  }

  it('notices every single wrong character', () => {
    const code = '91330100799655058B'
    for (let i = 0; i < 18; i++) {
      const wrong = code[i] === '7' ? '8' : '7'
      assert.equal(isUscc(code.slice(0, i) + wrong + code.slice(i + 1)), false, `position ${i}`)
    }
  })

  it('refuses other lengths, lower case and the letters I O S V Z', () => {
    for (const code of [
      '',
      '9133010079965505',
      '91330100799655058BB',
      '91330100799655058b',
      '9133010079965505IB',
      ' 91330100799655058B',
    ])
      assert.equal(isUscc(code), false, code)
    assert.throws(() => usccCheckDigit('9133010079965505I'), RangeError)
    assert.throws(() => usccCheckDigit('9133'), RangeError)
  })

  it('checks the organisation code inside, which only warns', () => {
    for (const code of invented) assert.equal(organisationCodeCheck(code), true, code)
    assert.equal(organisationCodeCheck('91330100799655058B'), true)
    assert.equal(organisationCodeCheck('91330100799655059B'), false)
    assert.equal(organisationCodeCheck('9133'), false)
  })
})

describe('telephone numbers and masks', () => {
  it('knows a mainland mobile number', () => {
    for (const phone of ['13800000000', '19999999999']) assert.equal(isPhone(phone), true, phone)
    for (const phone of ['12800000000', '1380000000', '138000000000', '+8613800000000', '1380000000a', '13800000000\n'])
      assert.equal(isPhone(phone), false, phone)
  })

  it('masks what is shown', () => {
    assert.equal(maskPhone('13800000000'), '138****0000')
    assert.equal(maskPhone('057182500000'), '************')
    assert.equal(maskName('陈建国'), '陈*国')
    assert.equal(maskName('陈杰'), '陈*')
    assert.equal(maskName('欧阳建国'), '欧**国')
    assert.equal(maskName('陈'), '*')
    assert.equal(maskName(''), '')
    assert.equal(maskName('𠮷建国'), '𠮷*国')
  })
})
