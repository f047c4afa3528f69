class Show:
    def __getitem__(self, key):
        return key
    def __setitem__(self, key, value):
        print("set", key, value)
    def __delitem__(self, key):
        print("delete", key)
s = Show()
print(s[1], s[1:2], s[:], s[::3], s[1, 2], s[1:2, ..., None], s[()])
print(s[*[1, 2]], s[0, *"ab"])
s[1:2] = "x"
s["k"] = "v"
del s[::2]
s[0] += (1,) if False else 5
