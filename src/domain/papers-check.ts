import { fieldsOfForm, type PaperForm } from './papers.ts'
import { problem } from './problems.ts'

/** `unknown` name, `unbalanced` braces, a list that is `open` at the end, or closed where it was `closed` or another is open. */
export type TemplateFault = { field: string; paragraph: number; fault: 'unknown' | 'unbalanced' | 'open' | 'closed' }

type Tag = { text: string; whole: boolean }

/**
 * Everything that would be left in the paper as it is, or left out of it without a word. `paragraphs` are the texts of
 * the template one by one, empty ones too, in the order of the document; they are counted from 1.
 */
export function templateFaults(form: PaperForm, paragraphs: readonly string[]): TemplateFault[] {
  const { text, images, lists } = fieldsOfForm(form)
  const plain: readonly string[] = [...text, ...images]
  const faults: TemplateFault[] = []
  const open: { list: string; paragraph: number }[] = []
  paragraphs.forEach((words, n) => {
    const paragraph = n + 1
    const say = (field: string, fault: TemplateFault['fault']) => faults.push({ field, paragraph, fault })
    for (const tag of tagsIn(words)) {
      const name = tag.text.replace(/^[#/]/, '').trim()
      if (!tag.whole) say(tag.text.slice(0, 40), 'unbalanced')
      else if (tag.text.startsWith('#')) {
        if (!Object.hasOwn(lists, name) || open.length > 0) say(name, 'unknown')
        else open.push({ list: name, paragraph })
      } else if (tag.text.startsWith('/')) {
        if (open.pop()?.list !== name) say(name, 'closed')
      } else {
        const inside: readonly string[] = lists[open.at(-1)?.list as keyof typeof lists] ?? []
        if (!plain.includes(name) && !inside.includes(name)) say(name, 'unknown')
      }
    }
  })
  for (const { list, paragraph } of open) faults.push({ field: list, paragraph, fault: 'open' })
  return faults
}

/** Throws `paper.template_broken` for the first fault, with all of them beside it. */
export function checkTemplate(form: PaperForm, paragraphs: readonly string[]): void {
  const faults = templateFaults(form, paragraphs)
  const [first] = faults
  if (first !== undefined) throw problem('paper.template_broken', { form, ...first, faults: faults.slice(0, 20) })
}

/** What stands in braces, and what begins or ends one without the other. */
function* tagsIn(words: string): Generator<Tag> {
  let from: number | null = null
  for (let at = 0; at < words.length; at++) {
    if (words[at] === '{') {
      if (from !== null) yield { text: words.slice(from, at).trim() || '{', whole: false }
      from = at + 1
    } else if (words[at] === '}') {
      if (from === null) yield { text: '}', whole: false }
      else yield { text: words.slice(from, at).trim(), whole: true }
      from = null
    }
  }
  if (from !== null) yield { text: words.slice(from).trim() || '{', whole: false }
}
