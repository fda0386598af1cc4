/** Words that must not stand in anything we hand on: unfinished business, and the machine of whoever wrote it. */
import { findIn, type Rule } from './rule.ts'

// Put together here, so that this file does not trip over itself.
const later = ['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X']
const homes = ['work', 'farm', 'root', 'home/\\w+', 'Users/\\w+']

export const noLater: Rule = {
  name: 'no note to self is left behind',
  reason: 'what is not done is an issue with an owner, not a comment without one',
  check: (files) =>
    files.flatMap((file) =>
      findIn(file, file.text, new RegExp(`\\b(?:${later.join('|')})\\b`), (found) => `${found} left behind`),
    ),
  bad: later.map((word) => ({ 'src/domain/hazards.ts': `const a = 1\n// ${word} later` })),
  good: [{ 'src/domain/hazards.ts': '// a to-do list is what the phone calls it; xxx' }],
}

export const noMachinePaths: Rule = {
  name: 'no path of one machine',
  reason: 'the checkout runs anywhere, and says nothing about where it was written',
  check: (files) =>
    files.flatMap((file) =>
      findIn(
        file,
        file.text,
        new RegExp(`(?:^|[\\s'"\`(=:])(?:file://)?/(?:${homes.join('|')})/`, 'm'),
        (found) => `the path ${found}…`,
      ),
    ),
  bad: [
    { 'src/server/config.ts': `const data = '${'/wo' + 'rk'}/main/data'` },
    { 'docs/tour.md': `Open ${'/ro' + 'ot'}/bihuan in your editor` },
    { 'scripts/test.ts': `import x from "file://${'/fa' + 'rm'}/x.ts"` },
    { 'README.md': `cd ${'/ho' + 'me'}/ming/bihuan` },
  ],
  good: [
    {
      'src/web/paths.ts':
        "const page = '/desk/work/1'; const at = `${base}/work/`; const a = 'https://example.org/root/'",
    },
  ],
}
