import type { TemplateLine } from './answers.ts'
import { usePapersText } from './papers-text.ts'

/** What a template of this form may name, to be copied into Word. */
export function TemplateFields({ fields }: { fields: TemplateLine['fields'] }) {
  const t = usePapersText()
  return (
    <details className="template-fields">
      <summary>{t('fields')}</summary>
      <p>{t('fieldsText')}</p>
      <Names names={fields.text} />
      <p>{t('fieldsImages')}</p>
      <Names names={fields.images} />
      <p>{t('fieldsLists')}</p>
      {Object.entries(fields.lists).map(([list, inside]) => (
        <Names key={list} names={[`#${list}`, ...inside, `/${list}`]} />
      ))}
    </details>
  )
}

function Names({ names }: { names: readonly string[] }) {
  return (
    <p className="template-names" lang="zh-CN">
      {names.map((name) => (
        <code key={name}>{`{${name}}`}</code>
      ))}
    </p>
  )
}
