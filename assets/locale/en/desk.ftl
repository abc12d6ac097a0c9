desk-title = My desk
desk-new = New application
desk-no-piles = No pile of applications belongs to your role. The work list shows everything.
desk-empty = Nothing waits for you now.
desk-more = { $count ->
    [one] See one more
   *[other] See { $count } more
  }
desk-pile-drafts = Drafts
desk-hint-drafts = Begun by you, not yet attested
desk-pile-returned = Returned
desk-hint-returned = Sent back to you by an examiner
desk-pile-to-decide = To decide
desk-hint-to-decide = Taken in by somebody else
desk-pile-referred = Referred
desk-hint-referred = Before another authority
desk-pile-to-produce = To produce
desk-hint-to-produce = Approved, not yet made
desk-pile-to-inspect = To inspect
desk-hint-to-inspect = Made, not yet inspected
desk-pile-to-hand-over = To hand over
desk-hint-to-hand-over = Inspected, waiting for their holders
