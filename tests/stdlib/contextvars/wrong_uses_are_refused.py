import contextvars

context = contextvars.copy_context()
variable = contextvars.ContextVar("variable")
other = contextvars.ContextVar("other", default=3)


def show(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, str(error).partition(" at 0x")[0])


show(context.run)
show(contextvars.Context, 1)
show(contextvars.ContextVar)
show(contextvars.ContextVar, 1)
show(contextvars.ContextVar, "a", 1)
show(contextvars.ContextVar, "a", "b", 1)
show(contextvars.Token)
show(hash, context)
show(lambda: context[1])
show(lambda: 1 in context)
show(context.get, 1)
show(context.run, context.run, print)
show(variable.get)
show(variable.get, "otherwise")
show(other.get)
show(variable.reset, 1)
token = variable.set(1)
show(other.reset, token)
show(context.run, variable.reset, token)
variable.reset(token)
show(variable.reset, token)
show(lambda: token.old_value)
show(lambda: (context == contextvars.Context(), context == context, context != context, context == 1))
show(context.run, print, 1, 2, sep="-")
for cls in (contextvars.Context, contextvars.ContextVar, contextvars.Token):
    show(type, "Derived", (cls,), {})
