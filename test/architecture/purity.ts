/** What the rules of the domain may not do, so that a phone and a server come to the same answer. */
import { findInCode, type Rule } from './rule.ts'
import { isCode } from './source.ts'

const impure = [
  /\bDate\s*\.\s*now\b/,
  /\bnew\s+Date\b\s*(?:\(\s*\)|(?!\s*\())/,
  /\bMath\s*\.\s*random\b/,
  /(?<![.\w])fetch\s*\(/,
  /(?<![.\w])(?:process|performance|crypto|console|localStorage|window|document|navigator)\s*\./,
  /(?<![.\w])set(?:Timeout|Interval|Immediate)\s*\(/,
]

export const purity: Rule = {
  name: 'the domain has no clock, no randomness and no outside',
  reason: 'time and identifiers are arguments, so that phone, server and replay decide alike',
  check: (files) =>
    findInCode(
      files.filter((file) => isCode(file) && file.path.startsWith('src/domain/')),
      new RegExp(impure.map((pattern) => pattern.source).join('|')),
      (found) => `${found} in the domain`,
    ),
  bad: [
    { 'src/domain/hazards.ts': 'const now = Date.now()' },
    { 'src/domain/hazards.ts': 'const now = new Date()' },
    { 'src/domain/hazards.ts': 'const now = new Date' },
    { 'src/domain/ids.ts': 'const dice = Math.random()' },
    { 'src/domain/ids.ts': 'const bytes = crypto.getRandomValues(new Uint8Array(16))' },
    { 'src/domain/places.ts': "const answer = await fetch('/places')" },
    { 'src/domain/places.ts': 'const town = process.env.TOWN' },
    { 'src/domain/places.ts': 'setTimeout(sweep, 250)' },
  ],
  good: [
    {
      'src/domain/hazards.ts':
        '/** never Date.now() */\nconst due = new Date(now)\nconst clock = { fetch }\nthing.process.step()',
    },
    { 'src/server/main.ts': 'const now = Date.now()' },
  ],
}

export const localTime: Rule = {
  name: 'the domain never asks for the local time of the machine',
  reason: 'the server may run in UTC while the phone is in Shanghai; dates are worked out from the offset',
  check: (files) =>
    findInCode(
      files.filter((file) => isCode(file) && file.path.startsWith('src/domain/')),
      /\.(?:get|set)(?:FullYear|Month|Date|Day|Hours|Minutes)\s*\(|\.getTimezoneOffset\s*\(|\.toLocale\w*String\s*\(/,
      (found) => `${found} depends on the machine's time zone or language`,
    ),
  bad: [
    { 'src/domain/calendar.ts': 'const day = new Date(at).getDay()' },
    { 'src/domain/calendar.ts': 'const text = date.toLocaleDateString()' },
  ],
  good: [{ 'src/domain/calendar.ts': 'const day = new Date(at).getUTCDay()' }, { 'src/web/day.ts': 'date.getDay()' }],
}
