import functools


class Light:
    def set(self, state, level=1):
        return state, level

    on = functools.partialmethod(set, "on", level=5)


print(Light().on(), Light().on(level=2))
