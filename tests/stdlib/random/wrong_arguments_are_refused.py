import random


def attempt(function):
    try:
        function()
    except Exception as error:
        print(type(error).__name__, error)


attempt(lambda: random.choice([]))
attempt(lambda: random.sample([1], 2))
attempt(lambda: random.randrange(0))
attempt(lambda: random.choices("ab", [0, 0]))
attempt(lambda: random.choices("ab", [1]))
