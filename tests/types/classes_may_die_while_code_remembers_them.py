# Code remembers where it found the attributes of classes that are gone; changing a class must not look at those.
import gc


def make(number):
    class Class:
        value = number

        def method(self):
            return self.value

    return Class


def use(instance):
    return instance.method() + instance.value


total = 0
for round in range(5):
    for number in range(40):
        total += use(make(number)())
    gc.collect()
    kept = make(round)
    use(kept())
    kept.value = 7
    total += use(kept())
print(total)
