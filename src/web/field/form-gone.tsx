import { Link } from 'react-router'
import { fieldPages } from './field-paths.ts'
import { Frame } from './frame.tsx'
import { Empty } from './states.tsx'
import { useFieldText } from './text.ts'

/** The address of a form that was handed in, given up, or begun on another phone. */
export function FormGone({ title }: { title: string }) {
  const t = useFieldText()
  return (
    <Frame title={title} back={fieldPages.find}>
      <Empty title={t('form.gone')}>
        <Link className="go" to={fieldPages.find}>
          {t('tab.find')}
        </Link>
      </Empty>
    </Frame>
  )
}
