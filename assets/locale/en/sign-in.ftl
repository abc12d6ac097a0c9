sign-in-title = Sign in
sign-in-id = Account
sign-in-password = Password
sign-in-code = Code
sign-in-code-hint = The six digits your authenticator shows
sign-in-button = Sign in
sign-in-wrong = Account, password or code is wrong. Each code works once.
sign-in-slow = There were several failures. Try again in { $count ->
    [one] one second
   *[other] { $count } seconds
  }.
session-ended-title = Your session has ended
session-ended-kept = What you entered is kept. Sign in again and you can send it as it is.
session-ended-lost = Sign in again to go on.
resend-title = Send what you entered
resend-text = You entered this before your session ended. It is carried out when you send it.
resend-button = Send again
resend-drop = Do not send
door-title = Demonstration accounts
door-text = Choose an account; its password and its current code are filled in.
door-ready = Password and code of the chosen account are filled in. Press Sign in.
door-wait = The code of this account was used just now. Choose it again in half a minute.
