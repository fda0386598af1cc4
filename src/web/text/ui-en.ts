import type { uiZh } from './ui-zh.ts'

export const uiEn: Record<keyof typeof uiZh, string> = {
  loading: 'Opening…',
  crashTitle: 'This page broke',
  crashText:
    'Everything already submitted is on the server; nothing is lost. Open it again; if it breaks again, tell your administrator the line below.',
  reload: 'Open again',
  days: '{n} d',
  hours: '{n} h',
  minutes: '{n} min',
  lessThanMinute: 'less than 1 min',
  left: '{span} left',
  overdueFor: 'overdue for {span}',
  noDeadline: 'no deadline yet',
  ago: '{span} ago',
  justNow: 'just now',
  asOf: 'as of {time}',
  previous: 'Previous',
  next: 'Next',
  close: 'Close',
}
