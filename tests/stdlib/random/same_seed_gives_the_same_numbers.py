import random

generator = random.Random(42)
print(generator.random(), generator.getrandbits(70), generator.randint(1, 6), generator.choice("abc"))
items = list(range(10))
generator.shuffle(items)
print(items, generator.sample(range(1000), 5), generator.choices("ab", [1, 9], k=5))
print(generator.uniform(1, 2), generator.gauss(0, 1), generator.expovariate(2), generator.betavariate(1, 2))
