import type { PublicKey } from './public-zh.ts'

export const publicEn: Record<PublicKey, string> = {
  'title.advice': 'Safety hazard notice',
  'title.order': 'Order to rectify by a date',
  'title.link': 'Notice link',
  'kind.advice': 'This is advice, not a penalty. Please rectify by the advised date.',
  'kind.order': 'This is an order of the authority. It must be rectified by the date.',
  'language.other': '中文',
  'language.switch': 'Switch to Chinese',
  chineseOnly: 'The hazard, the place and the law are given in Chinese, which prevails.',
  demo: 'Demo data',

  loading: 'Opening the notice…',
  offline: 'No network. What you entered is still on this page; continue when you are back online.',
  stale: 'Could not refresh. This is as of {at}.',

  'where.label': 'Place',
  'found.label': 'Found',

  'due.advice': 'Advised date for rectification',
  'due.order': 'To be rectified by',
  'due.date': '{date} ({weekday})',
  'due.endOfDay': 'end of day',
  'due.moment': 'by {time}',
  'due.days': '{days} days left',
  'due.day': '1 day left',
  'due.hours': '{hours} h left',
  'due.lastHour': 'Less than 1 hour left',
  'due.overdue': 'Overdue by {days} days',
  'due.overdueDay': 'Overdue by 1 day',
  'due.overdueToday': 'Overdue, less than a day',
  'due.overdueSince': 'Overdue since {at}. Proof handed in now will still be re-inspected.',
  'due.none': 'No date yet. A text message will follow once it is set.',
  'due.extended': 'Originally {date}; an extension was granted.',
  'due.extensionOpen': 'You asked for an extension to {date}. Until it is answered the date stays.',
  'due.objectionOpen': 'Your objection is being looked into. Until it is answered the date stays.',
  'due.submitted': 'Your proof has arrived; the clock no longer runs.',

  'photos.before': 'As it was found',
  'photos.after': 'After rectification',
  'photos.one': '{set}, photo {n}',
  'photos.enlarge': 'Enlarge',
  'photos.close': 'Close the large photo',
  'photos.video': 'Play video {n}',
  'photos.document': 'Open file {n}',
  'photos.lost': 'The photo cannot be shown right now',

  'how.heading': 'How to rectify',
  'how.immediate': 'Remove the hazard above, and keep it so. Act at once: make it safe before anything else.',
  'how.concentrated':
    'Remove the hazard above, and keep it so. Hazards of this kind are put right together here; follow the common schedule.',
  'how.deadline':
    'Remove the hazard above, and keep it so. Rectify by the date. If you cannot, ask for an extension in good time.',
  'how.proof': 'Then keep this proof of it:',
  'how.send': 'Hand the proof in on this page. Another officer will re-inspect.',

  'act.heading': 'What you can do',
  'act.submit': 'Upload proof',
  'act.extend': 'Ask for an extension',
  'act.object': 'Object',
  'act.submitHint': 'When it is fixed, take photos and upload them.',
  'act.extendHint': 'If you cannot finish in time, say why and until when.',
  'act.objectHint': 'If the facts are wrong or it is not yours to fix, say so.',

  'progress.heading': 'Progress',
  'progress.told': 'Notified',
  'progress.fixing': 'Being rectified',
  'progress.waiting': 'Awaiting re-inspection',
  'progress.closed': 'Closed out',
  'progress.done': 'done',
  'progress.current': 'now',
  'progress.ahead': 'not yet',

  'next.heading': 'What happens next',
  'next.told': 'Please rectify. Once you upload proof here, it will be re-inspected.',
  'next.early': 'Officers are verifying and filing this. You will be told.',
  'next.fixing': 'When it is fixed, upload proof here. An officer will then re-inspect.',
  'next.reworked':
    'The last re-inspection did not pass. Please continue and upload new proof; the inspecting officer can tell you why.',
  'next.waiting':
    'An officer will re-inspect. If it passes, the hazard is closed out; if not, you will be told. Your proof is kept.',
  'next.passed': 'Re-inspection passed; close-out is being approved. Nothing more for you to do.',
  'next.transferred':
    'This went to an enforcement department. Please keep rectifying and follow that department’s papers.',
  'next.suspended': 'Work here was suspended by order. Keep rectifying; resuming needs a check and consent.',
  'next.unanswered':
    'If no proof arrives by the date, the village contacts you first, then the town supervises.',

  'law.heading': 'Legal basis',
  'law.plain': 'Why it matters',
  'history.heading': 'History',
  'told.filed': 'Filed, date set',
  'told.dispatched': 'Dispatched for rectification, and notified',
  'told.lapsed': 'Date passed, overdue',

  'why.escape':
    'People must be able to get out: passages, stairs and exits stay clear and open at all times.',
  'why.power':
    'Damaged, improvised or overloaded wiring heats up and ignites. Most fires in premises begin there.',
  'why.equipment': 'Extinguishers, hydrants and alarms decide the first minutes of a fire.',
  'why.management': 'Someone in charge, records and drills keep small faults from growing into accidents.',
  'why.ebike': 'E-bike batteries burn fast with toxic smoke; charging indoors blocks the way out.',
  'why.lodging': 'Where work, storage and sleeping share a room, a fire at night kills.',
  'why.gas':
    'Leaking gas explodes at a flame. Hose, valve and cylinder must be sound and in the right place.',
  'why.separation':
    'Walls and doors must hold the fire, so that one room does not become the whole building.',
  'why.building': 'Altered structure, facades or windows may collapse and hinder rescue.',
  'why.work': 'Hot work, heights and lifting injure on the spot when one protection is missing.',
  'why.storage': 'Goods stacked too high, too many or mixed burn fast and are hard to put out.',
  'why.dangerous': 'Flammables: little of them, in the right place, with no flame nearby.',
  'why.kitchen': 'Grease and open flame meet, and the duct burns within seconds.',
  'why.crowd': 'Too many people or an unknown number cannot get out fast and cannot be counted.',
  'why.transport': 'An accident on the road hits everybody on it.',
  'why.default': 'This can hurt people. By the rules, whoever uses or manages the place has to remove it.',

  'code.heading': 'First, is it you?',
  'code.lead':
    'Enter the last four digits of the phone number that received the text message. Asked once, not stored.',
  'code.label': 'Last four digits of the phone number',
  'code.continue': 'Continue',
  'code.four': 'Please enter 4 digits.',
  'code.wrong': 'These digits are not right. {left} tries left.',
  'code.wrongLast': 'These digits are not right. One more wrong try locks the link for a while.',
  'code.locked':
    'Too many wrong tries. Locked until {until}. What you entered is kept; try then, or ask the town for a new link.',
  'code.checking': 'Checking…',

  back: 'Back to the notice',
  retry: 'Try again',
  sending: 'Sending…',
  kept: 'Everything you entered is still here.',
  needs: 'Still missing:',

  'submit.heading': 'Upload proof',
  'submit.asked': 'Proof that this item asks for',
  'submit.need.photo': 'Photos after rectification (at least 1)',
  'submit.need.video': 'Short video after rectification (at least 1)',
  'submit.need.document': 'PDF file (at least 1)',
  'submit.add.photo': 'Take or choose photos',
  'submit.add.video': 'Take or choose a video',
  'submit.add.document': 'Choose a PDF',
  'submit.photoHint':
    'From the same angle as when it was found. Photos are made smaller on the phone first; marks in the picture stay.',
  'submit.videoHint': 'MP4 or WebM, up to 50 MB.',
  'submit.documentHint': 'Up to 10 MB.',
  'submit.noFaces': 'Please keep faces, identity papers and number plates out of the picture.',
  'submit.optional': 'You may also add (not required)',
  'submit.note': 'Remarks (optional)',
  'submit.noteHint': 'Please no names, phone or identity numbers.',
  'submit.send': 'Hand in the proof',
  'submit.moreProof': 'At most {most}; please remove one first.',
  'submit.waitUploads': 'Some files are not uploaded: wait, upload again or remove them.',
  'submit.doneTitle': 'Proof handed in',
  'submit.doneText':
    'An officer will re-inspect. Once passed it is closed out; this link always shows the result.',

  'proof.photo': 'Photo {n}',
  'proof.video': 'Video {n}',
  'proof.document': 'File {n}',
  'proof.preparing': 'Making it smaller…',
  'proof.waiting': 'Waiting to upload',
  'proof.sending': 'Uploading {percent}%',
  'proof.done': 'Uploaded',
  'proof.failed': 'Not uploaded: {why}',
  'proof.retry': 'Upload {name} again',
  'proof.remove': 'Remove {name}',
  'proof.unreadable': 'This photo cannot be opened. Please choose a JPG or PNG.',
  'proof.network': 'No network; upload it again once you are back online.',
  'proof.tooLarge': 'Too large ({size} MB), at most {most} MB.',
  'proof.wrongType': 'Not the kind of file asked for.',

  'extend.heading': 'Ask for an extension',
  'extend.lead':
    'The date now: {date}. The original date stays on record, and the present one holds until consent. At most {most} extensions.',
  'extend.until': 'Until which day (end of that day)',
  'extend.untilMissing': 'Please choose a date.',
  'extend.untilEarly': 'Please choose {date} or later.',
  'extend.reason': 'Reason',
  'extend.reasonHint':
    'For example: parts are ordered and arrive on …; works take … days. No names or phone numbers.',
  'extend.send': 'Send the request',
  'extend.doneTitle': 'Extension requested',
  'extend.doneText': 'Another officer will answer. Until then the date stays; this page shows the result.',

  'object.heading': 'Object',
  'object.lead':
    'If the facts are wrong, it is not your responsibility, or too much is asked, you may say so. Every objection is answered and never held against you.',
  'object.reason': 'Your reasons',
  'object.reasonHint': 'Say what is not right and what supports it. No names or phone numbers.',
  'object.send': 'Send the objection',
  'object.doneTitle': 'Objection sent',
  'object.doneText':
    'Officers will look into it and answer. Until then the date stays; this page shows the result.',

  'reason.short': 'Please give the reason, at least {least} characters.',
  count: '{n} of {most} characters',

  'closed.title': 'This hazard is closed out',
  'closed.at': 'Closed out {at}',
  'closed.text':
    'It passed re-inspection; there is nothing more for you to do. Please keep it so: the same hazard within {days} days counts as a relapse.',
  'closedDown.title': 'This place was closed down',
  'closedDown.text': 'This link only shows the history now. For questions please ask the town.',
  'void.title': 'This notice was withdrawn',
  'void.text': 'It turned out that nothing needs to be rectified. There is nothing for you to do.',

  'link.not_found.title': 'This notice cannot be opened',
  'link.not_found.text':
    'The link is incomplete or wrong. Open it again from the text message, or look for a newer message.',
  'link.expired.title': 'This link no longer works',
  'link.expired.text': 'It has expired, or officers ended it. The notice and its date still stand.',
  'link.help.title': 'What to do',
  'link.help.call': 'Ask your grid worker, or call the town, for a new link.',
  'link.help.visit': 'Or go to the village office or the town, name the place and look at it there.',
  'link.help.keep': 'Carry on rectifying; keep the photos on your phone.',
  'failed.title': 'This cannot be opened right now',
  'failed.network':
    'The phone is offline or the server does not answer. The notice has not changed; please try later.',
  'failed.request': 'Number for support: {id}',

  'foot.help': 'Hard to read, or no internet? Ask your grid worker, or go to the village office.',
  'foot.private': 'This page shows no names or phone numbers. Please do not pass the link on.',
  'foot.expires': 'The link works until {at}.',
  'foot.asOf': 'As of {at}.',
  'foot.print': 'Print',

  'why.hazard.wrong_state': 'The progress has changed; please look at this page as it stands.',
  'why.hazard.extension_limit':
    'It was extended {most} times already. Please ask your grid worker or the town.',
}
