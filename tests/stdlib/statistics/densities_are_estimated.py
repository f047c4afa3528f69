from statistics import kde, kde_random, StatisticsError
data = [-2.1, -1.3, -0.4, 1.9, 5.1, 6.2]
for k in ("normal", "gauss", "logistic", "sigmoid", "rectangular", "uniform", "triangular", "parabolic", "epanechnikov", "quartic", "biweight", "triweight", "cosine"):
    f = kde(data, 1.5, k)
    g = kde(data, 1.5, k, cumulative=True)
    print(k, [round(f(x), 12) for x in (-3, 0.0, 2.5, 7, 99)], [round(g(x), 12) for x in (-3, 0.0, 2.5, 7, 99)])
    r = kde_random(data, 1.5, k, seed=8675309)
    print([round(r(), 10) for _ in range(4)])
print(f.__doc__, r.__doc__)
for a in (([], 1), (["a"], 1), ([1], 0), ([1], 1, "zz")):
    try:
        kde(*a)
    except Exception as e:
        print(type(e).__name__, e)
