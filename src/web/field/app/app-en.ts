import type { AppWord } from './app-zh.ts'

export const appEn: Record<AppWord, string> = {
  title: 'This phone',
  'offline.ready': 'Opens without a signal',
  'offline.preparing': 'Fetching what is needed offline; please stay connected',
  'offline.failed': 'Not everything needed offline was fetched; open again where there is a signal',
  'offline.none': 'Does not open without a signal',
  'why.webView.wechat': 'Inside WeChat this works online only. Tap “…” at the top right and open it in a browser.',
  'why.webView.dingtalk': 'Inside DingTalk this works online only. Tap “…” at the top right and open it in a browser.',
  'why.notInstalled':
    'On an iPhone add this to the home screen before working offline: Share, then Add to Home Screen. Otherwise iOS clears what is unsent.',
  'why.noWorker': 'This browser cannot work offline. Use the phone’s own browser or a recent Chrome.',
  install: 'Add to home screen',
  installed: 'On the home screen',
  'stays.yes': 'The system has promised not to clear what lies here',
  'stays.no': 'When space runs short the system may clear what lies here; adding it to the home screen prevents that',
  space: '{used} used, {free} free',
  'space.used': '{used} used',
  'update.ready': 'A new version is ready',
  'update.go': 'Update now',
}
