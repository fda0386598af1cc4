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
  text: 'Text',
  retry: 'Send again',
  retried: 'Queued again',
  emptyTitle: 'No such notices',
  emptyText:
    'The party is told when a hazard is dispatched, extended, overdue or closed out; how that went appears here.',
  label: 'Notices',
}
