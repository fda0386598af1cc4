/** Keeps the shape that STYLE.md describes, and shows that each rule can say no. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { describe, sampleFiles } from './architecture/rule.ts'
import { codeOf, readTree } from './architecture/source.ts'
import { rules } from './architecture-rules.ts'

const tree = readTree(join(import.meta.dirname, '..'))

suite('the code keeps its shape', () => {
  for (const rule of rules) {
    test(rule.name, () => {
      const found = rule.check(tree).map((finding) => describe(rule, finding))
      if (found.length) throw plainly(found.join('\n'))
    })
  }
})

suite('each rule can say no', () => {
  for (const rule of rules) {
    test(rule.name, () => {
      assert.ok(rule.bad.length > 0, 'a rule without a bad sample may check nothing')
      for (const sample of rule.bad) {
        assert.ok(rule.check(sampleFiles(sample)).length > 0, `not caught: ${JSON.stringify(sample)}`)
      }
      for (const sample of rule.good) {
        assert.deepEqual(rule.check(sampleFiles(sample)), [], `wrongly caught: ${JSON.stringify(sample)}`)
      }
    })
  }
})

suite('code is told from comments and strings', () => {
  const cases: [name: string, text: string, code: string][] = [
    ['a comment', 'a() // b()', 'a()       '],
    ['a string with a slash', "a('//') + b", "a('  ') + b"],
    ['a template with code in it', '`x${ f({ a: `y` }) }z` + b', '` ${ f({ a: ` ` }) } ` + b'],
    ['a regular expression with a quote', "a.test(/'/) || b('c')", "a.test(   ) || b(' ')"],
    ['a division', 'a / b / c', 'a / b / c'],
    ['JSX that closes itself', '<A {...b} /><C d="e" />', '<A {...b} /><C d=" " />'],
    ['an apostrophe in JSX ends with its line', "<p>don't</p>\nnext('x')", "<p>don      \nnext(' ')"],
  ]
  for (const [name, text, code] of cases) test(name, () => assert.equal(codeOf(text), code))
})

/** An error whose text is the whole message: where the test stands in this file helps nobody. */
function plainly(message: string): Error {
  return Object.assign(new Error(message), { stack: message })
}
