import type { Rule } from 'antd/es/form'
import { passwordIsStrong } from '#domain/people.ts'
import { usePeopleText } from './people-text.ts'

export function useFormRules(): { needed: Rule; chosen: Rule; strong: Rule; reason: Rule } {
  const t = usePeopleText()
  return {
    needed: { required: true, whitespace: true, message: t('needed') },
    chosen: { required: true, message: t('needed') },
    strong: {
      validator: (_, value: string) =>
        passwordIsStrong(value ?? '') ? Promise.resolve() : Promise.reject(new Error(t('passwordWeak'))),
    },
    reason: { required: true, min: 2, whitespace: true, message: t('reasonShort') },
  }
}
