import type { noticesZh } from './notices-zh.ts'

export const noticesEn: Record<keyof typeof noticesZh, string> = {
  title: 'Notices',
  hint: 'Advice and orders to the responsible party. Send a failed one again, or hand it over in person.',
  stateAll: 'All',
  colWhat: 'Notice',
  colState: 'Delivery',
  colTo: 'To',
  colChanged: 'Last change',
  attempts: '{n} attempts',
  reason: 'Reason: {error}',
  'error.no_contact': 'the place has no mobile number of a responsible person: register one, then send again',
  'error.key_missing': 'the encryption key is missing, the number cannot be read: ask the administrator',
  'error.unreachable': 'the SMS gateway cannot be reached',
  'error.timeout': 'the SMS gateway did not answer in time',
  'error.bad_answer': 'the SMS gateway answered otherwise than agreed',
  'error.provider_failed': 'the SMS gateway could not deliver it',
  'error.http': 'the SMS gateway answered {code}',
  text: 'Text',
  colActs: 'Actions',
  retry: 'Send again',
  retried: 'Queued again',
  emptyTitle: 'No such notices',
  emptyText:
    'The party is told when a hazard is dispatched, extended, overdue or closed out; how that went appears here.',
  label: 'Notices',
}
