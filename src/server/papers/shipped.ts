import type { PaperForm } from '#domain/papers.ts'
import type { Block } from '#domain/papers-blocks.ts'
import { layoutOf } from '#domain/papers-layout.ts'
import { zipOf } from './zip.ts'

/** Twentieths of a point: A4 less its margins. */
const width = 9000
const made = new Map<PaperForm, Buffer>()

/** Version 0 of a form: the same layout as its PDF, with the fields left open, to be edited in Word. */
export function shippedTemplate(form: PaperForm): Buffer {
  const known = made.get(form)
  if (known !== undefined) return known
  const body = layoutOf(form).map(markup).join('')
  const fresh = zipOf({
    '[Content_Types].xml': types,
    '_rels/.rels': rels({ rId1: ['officeDocument', 'word/document.xml'] }),
    'word/document.xml': `${xml}<w:document ${names}><w:body>${body}${section}</w:body></w:document>`,
    'word/_rels/document.xml.rels': rels({
      rId1: ['styles', 'styles.xml'],
      rId2: ['header', 'header1.xml'],
      rId3: ['footer', 'footer1.xml'],
    }),
    'word/styles.xml': styles,
    'word/header1.xml': `${xml}<w:hdr ${names}>${paragraph('{数据标记}', { align: 'right', size: 18 })}</w:hdr>`,
    'word/footer1.xml': `${xml}<w:ftr ${names}>${pageNumber}</w:ftr>`,
  })
  made.set(form, fresh)
  return fresh
}

function markup(block: Block): string {
  switch (block.kind) {
    case 'title':
      return paragraph(block.text, { align: 'center', size: 44, bold: true })
    case 'centre':
      return paragraph(block.text, { align: 'center', size: 32 })
    case 'right':
      return paragraph(block.text, { align: 'right' })
    case 'heading':
      return paragraph(block.text, { bold: true })
    case 'text':
      return paragraph(block.text)
    case 'small':
      return paragraph(block.text, { size: 18 })
    case 'room':
      return Array.from({ length: block.lines }, () => paragraph('', { ruled: true })).join('')
    case 'pairs':
      return table(
        [24, 76],
        block.rows.map(([label, text]) => [label, text]),
      )
    case 'table': {
      const last = block.columns.length - 1
      const cells = block.columns.map(({ field }, n) => {
        const [opens, closes] = [n === 0 ? `{#${block.list}}` : '', n === last ? `{/${block.list}}` : '']
        return `${opens}{${field}}${closes}`
      })
      return table(
        block.columns.map(({ share }) => share),
        [block.columns.map(({ label }) => label), cells],
      )
    }
    case 'signature':
      return ['签收情况：{签收情况}　{签收时间}', '见证人：{见证人}', '{签名图}']
        .map((text) => paragraph(text))
        .join('')
    case 'receipt':
      return ['收据编号：{收据编号}　封印序号：{封印序号}', '封印根：{封印根}', '{收据二维码}']
        .map((text) => paragraph(text, { size: 18 }))
        .join('')
  }
}

type Look = { align?: 'center' | 'right'; size?: number; bold?: boolean; ruled?: boolean }

/** `size` in half points. */
function paragraph(text: string, { align, size = 24, bold = false, ruled = false }: Look = {}): string {
  const justify = align === undefined ? '' : `<w:jc w:val="${align}"/>`
  const rule = ruled ? '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="auto"/></w:pBdr>' : ''
  const look = `<w:rPr>${bold ? '<w:b/>' : ''}<w:sz w:val="${size}"/></w:rPr>`
  const run = text === '' ? '' : `<w:r>${look}<w:t xml:space="preserve">${escaped(text)}</w:t></w:r>`
  return `<w:p><w:pPr>${rule}${justify}</w:pPr>${run}</w:p>`
}

function table(shares: readonly number[], rows: readonly (readonly string[])[]): string {
  const all = shares.reduce((sum, share) => sum + share, 0)
  const widths = shares.map((share) => Math.round((share / all) * width))
  const line = (side: string) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>`
  const borders = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map(line).join('')
  const cell = (text: string, n: number) =>
    `<w:tc><w:tcPr><w:tcW w:w="${widths[n]}" w:type="dxa"/></w:tcPr>${paragraph(text, { size: 21 })}</w:tc>`
  const grid = widths.map((one) => `<w:gridCol w:w="${one}"/>`).join('')
  const body = rows.map((row) => `<w:tr>${row.map(cell).join('')}</w:tr>`).join('')
  const look = `<w:tblPr><w:tblW w:w="${width}" w:type="dxa"/><w:tblBorders>${borders}</w:tblBorders></w:tblPr>`
  // Word wants a paragraph between two tables.
  return `<w:tbl>${look}<w:tblGrid>${grid}</w:tblGrid>${body}</w:tbl>${paragraph('')}`
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
/** `wp` is for pictures: what puts them in takes it for granted. */
const names = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="${office}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"`
const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml'
const part = (name: string, kind: string) =>
  `<Override PartName="/word/${name}.xml" ContentType="${word}.${kind}+xml"/>`
const types = `${xml}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part('document', 'document.main')}${part('styles', 'styles')}${part('header1', 'header')}${part('footer1', 'footer')}</Types>`
const section =
  '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:footerReference w:type="default" r:id="rId3"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1417" w:bottom="1304" w:left="1489" w:header="851" w:footer="737" w:gutter="0"/></w:sectPr>'
const styles = `${xml}<w:styles ${names}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋"/><w:sz w:val="24"/></w:rPr></w:rPrDefault></w:docDefaults></w:styles>`
const pageNumber =
  '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r><w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p>'

function rels(targets: Record<string, [kind: string, target: string]>): string {
  const all = Object.entries(targets).map(
    ([id, [kind, target]]) => `<Relationship Id="${id}" Type="${office}/${kind}" Target="${target}"/>`,
  )
  return `${xml}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all.join('')}</Relationships>`
}
