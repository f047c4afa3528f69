import contextvars
import threading

variable = contextvars.ContextVar("variable", default="start")
token = variable.set("main")
context = contextvars.copy_context()
print(variable.get(), context[variable], context.run(lambda: (variable.set("inside"), variable.get())[1]), variable.get())
seen = []
thread = threading.Thread(target=lambda: seen.append(variable.get()))
thread.start()
thread.join()
print(seen)
variable.reset(token)
print(variable.get(), token.old_value is contextvars.Token.MISSING)
try:
    variable.reset(token)
except RuntimeError:
    print("used once")
