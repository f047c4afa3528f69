# expect-exit: 1
# expect-error: ValueError: message
# expect-error: a first note
# expect-error: a second note
error = ValueError("message")
error.add_note("a first note")
error.add_note("a second note")
raise error
