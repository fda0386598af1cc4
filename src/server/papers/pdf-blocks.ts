import type { Block, Column } from '#domain/papers-blocks.ts'
import type { PaperFields } from '#domain/papers-fields.ts'
import type { Drawings } from './docx.ts'

export type Paper = { doc: PDFKit.PDFDocument; fields: PaperFields; drawings: Drawings }

const body = 11
const small = 8.5
const gap = 5
/** Room between a cell's text and its lines. */
const pad = 4
const handRow = 34

/** Draws one block below the last, on a new page where it does not fit. */
export function draw(paper: Paper, block: Block): void {
  const { doc, fields } = paper
  switch (block.kind) {
    case 'title':
      words(paper, block.text, 20, { align: 'center', stroke: true, fill: true })
      doc.y += 6
      break
    case 'centre':
      words(paper, block.text, 14, { align: 'center' })
      break
    case 'right':
      words(paper, block.text, body, { align: 'right' })
      break
    case 'heading':
      room(paper, 48)
      words(paper, block.text, 12, { stroke: true, fill: true })
      break
    case 'text':
      words(paper, block.text, body, {})
      break
    case 'small':
      words(paper, block.text, small, {})
      break
    case 'room':
      for (let n = 0; n < block.lines; n++) ruledLine(paper)
      break
    case 'pairs': {
      const rows = block.rows.map(([label, text]) => [label, filled(text, fields)])
      table(paper, [24, 76], rows, body - 1)
      break
    }
    case 'table': {
      const rows = fields[block.list].map((row) => block.columns.map(({ field }) => row[field] ?? ''))
      const said = rows.length > 0 ? rows : [block.columns.map((_, n) => (n === 0 ? '无' : ''))]
      const shares = block.columns.map(({ share }) => share)
      table(paper, shares, said, small + 0.5, block.columns)
      break
    }
    case 'signature':
      signature(paper)
      break
    case 'receipt':
      receipt(paper)
      break
  }
}

/** A field that the form does not know stays as it is: the layouts are tested to have none. */
const filled = (text: string, fields: PaperFields): string =>
  text.replaceAll(/\{([^{}]+)\}/g, (whole, name: string) => {
    const value = (fields as Record<string, unknown>)[name]
    return typeof value === 'string' ? value : whole
  })

function words({ doc, fields }: Paper, text: string, size: number, look: PDFKit.Mixins.TextOptions): void {
  doc.fontSize(size).fillColor('#000').strokeColor('#000').lineWidth(0.4)
  doc.text(filled(text, fields), doc.page.margins.left, doc.y, { width: inner(doc), lineGap: size * 0.35, ...look })
  doc.y += gap
}

const inner = (doc: PDFKit.PDFDocument): number => doc.page.width - doc.page.margins.left - doc.page.margins.right
const bottom = (doc: PDFKit.PDFDocument): number => doc.page.height - doc.page.margins.bottom

/** Begins a page where fewer than so many points are left. */
function room({ doc }: Paper, points: number): void {
  if (doc.y + points > bottom(doc)) doc.addPage()
}

function ruledLine(paper: Paper): void {
  room(paper, 26)
  const { doc } = paper
  const { left } = doc.page.margins
  doc.y += 24
  doc
    .lineWidth(0.5)
    .moveTo(left, doc.y)
    .lineTo(left + inner(doc), doc.y)
    .stroke()
  doc.y += gap
}

/** With a head it is repeated on each page. A row is never torn: it goes to the next page whole. */
function table(
  paper: Paper,
  shares: readonly number[],
  rows: readonly (readonly string[])[],
  size: number,
  head?: readonly Column[],
): void {
  const { doc } = paper
  const all = shares.reduce((sum, share) => sum + share, 0)
  const widths = shares.map((share) => (share / all) * inner(doc))
  const heightOf = (cells: readonly string[]) => {
    doc.fontSize(size)
    const heights = cells.map((text, n) => doc.heightOfString(text || ' ', { width: (widths[n] ?? 0) - 2 * pad }))
    const byHand = head === undefined && cells[1] === ''
    return Math.max(byHand ? handRow : 0, ...heights) + 2 * pad
  }
  const drawRow = (cells: readonly string[], height: number) => {
    const top = doc.y
    let left = doc.page.margins.left
    doc.lineWidth(0.5)
    cells.forEach((text, n) => {
      const width = widths[n] ?? 0
      doc.rect(left, top, width, height).stroke()
      doc.text(text, left + pad, top + pad, { width: width - 2 * pad })
      left += width
    })
    doc.x = doc.page.margins.left
    doc.y = top + height
  }
  const labels = head?.map(({ label }) => label)
  const drawHead = () => labels && drawRow(labels, heightOf(labels))
  const headHeight = labels === undefined ? 0 : heightOf(labels)
  room(paper, headHeight + heightOf(rows[0] ?? []))
  drawHead()
  for (const row of rows) {
    const height = heightOf(row)
    if (doc.y + height > bottom(doc)) {
      doc.addPage().fontSize(size)
      drawHead()
    }
    drawRow(row, height)
  }
  doc.y += gap * 2
}

function signature(paper: Paper): void {
  room(paper, 130)
  const { doc, drawings } = paper
  words(paper, '签收情况：{签收情况}　　时间：{签收时间}', body, {})
  words(paper, '见证人：{见证人}', body, {})
  words(paper, '检查人员：{检查人员}', body, {})
  words(paper, '责任方签名：', body, {})
  if (drawings.signature !== null) {
    doc.image(drawings.signature, doc.page.margins.left + 80, doc.y - 22, { fit: [180, 64] })
    doc.y += 48
  } else doc.y += 24
}

/** Large enough that its finest squares are seen by a phone: a third of a millimetre each. */
const codeSide = 150

function receipt(paper: Paper): void {
  const { doc, fields, drawings } = paper
  const coded = drawings.code !== null
  room(paper, coded ? codeSide + 20 : 80)
  const top = doc.y + gap
  const { left } = doc.page.margins
  if (drawings.code !== null) doc.image(drawings.code, left, top, { width: codeSide })
  const beside = coded ? left + codeSide + 12 : left
  const lines = [
    '收据编号：{收据编号}　封印序号：{封印序号}',
    '封印根：{封印根}',
    '签字内容指纹：{签字内容指纹}',
    ...(coded ? ['扫描二维码，可以用公布的公钥核验签收记录是否被改动。'] : []),
    '制作时间：{制作时间}',
  ]
  doc.fontSize(small).fillColor('#000')
  doc.text(filled(lines.join('\n'), fields), beside, top + 6, { width: left + inner(doc) - beside, lineGap: 3 })
  doc.x = left
  doc.y = Math.max(doc.y, coded ? top + codeSide : 0) + gap
}
