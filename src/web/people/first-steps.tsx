import { Link } from 'react-router'
import { pages } from '#web/paths.ts'
import { usePeopleText } from './people-text.ts'
import { useMayShapeUnits } from './unit-acts.tsx'

const columns = 'code,name,kind,parent_code,line'
const columnsZh = '编码,名称,类型,上级编码,条线'

/** A new installation knows its district and nothing else: what to do, in the order in which it works. */
export function FirstSteps() {
  const t = usePeopleText()
  const may = useMayShapeUnits()
  if (!may) {
    return (
      <section className="panel">
        <h2>{t('firstTitle')}</h2>
        <p>{t('firstOthers')}</p>
      </section>
    )
  }
  return (
    <section className="panel first-steps">
      <h2>{t('firstTitle')}</h2>
      <p>{t('firstText')}</p>
      <ol>
        <li>
          <b>{t('firstTown')}</b>
          <p>{t('firstTownText')}</p>
        </li>
        <li>
          <b>{t('firstImport')}</b>
          <p>{t('firstImportText')}</p>
          <pre>npx bihuan import units FILE.csv --dry-run</pre>
          <p className="quiet small">
            {t('firstColumns')} <code>{columns}</code> {t('or')} <code>{columnsZh}</code>
          </p>
        </li>
        <li>
          <b>{t('firstAccounts')}</b>
          <p>
            {t('firstAccountsText')} <Link to={pages.accounts}>{t('accountsTitle')}</Link>
          </p>
        </li>
        <li>
          <b>{t('firstPosts')}</b>
          <p>{t('firstPostsText')}</p>
        </li>
      </ol>
    </section>
  )
}
