import type { problemsZh } from './problems-zh.ts'

export const problemsEn: Record<keyof typeof problemsZh, string> = {
  'problem.network.unreachable':
    'No answer from the server. What you filled in is still here; submit it again when the network is back, it will not count twice.',

  'problem.request.invalid': 'Something does not fit, so nothing was saved. Check the marked fields and submit again.',
  'problem.request.too_large': 'Too large, nothing was saved. Use fewer attachments or submit in parts.',
  'problem.request.type': 'The request carries another type of content than expected. Reload the page and try again.',
  'problem.request.not_found': 'Not found. The address may be wrong, or it is outside your reach.',
  'problem.request.rate_limited':
    'Too many requests; this one was not carried out. Wait a minute and try again, your entries are kept.',
  'problem.request.foreign_origin':
    'The request did not come from a page of this system and was refused. Start again from a Bihuan page.',
  'problem.server.failed':
    'The server failed; this was not saved, nothing older was lost. Try again; if it fails again, tell your administrator the request number.',
  'problem.server.busy': 'The server is busy; this was not saved. Your entries are kept, try again shortly.',
  'problem.server.disk_full':
    'The disk of the server is nearly full, so nothing can be saved for now; reading goes on. Your entries are kept. Tell IT staff, and try again later.',

  'problem.session.required': 'Please log in; your session may have ended. You will come back to where you were.',
  'problem.session.wrong_credentials':
    'Wrong login or password. Check upper and lower case; repeated failures lock the account for a while.',
  'problem.session.locked':
    'Too many failures: the account is locked until {until}. Log in then, or ask an administrator for a new password.',
  'problem.session.no_post': 'This account holds no post and cannot act. Ask an administrator to assign one.',
  'problem.session.weak_password':
    'The password is too weak and was not changed. Use at least 12 characters with three of: upper case, lower case, digits, symbols.',

  'problem.command.unknown': 'The server does not know this action; nothing was done. Reload the page and try again.',
  'problem.command.altered':
    'An action of the same number was already sent with other content; this one was not done. Reload and fill it in again.',
  'problem.command.in_progress':
    'The same action is being worked on. Look again in a few seconds; it will not count twice.',
  'problem.command.stale':
    'Somebody just changed this, so your action was not done. Look at the present state and decide again.',
  'problem.command.from_future':
    'The device clock is ahead of the server; nothing was done. Set the clock and submit again.',
  'problem.command.by_not_allowed': 'This account may not act for others; nothing was done.',
  'problem.command.too_many': 'Too many actions at once; nothing was done. Submit at most 200 together.',
  'problem.command.subject_exists': 'This is already registered; it was not registered twice. Reload to see it.',

  'problem.actor.not_allowed': 'Your present post may not do this. Ask a post that may, or switch your post.',
  'problem.actor.out_of_scope': 'This is outside the reach of your post. Ask the local post, or switch your post.',
  'problem.actor.certificate_required':
    'Only holders of an enforcement certificate may do this. Let one do it or take one along.',

  'problem.hazard.not_found': 'This hazard was not found. The number may be wrong, or it is outside your reach.',
  'problem.hazard.wrong_state':
    'The hazard is “{status}” now, so this step is not possible. Look at the present state first.',
  'problem.hazard.already_open':
    'The same item is still open at this place; it was not registered twice. Go on with that one.',
  'problem.hazard.party_missing':
    'Responsible parties are missing: {missing}. Fill the posts, or waive with a reason, then dispatch.',
  'problem.hazard.party_present': 'This party is known; there is nothing to waive.',
  'problem.hazard.evidence_same':
    'The proof after is the same file as before. Take a new photo of the place as it is now.',
  'problem.hazard.fix_not_recorded':
    'The visit did not record this as fixed on the spot, or with other proof. Hand in proof as usual; somebody else re-inspects.',
  'problem.hazard.evidence_missing': 'Proof is missing: {missing}. Everything else is kept; add it and submit again.',
  'problem.hazard.file_unknown': 'An attachment has not reached the server. Wait for the upload or choose it again.',
  'problem.hazard.same_person': 'Nobody judges their own work. Ask another colleague to do this step.',
  'problem.hazard.already_approved':
    'You have approved already. A critical hazard needs {needed} people; another colleague must close it out.',
  'problem.hazard.mode_not_allowed':
    'A mode may always be made stricter; looser only by a desk, and never for a critical hazard.',
  'problem.hazard.deadline_not_allowed': 'This date is not possible. {limit}Choose another date.',
  'problem.hazard.too_late_on_site':
    'Found more than {hours} hours ago: it can no longer be closed on the spot. Hand in proof; somebody else re-inspects.',
  'problem.hazard.not_immediate': 'Only hazards of mode “immediate” can be closed on the spot.',
  'problem.hazard.not_signed': 'The party has neither signed nor is a refusal recorded. Do that first.',
  'problem.hazard.finder_only': 'Only those who made this visit or inspection can do this step.',
  'problem.hazard.not_overdue': 'The hazard is not overdue, so this step is not possible.',
  'problem.hazard.no_request': 'There is no open request. Somebody may have answered it; reload to see.',
  'problem.hazard.request_open': 'A request is waiting for an answer. Wait for it first.',
  'problem.hazard.not_sampled': 'This hazard was not drawn for a sample check.',
  'problem.hazard.needs_administrative_inspection':
    'An administrative inspection of the same place is needed first. A safety visit orders nothing; certificate holders must inspect.',
  'problem.hazard.only_safety_visit':
    'This hazard comes from an administrative inspection and is handled there; it is not referred.',
  'problem.hazard.extension_limit': 'At most {most} extensions, all used. Rectify in time, or a department takes over.',
  'problem.hazard.leader_required': 'Extensions of critical hazards are decided by the leader.',
  'problem.hazard.reason_required': 'Please give a reason, at least two characters.',
  'problem.hazard.handed_over': 'This hazard was handed over in this switch already. Nothing was done twice.',
  'problem.hazard.rung_done': 'This reminder was already sent.',

  'problem.place.not_found': 'This place was not found. The number may be wrong, or it is outside your reach.',
  'problem.place.closed': 'The place is closed down; nothing can be registered there.',
  'problem.place.merged':
    'This entry was a duplicate and is merged into another place. Open its file and go on at the place that was kept; what you filled in is still here.',
  'problem.place.not_merged': 'This place is not merged into another, so there is nothing to undo. Reload to see.',
  'problem.place.merge_itself': 'A place cannot be merged into itself. Choose the other place, which is to be kept.',
  'problem.place.merge_kind': 'The two are places of different kinds. Choose again which place is to be kept.',
  'problem.place.merge_hazards':
    '{n} hazards are not ended or wait for a sample check, so it cannot be merged. End them first.',
  'problem.place.merge_rooms':
    '{n} rooms or firms are registered inside. Merge them one by one first, or merge the other way round.',
  'problem.place.parent_ended': 'What it lies in is closed down or merged. Restore that place first.',
  'problem.place.uscc_invalid':
    'The check character of the credit code is wrong. Compare all 18 characters with the licence.',
  'problem.place.uscc_taken': 'This credit code belongs to another place. Look for its dossier first.',
  'problem.place.unit_unknown': 'There is no such grid. Choose the grid of the place again.',
  'problem.place.contact_missing': 'The place has no contact. Register one first.',

  'problem.standard.item_unknown': 'The catalogue has no such item. Reload the sheet and try again.',
  'problem.standard.item_not_for_place': 'This item is not for this kind of place. Choose one that is.',

  'problem.visit.not_found': 'This visit was not found. The number may be wrong, or it is outside your reach.',
  'problem.visit.wrong_state': 'The visit has moved on, so this is not possible. Reload to see.',
  'problem.visit.item_unknown': 'This item is not on the sheet of this visit.',
  'problem.visit.item_recorded': 'This item is already recorded; it was not recorded twice.',
  'problem.visit.photo_required': 'A hazard needs a photo from the spot. Add one and submit; everything else is kept.',
  'problem.visit.hazard_id_required': 'A failed item lacks its hazard number. Open the sheet again and submit.',
  'problem.visit.text_changed': 'The text to sign differs from the one on the server. Check it again before signing.',
  'problem.visit.signature_blank': 'The signature is blank or too short. Please sign again.',
  'problem.visit.witnesses_required': 'A refusal needs at least {fewest} witnesses or a video.',
  'problem.visit.sheet_empty':
    'There are no check items for this kind of place yet, so no visit can begin. Ask the administrator to import some.',
  'problem.visit.room_unknown':
    '{n} rooms are not of this house or no longer registered. Reload the rooms and choose again.',
  'problem.visit.fix_missing':
    '{open} findings recorded as fixed on the spot are not closed yet. Close them first, then finish; everything recorded is kept.',
  'problem.visit.sheet_incomplete': '{open} lines of the sheet are not filled in. Fill them in before you finish.',
  'problem.visit.finder_only': 'Only those who take part in this visit can do this.',
  'problem.inspection.two_officers_required':
    'An inspection needs at least {fewest} certificate holders. Add a colleague with a certificate.',

  'problem.unit.not_found': 'This unit was not found; it may be outside your reach.',
  'problem.unit.code_taken':
    'This code has been used, nothing was added; units that ended keep their codes. Choose another.',
  'problem.unit.code_invalid':
    'This code does not fit below the unit chosen, nothing was added. It must read {expected}; # stands for a digit.',
  'problem.unit.kind_not_allowed':
    'This kind of unit cannot stand below the one chosen, nothing was added. Choose another kind or another parent.',
  'problem.unit.line_invalid':
    'A department needs a line from the list and other units have none. Nothing was added; check the line.',
  'problem.unit.in_use': 'Not ended: still in it are {use}. Hand these over or end them first, then end the unit.',
  'problem.account.not_found': 'This account was not found.',
  'problem.account.login_taken': 'This login is taken. Choose another.',
  'problem.post.not_found': 'This post was not found; it may have ended.',
  'problem.post.certificate_required': 'This post needs the number of an enforcement certificate.',
  'problem.post.no_inspection':
    'A task force may not inspect, so nobody holds an enforcement certificate in one. Give the post in a department.',

  'problem.notice.not_found': 'This notice was not found.',
  'problem.notice.not_failed': 'This notice did not fail; there is nothing to send again.',
  'problem.notice.order_needs_inspection': 'Only an administrative inspection may order; a safety visit gives advice.',
  'problem.notice.signature_wrong':
    'The signature of the SMS gateway is wrong; nothing was taken in. Check the key of the gateway.',

  'problem.link.not_found':
    'The link is not valid. Check that the address is complete, or ask the grid worker for a new one.',
  'problem.link.expired': 'The link has expired. Ask the grid worker or the town desk for a new one.',
  'problem.link.code_wrong': 'The last four digits are wrong; {left} tries are left. What you filled in is kept.',
  'problem.link.locked': 'Too many failures: the link is locked until {until}. Try then, or ask the grid worker.',

  'problem.receipt.not_found': 'There is no receipt for this entry, or it is outside your reach.',
  'problem.receipt.not_sealed':
    'The entry is saved and waits for the next seal, so there is no receipt yet. Try again in a few seconds.',

  'problem.phase.not_found': 'There is no such phase. The number may be wrong, or it lies outside of your area.',
  'problem.phase.running': 'A phase is running in this area already, and no other was begun. Switch that one first.',
  'problem.phase.ended':
    'This phase was switched already, which happens once. Its figures are frozen; refresh to see them.',
  'problem.phase.successor_not_allowed':
    'This unit cannot go on with it. Choose a task force of the area or its own desk; a department sees its own line only. The phase is unchanged.',

  'problem.paper.not_for_act':
    'This paper does not belong to this act. A safety visit has no order and none of the forms of an inspection.',
  'problem.paper.not_as_pdf': 'This paper is filled in on the spot and comes as a Word file only.',
  'problem.paper.nothing_found': 'Nothing was found, so there is no such paper.',
  'problem.paper.template_broken':
    'Paragraph {paragraph} of the template has a fault at “{field}”: there is no such field, or its braces do not match. The template was not put to use; correct it in Word and upload it again.',
  'problem.paper.template_unreadable':
    'This file cannot be opened, or it carries macros or links to elsewhere. Save it as a plain .docx and upload it again.',
  'problem.paper.template_not_found': 'There is no such version of this template.',

  'problem.pack.too_large':
    'Your area has more than {most} places, more than a phone can hold offline. Switch to a post in a village or grid under Me, or ask your administrator for one; online everything works as usual.',
  'problem.file.not_found': 'This attachment was not found; it may still be on its way.',
  'problem.file.too_large': 'The attachment is too large. Photos and documents up to 10 MB, videos up to 50 MB.',
  'problem.file.type_not_allowed':
    'This kind of file is not accepted. Photos: JPG, PNG, WebP; videos: MP4, WebM; documents: PDF.',
  'problem.file.damaged': 'The attachment cannot be read and was not uploaded. Take or choose it again.',
  'problem.file.hash_differs': 'The attachment changed on its way and was not saved. Upload it again.',
  'problem.file.awaited':
    'Photos of this record are still on their way, so it cannot be judged or ended yet. It can be as soon as they are here; nothing is lost.',

  'problem.upload.not_found':
    'This upload is no longer on the server and starts anew. The file is still on this phone.',
  'problem.upload.version': 'The server speaks another version of uploads. Reload the page to update.',
  'problem.upload.offset_wrong': 'The upload continues from where the server has it.',
  'problem.upload.differs': 'This attachment has another size or kind than before. Take or choose it again.',
  'problem.upload.busy': 'This attachment is being sent from elsewhere; it goes on in a moment.',
  'problem.upload.too_many': 'Too many attachments at once; the others wait their turn and are not lost.',
}
