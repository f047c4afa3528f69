log = []
class Watch:
    value = 1
    def __getattribute__(self, name):
        log.append(name)
        return super().__getattribute__(name)
    def method(self):
        return self.value
w = Watch()
print(w.method(), log)
log.clear()
print(w.__class__.__name__, log)
len_log = []
class Sized:
    def __getattribute__(self, name):
        len_log.append(name)
        return super().__getattribute__(name)
    def __len__(self):
        return 3
print(len(Sized()), len_log)
