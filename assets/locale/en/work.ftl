work-title = Work list
work-stages-label = Stages
work-stage-intake = Intake
work-stage-review = Review
work-stage-production = Production
work-stage-hand-over = Hand-over
work-stage-closed = Closed
work-stage-all = All
work-search = Number or name
work-search-button = Search
work-mine = Only mine
work-empty = There is nothing here.
work-total = { $count ->
    [one] One application
   *[other] { $count } applications
  }
work-page = page { $page } of { $last }
work-name = Name
work-no-name = No name yet
work-kind = Kind
work-status = Status
work-received = Received
work-waiting = Waiting
work-number = Number
work-days = { $count ->
    [0] today
    [one] 1 day
   *[other] { $count } days
  }
work-produce-all = Make every approved book
work-produce-all-hint = Makes the books of all approved applications, one after the other. Those for which there is no blank stay here.
