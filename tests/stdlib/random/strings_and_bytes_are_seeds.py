import random

for seed in ("text", b"bytes", 1.5, -3, 10 ** 40):
    random.seed(seed)
    print(random.random(), random.randrange(100))
