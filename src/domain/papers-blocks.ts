import type { ListField } from './papers.ts'

export type Column = {
  label: string
  field: string
  /** Part of the width; those of one table need not add up to anything. */
  share: number
}

/** A part of a paper. Texts carry fields in braces: "{场所名称}". */
export type Block =
  | { kind: 'title' | 'centre' | 'right' | 'text' | 'heading' | 'small'; text: string }
  /** Label and value; an empty value is room to write. */
  | { kind: 'pairs'; rows: readonly (readonly [label: string, text: string])[] }
  | { kind: 'table'; list: ListField; columns: readonly Column[] }
  /** So many empty lines to write on. */
  | { kind: 'room'; lines: number }
  /** The drawn signature, or the refusal with its witnesses. */
  | { kind: 'signature' }
  /** The receipt's numbers and its code. */
  | { kind: 'receipt' }

/** Who issues it, what it is, its number. */
export const head = (title: string): Block[] => [
  { kind: 'centre', text: '{机关名称}' },
  { kind: 'title', text: title },
  { kind: 'right', text: '编号：{文书编号}' },
]

/** What was found, with its basis and its proof. */
export const findings: Block = {
  kind: 'table',
  list: '隐患',
  columns: [
    { label: '序号', field: '序号', share: 5 },
    { label: '问题', field: '检查项', share: 36 },
    { label: '等级', field: '等级', share: 9 },
    { label: '法律依据', field: '法律依据', share: 34 },
    { label: '照片', field: '照片数', share: 7 },
    { label: '整改情况', field: '整改情况', share: 10 },
  ],
}

/** Whoever keeps the pictures can show with these that they are the ones meant. */
export const photos: Block = {
  kind: 'table',
  list: '照片',
  columns: [
    { label: '隐患序号', field: '隐患序号', share: 14 },
    { label: '照片指纹（SHA-256）', field: '指纹', share: 86 },
  ],
}
