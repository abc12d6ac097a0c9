nav-law = Law
law-title = The Enforcement Decree
law-text = For each paragraph: the rules that the program holds of it, and how many cases prove them. A rule tells what the paragraph means; it is not the text of the law.
law-questions = Ask a question
law-questions-text = Enter facts and see what follows from which article. Nothing that you enter is kept.
law-provisions = Paragraphs and their rules
law-keeper-engine = decided by rules
law-keeper-officer = an officer decides
law-keeper-program = done elsewhere in the program
law-keeper-nobody = nothing to decide
law-rules = { $count ->
    [one] one rule
   *[other] { $count } rules
  }
law-cases = { $count ->
    [one] one case
   *[other] { $count } cases
  }
law-may = (discretion)
law-ask-here = Questions about it
law-way = Where you are
law-ask-title = A question to the law
law-ask-articles = Answered from the Decree, articles { $articles }
law-answer = Answer
law-discretion = The text says “may”: an officer decides and writes down why.
law-reasons = Why
law-unless = What would change it
law-answered-by = Edition: { $edition }
law-ask-form = Facts
law-ask-text = Enter what you know. What is left empty is not asserted either way. Enter no names and no resident numbers.
law-edition = Edition of the Decree
law-edition-hint = You can ask an edition that came into force on another day.
law-edition-default = The Decree in force here (No. 23181)
law-edition-by-date = The Decree in force on the day of issue or application
law-edition-named = No. { $name }, in force from { $date }
law-common = What every question knows
law-own = What this question knows
law-not-said = not said
law-yes = yes
law-no = no
law-ask = Ask
law-back = Back to the law
law-shape-date = date (YYYY-MM-DD)
law-shape-flag = yes or no
law-shape-integer = whole number
law-shape-decimal = decimal number
law-shape-period = period (P3Y for three years, P6M for six months)
law-shape-dates = dates, separated by |
law-shape-country = country code (ISO 3166-1)
law-shape-currency = currency code (ISO 4217)
law-fault-value = Look at “{ $fact }”: it cannot say this.
law-fault-twice = “{ $fact }” is entered twice.
law-fault-contradiction = “{ $first }” and “{ $second }” contradict each other.
law-fault-edition = Choose one of the editions.
law-fault-fact = Something was entered that this question does not know. Open the page again.
