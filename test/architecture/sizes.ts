/** How long files are, and what they are called. */

import type { Rule, Sample } from './rule.ts'
import { codeOf, isCode, type SourceFile } from './source.ts'

const limits = { median: 80, p90: 200, longest: 400 }
/** Below this number of files one long file moves the median; the limit of a single file holds always. */
const enough = 20

const linesOf = (file: SourceFile) => file.text.split('\n').length - (file.text.endsWith('\n') ? 1 : 0)
const inSource = (file: SourceFile) => /^src\/.*\.(tsx?|css|sql)$/.test(file.path)

export const fileLength: Rule = {
  name: `no file in src is longer than ${limits.longest} lines`,
  reason: 'a file tells one story; a second story is a second file',
  check: (files) =>
    files
      .filter((file) => inSource(file) && linesOf(file) > limits.longest)
      .map((file) => ({ path: file.path, line: limits.longest + 1, what: `has ${linesOf(file)} lines` })),
  bad: [{ 'src/domain/hazards.ts': lines(401) }, { 'src/web/app.css': lines(500) }],
  good: [
    {
      'src/domain/hazards.ts': lines(400),
      'test/world.ts': lines(401),
    },
  ],
}

export const typicalLength: Rule = {
  name: `half of the files have at most ${limits.median} lines, nine of ten at most ${limits.p90}`,
  reason: 'a newcomer reads a file in one go',
  check: (files) => {
    const sized = files.filter((file) => inSource(file) && isCode(file)).sort((a, b) => linesOf(a) - linesOf(b))
    if (sized.length < enough) return []
    return (['median', 'p90'] as const).flatMap((name) => {
      const file = sized[Math.ceil(sized.length * (name === 'median' ? 0.5 : 0.9)) - 1]!
      const found = linesOf(file)
      if (found <= limits[name]) return []
      return [{ path: file.path, line: 1, what: `is the ${name} of src with ${found} lines, over ${limits[name]}` }]
    })
  },
  bad: [tree(20, 81), { ...tree(17, 10), ...tree(3, 201, 'long') }],
  good: [tree(20, 80), tree(10, 300), { ...tree(18, 80), ...tree(2, 390, 'long') }],
}

const vague = /^(utils?|helpers?|commons?|managers?|v\d+)$/
const vagueAlone = /^(base|misc|stuff)$/

export const names: Rule = {
  name: 'no file or folder is named utils, helpers, common, manager, base or v2',
  reason: 'a name says what is inside; these words invite everything',
  check: (files) =>
    files.flatMap((file) => {
      const parts = file.path.replace(/\.test(?=\.)|\.\w+$/g, '').split('/')
      const part = parts.find((name) => vagueAlone.test(name) || name.split(/[-_.]/).some((word) => vague.test(word)))
      return part ? [{ path: file.path, line: 1, what: `"${part}" does not say what is inside` }] : []
    }),
  bad: [
    { 'src/domain/utils.ts': '' },
    { 'src/server/common/dates.ts': '' },
    { 'src/web/ui/date-helpers.ts': '' },
    { 'test/utils.test.ts': '' },
    { 'src/server/hazards/v2/store.ts': '' },
    { 'src/server/db/base.ts': '' },
    { 'src/server/db/migration-manager.ts': '' },
  ],
  good: [{ 'src/web/map/base-map.ts': '', 'src/server/db/database.ts': '', 'src/domain/commonality.ts': '' }],
}

export const marks: Rule = {
  name: 'no test is switched off or singled out',
  reason: 'a test that does not run proves nothing, and looks as if it did',
  check: (files) =>
    files
      .filter((file) => isCode(file) && file.path.startsWith('test/'))
      .flatMap((file) => {
        const code = codeOf(file.text)
        return [...code.matchAll(/\.(only|skip|todo)\(|\b(only|skip|todo)\s*:\s*(?:true\b|['"`])/g)].map((match) => ({
          path: file.path,
          line: code.slice(0, match.index).split('\n').length,
          what: `${match[0].trim()} in a test`,
        }))
      }),
  bad: [
    { 'test/domain/hazards.test.ts': "test('a', () => {})\ntest.only('b', () => {})" },
    { 'test/domain/hazards.test.ts': "describe.skip('b', () => {})" },
    { 'test/domain/hazards.test.ts': "test('b', { skip: 'slow' }, () => {})" },
    { 'test/domain/hazards.test.ts': "test('b', async (t) => { t.todo('later') })" },
  ],
  good: [{ 'test/domain/hazards.test.ts': "test('never .only( one of them', () => {})" }],
}

function lines(count: number): string {
  return 'x\n'.repeat(count)
}

function tree(count: number, length: number, name = 'file'): Sample {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`src/domain/${name}${i}.ts`, lines(length)]))
}
