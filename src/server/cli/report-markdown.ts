import type { Day } from '#domain/calendar.ts'
import { percentOf } from '#domain/rates.ts'
import { pilotWordsZh } from '#domain/report-words-zh.ts'
import type { Figure } from '#server/insight/figures.ts'

export type Header = { kind: string; unitName: string; on: Day; demo: boolean; isSample: boolean }

const titles: Record<string, string> = {
  pilot: '试点统计',
  survey: '全面排查',
  rectify: '分段整治',
  manage: '长效管理',
}
const words: Record<string, string> = pilotWordsZh

/** For paper: each figure with its unit and its rate, and below it how it was counted. */
export function reportInMarkdown(figures: readonly Figure[], { kind, unitName, on, demo, isSample }: Header): string {
  const marks = [...(demo ? ['**演示数据**'] : []), ...(isSample ? ['**抽样数据，不是全部试点**'] : [])]
  const lines = figures.map(
    ({ key, value, unit, numerator, denominator }) =>
      `| ${words[key] ?? key} | ${value ?? '无'} | ${unit} | ${rateOf(numerator, denominator)} |`,
  )
  const scopes = [...new Set(figures.map((figure) => figure.scope))].join(', ')
  return `${[
    `# ${titles[kind] ?? kind} · ${unitName}`,
    '',
    [`截至 ${on} 24 时`, `范围 ${scopes}`, ...marks].join(' · '),
    '',
    '| 指标 | 数值 | 单位 | 占比 |',
    '|---|---:|---|---|',
    ...lines,
    '',
    '占比四舍五入到两位小数，括号内为舍去小数的写法。',
    '',
    '## 计算口径',
    '',
    ...figures.map(({ key, formula }) => `- \`${key}\`：${formula}`),
  ].join('\n')}\n`
}

function rateOf(numerator: number | null | undefined, denominator: number | null | undefined): string {
  if (numerator == null || denominator == null) return ''
  const percent = percentOf(numerator, denominator)
  const counts = `${numerator} / ${denominator}`
  return percent === null ? counts : `${counts} = ${percent.rounded}%（${percent.truncated}%）`
}
