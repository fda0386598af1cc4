import type { VerifyKey } from './verify-zh.ts'

export const verifyEn: Record<VerifyKey, string> = {
  title: 'Check a receipt',
  lead: 'A receipt proves that something was recorded at a certain time and has not been changed since. It is checked inside your browser: the receipt is sent nowhere, and no network is needed.',
  'in.heading': 'Your receipt',
  'in.drop': 'Drop the receipt file here, or',
  'in.choose': 'Choose the file',
  'in.file': 'Receipt file (JSON)',
  'in.paste': 'Or paste the receipt, or the address from its QR code',
  'in.check': 'Check',
  'in.empty': 'Paste a receipt first.',
  'in.code': 'Scanning the QR code of a receipt opens this page and checks it at once.',
  'in.another': 'Check another receipt',
  'from.file': 'the file {name}',
  'from.pasted': 'what was pasted',
  'from.code': 'a QR code or address',
  from: 'Checked: {what}',

  'bad.tooLarge': 'This file is too large to be a receipt',
  'bad.tooLarge.text':
    'A receipt has a few KB; this file has more than {most} KB and was not opened. Choose one that is called bihuan-receipt-….json.',
  'bad.empty': 'There is nothing in it',
  'bad.empty.text': 'No text was found. Choose the file again, or copy the receipt once more.',
  'bad.notReceipt': 'This is not a receipt',
  'bad.notReceipt.text':
    'It does not have the form of a receipt and cannot be checked. That says nothing against the record; try the original file.',
  'bad.cut': 'It is not complete',
  'bad.cut.text':
    'The code or address was probably not read to its end. Scan again, or use the downloaded file. That says nothing against the record.',
  'bad.unreadable': 'The file cannot be read',
  'bad.unreadable.text': 'The browser could not read this file. Save a copy and try that, or paste its content.',
  'bad.keys': 'This is not a file of keys',
  'bad.keys.text': 'No public key was found in it. The keys in use stay as they were.',

  'ok.title': 'The receipt is genuine',
  'ok.said': 'The record is exactly what was sealed. Nothing was changed.',
  'ok.sealedLate':
    'It is recorded as of {received} and was sealed only on {sealed}. What happened to it in between, this receipt does not show: ask why it took so long.',
  what: '{subject}: {event}',
  'no.title': 'The receipt does not hold',
  'no.do':
    'Do not rely on what it says. Keep the original, and compare with the town that gave it, or ask to see the log.',
  'open.title': 'It cannot be decided here',
  'fault.malformed': 'Not in the form of a receipt',
  'fault.malformed.text': 'The content is not a receipt.',
  'fault.keysMalformed': 'The list of keys cannot be read',
  'fault.keysMalformed.text': 'The list of public keys is not in its form. Use another published keys file.',
  'fault.noKeys': 'No public key',
  'fault.noKeys.text':
    'This page brought no public key. Give one under “The public key”. The receipt says that it was signed by key {key}.',
  'fault.key': 'The key that signed is not on the list',
  'fault.key.text':
    'The receipt says that key {key} signed it, which is not among the published keys at hand. It may come from another installation, or be forged. Get the keys file that its issuer publishes and use it under “The public key”.',
  'fault.keyForged': 'The list of keys was altered',
  'fault.keyForged.text':
    'The public key called {key} does not belong to that id. An id is worked out from its key and does not change by itself. Do not trust this list; get the key in another way.',
  'fault.keyEnded': 'Signed after the key had ended',
  'fault.keyEnded.text':
    'Nothing should bear the signature of key {key} after it ended. The receipt may have been made with an old key that leaked.',
  'fault.unsupported': 'The browser cannot check this kind of signature',
  'fault.unsupported.text':
    'The receipt is signed with {algorithm}, which this page does not know. Use the command bihuan verify --receipt. That says nothing against the record.',
  'fault.position': 'The number does not fit the seal',
  'fault.position.text':
    'The log number is outside of this seal, or the path of proof does not fit its place. A number or the range was changed.',
  'fault.altered': 'The record was altered',
  'fault.altered.text':
    'The seal itself is genuine and its signature is right; but the record in this receipt (or its path of proof) is not the one that was sealed, be it by a single character.',
  'fault.root': 'The seal was altered',
  'fault.root.text':
    'The record does not lead to the root in this receipt, and the seal does not fit its signature: the root or something else in it was changed or forged.',
  'fault.signature': 'The signature is wrong',
  'fault.signature.text':
    'Key {key} did not sign such a seal: the signature is forged, or the number, the time or something else of the seal was changed.',

  'fact.what': 'What',
  'fact.subject': 'About',
  'fact.occurred': 'Happened',
  'fact.received': 'Recorded',
  'fact.late': 'sent later, and marked so',
  'fact.where': 'Where (unit codes)',
  'fact.number': 'Log number',
  'fact.seal': 'Seal',
  'fact.sealSaid': 'No. {no}, over log numbers {first} to {last}',
  'fact.sealOne': 'No. {no}, over log number {first}',
  'fact.numberSaid': 'No. {n} in the log of district {district}',
  'fact.sealedAt': 'Sealed',
  'fact.sealedLate': 'long after it was recorded',
  'fact.root': 'Root',
  'fact.key': 'Key',
  'fact.raw': 'The whole record in the receipt',
  'fact.rawHint': 'Identifiers, times and terms of the work only; no names and no telephone numbers.',
  'fact.heading': 'What was recorded',
  'fact.unproven': 'What the receipt says (not proven)',
  'fact.proof': 'What it was checked against',
  'fact.checkedAt': 'Checked {at} by the clock of this device',

  'subject.hazard': 'Hazard',
  'subject.safetyVisit': 'Safety visit',
  'subject.administrativeInspection': 'Administrative inspection',
  'subject.place': 'Place',
  'subject.account': 'Account',
  'subject.unit': 'Unit',
  'subject.notice': 'Notice',
  'subject.link': "Owner's link",
  'subject.phase': 'Phase',

  'key.heading': 'The public key',
  'key.own': 'It came with this page, as published by {host}.',
  'key.given': 'It comes from {name}, and does not depend on this website.',
  'key.givenPasted': 'what you pasted',
  'key.givenFile': 'your file {name}',
  'key.none': 'This page brought no public key. Please give a file of published keys.',
  'key.id': 'Key id',
  'key.fingerprint': 'Fingerprint (SHA-256)',
  'key.time': 'Algorithm and time of use',
  'key.since': '{algorithm}, in use since {since}',
  'key.span': '{algorithm}, {since} to {until}',
  'key.empty': 'Paste the keys first.',
  'key.used': 'signed this receipt',
  'key.claimed': 'named by the receipt',
  'key.compare':
    'Compare the fingerprint, group by group, with the one on the notice board, in the newspaper or in your archive. If they differ, do not trust the result.',
  'key.change': 'Use a key from elsewhere',
  'key.changeHint':
    'To do without this website, choose a file of keys that you got in another way (bihuan-keys.json), or paste it.',
  'key.choose': 'Choose a keys file',
  'key.paste': 'Or paste the keys',
  'key.use': 'Use these keys',
  'key.back': 'Back to the keys of this website',

  'limits.heading': 'What this tells you',
  'limits.yes':
    'A genuine receipt shows that not one character of this record was changed after it was sealed, and that the key above signed it.',
  'limits.no':
    'It does not show that what was recorded is true of the place, nor what happened before it was recorded.',
  'limits.own':
    'This page comes from those who gave the receipt. To depend on nobody, run bihuan verify --receipt on your own computer, with a key that you got in another way.',

  save: 'Save as a file',
  print: 'Print the result',
  about: 'Bihuan · receipts',
}
