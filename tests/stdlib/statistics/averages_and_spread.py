import statistics
from fractions import Fraction

data = [1, 2.5, 2.5, 3, 7, 11]
print(statistics.mean(data), statistics.median(data), statistics.mode(data), statistics.pvariance([1, 2, 3, 4]))
print(statistics.stdev(data), statistics.quantiles(data), statistics.mean([Fraction(1, 2), Fraction(1, 3)]))
try:
    statistics.mean([])
except statistics.StatisticsError as error:
    print(error)
