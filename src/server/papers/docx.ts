import { Docx, type TemplateData, TemplateHandler, type XmlNode, XmlNodeType } from 'easy-template-x'
import type { PaperForm } from '#domain/papers.ts'
import { checkTemplate } from '#domain/papers-check.ts'
import type { PaperFields } from '#domain/papers-fields.ts'
import { problem } from '#domain/problems.ts'

export const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/** Unpacked; far above any form with a seal and a logo in it. */
const mostUnpacked = 20 * 1024 * 1024

/** PNG bytes, or null where there is nothing to draw. */
export type Drawings = { signature: Buffer | null; code: Buffer | null }

/** The paper as a Word file. Throws `paper.template_broken` and `paper.template_unreadable`. */
export async function fillDocx(
  form: PaperForm,
  template: Buffer,
  fields: PaperFields,
  drawings: Drawings,
): Promise<Buffer> {
  await checkDocx(form, template)
  const data: TemplateData = {
    ...writable(fields),
    签名图: drawn(drawings.signature, { width: 180, height: 70 }),
    收据二维码: drawn(drawings.code, { width: 200, height: 200 }),
  }
  return new TemplateHandler().process(template, data)
}

/**
 * What the library would leave in the paper without a word is an error here: unknown fields and braces that do not match,
 * in the body, the headers and the footers. A file with macros, or that fetches something when it is opened, is refused.
 */
export async function checkDocx(form: PaperForm, template: Buffer): Promise<void> {
  if (unpackedSize(template) > mostUnpacked) throw problem('paper.template_unreadable')
  const opened = await Docx.load(template).catch(() => null)
  if (opened === null) throw problem('paper.template_unreadable')
  const files = opened.rawZipFile.listFiles()
  if (files.some((path) => /vbaProject|activeX|embeddings\//i.test(path))) throw problem('paper.template_unreadable')
  for (const path of files.filter((one) => one.endsWith('.rels'))) {
    const text = await opened.rawZipFile.getFile(path).getContentText()
    if (/TargetMode\s*=\s*["']External["']/i.test(text) && !onlyHyperlinks(text))
      throw problem('paper.template_unreadable')
  }
  const parts = await opened.getContentParts().catch(() => [])
  const paragraphs: string[] = []
  for (const part of parts) {
    const root = await part.xmlRoot().catch(() => null)
    if (root === null) throw problem('paper.template_unreadable')
    paragraphs.push(...paragraphsIn(root))
  }
  checkTemplate(form, paragraphs)
}

const onlyHyperlinks = (rels: string): boolean =>
  [...rels.matchAll(/<Relationship\b[^>]*>/g)].every(
    ([one]) => !/TargetMode\s*=\s*["']External["']/i.test(one) || /\/hyperlink["']/.test(one),
  )

/** Word opens no file with a control character in it; one may have been pasted into a name or a reason. */
const writable = (fields: PaperFields): PaperFields =>
  JSON.parse(JSON.stringify(fields), (_key, value) =>
    typeof value === 'string' ? value.replaceAll(unwritable, '') : value,
  )
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

/** A PNG, as large as fits into so many pixels. */
const drawn = (source: Buffer | null, most: { width: number; height: number }) => {
  if (source === null) return ''
  const [width, height] = [source.readUInt32BE(16), source.readUInt32BE(20)]
  const scale = Math.min(most.width / width, most.height / height)
  const size = { width: Math.round(width * scale), height: Math.round(height * scale) }
  return { _type: 'image', source, format: 'image/png', ...size }
}

/** The text of each paragraph; one inside another (in a text box) comes by itself after it. */
function paragraphsIn(root: XmlNode): string[] {
  const found: string[] = []
  const walk = (node: XmlNode, into: number): void => {
    const here = node.nodeName === 'w:p' ? found.push('') - 1 : into
    if (node.nodeType === XmlNodeType.Text && here >= 0) found[here] += node.textContent
    for (const child of node.childNodes ?? []) if (!skipped.includes(child.nodeName)) walk(child, here)
  }
  walk(root, -1)
  return found
}
/** Held beside the text and not shown: field codes, deleted text, the fallback of a text box. */
const skipped = ['w:instrText', 'w:delText', 'mc:Fallback']

/** As the archive's directory says; `Infinity` for what is no archive. */
function unpackedSize(zip: Buffer): number {
  let size = 0
  let at = zip.indexOf('PK\x01\x02', 0, 'latin1')
  if (at < 0) return Number.POSITIVE_INFINITY
  for (; at >= 0 && at + 46 <= zip.length; at = zip.indexOf('PK\x01\x02', at + 46, 'latin1'))
    size += zip.readUInt32LE(at + 24)
  return size
}
