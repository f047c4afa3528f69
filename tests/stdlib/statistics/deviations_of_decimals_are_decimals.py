import statistics
from decimal import Decimal
from fractions import Fraction

for data in ([Decimal("1.5"), Decimal("2.25"), 3], [Decimal(1), Decimal(3)], [Decimal(1), Decimal(1)], [Decimal("1e-20"), Decimal("3e-20")],
             [Decimal(0), Decimal(200)], [0.5, 2, Fraction(1, 3)], [1e308, 1e308, -1e308], [float("inf"), 1.0], [float("nan"), 1.0],
             [True, False, True], [1e-320, 2e-320, 0.5]):
    for function in (statistics.mean, statistics.stdev, statistics.pstdev, statistics.variance, statistics.pvariance):
        try:
            print(function.__name__, repr(function(data)))
        except (AttributeError, OverflowError) as error:
            print(function.__name__, error)
