staff-fault-password-short = The password needs at least 12 characters.
staff-fault-password-long = The password may have at most 128 characters.
staff-fault-password-weak = The password is easy to guess. Use several words that have nothing to do with each other.
staff-fault-name = Enter the name.
staff-fault-roles = Choose at least one role.
staff-fault-language = The language is Korean or English.
staff-fault-post = There is no such post.
