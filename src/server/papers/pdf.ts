import { fileURLToPath } from 'node:url'
import PDFDocument from 'pdfkit'
import { millis } from '#domain/calendar.ts'
import { type PaperForm, paperForms } from '#domain/papers.ts'
import { demoMark, type PaperFacts, type PaperFields } from '#domain/papers-fields.ts'
import { layoutOf } from '#domain/papers-layout.ts'
import type { Drawings } from './docx.ts'
import { draw, type Paper } from './pdf-blocks.ts'

const font = fileURLToPath(new URL('fonts/bihuan-paper-sans.ttf', import.meta.url))
const margins = { top: 72, bottom: 68, left: 74, right: 68 }

/** The paper as a PDF on A4, the font embedded with the characters that it uses. */
export function makePdf(
  form: PaperForm,
  fields: PaperFields,
  drawings: Drawings,
  { madeAt, demo }: Pick<PaperFacts, 'madeAt' | 'demo'>,
): Promise<Buffer> {
  const doc = new PDFDocument({
    size: 'A4',
    margins,
    font,
    bufferPages: true,
    lang: 'zh-CN',
    displayTitle: true,
    info: {
      Title: paperForms[form].title,
      Producer: 'Bihuan',
      Creator: 'Bihuan',
      CreationDate: new Date(millis(madeAt)),
    },
  })
  const done = new Promise<Buffer>((resolve, reject) => {
    const pieces: Buffer[] = []
    doc.on('data', (piece: Buffer) => pieces.push(piece))
    doc.on('end', () => resolve(Buffer.concat(pieces)))
    doc.on('error', reject)
  })
  const paper: Paper = { doc, fields, drawings }
  for (const block of layoutOf(form)) draw(paper, block)
  numberPages(doc, demo)
  doc.end()
  return done
}

function numberPages(doc: PDFKit.PDFDocument, demo: boolean): void {
  const { start, count } = doc.bufferedPageRange()
  for (let n = start; n < start + count; n++) {
    doc.switchToPage(n)
    const { width, height } = doc.page
    // Else a line so far down would begin a page of its own.
    doc.page.margins.bottom = 0
    doc.fontSize(9).fillColor('#000')
    doc.text(`第 ${n - start + 1} 页　共 ${count} 页`, 0, height - 44, { width, align: 'center', lineBreak: false })
    if (!demo) continue
    doc.fontSize(10).text(`${demoMark}　单位、人员和隐患均为虚构`, 0, 36, { width, align: 'center', lineBreak: false })
    doc.save().fillOpacity(0.08).fontSize(96)
    doc.rotate(-40, { origin: [width / 2, height / 2] })
    doc.text(demoMark, 0, height / 2 - 56, { width, align: 'center', lineBreak: false })
    doc.restore()
  }
}
