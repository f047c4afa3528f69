inf, nan = float("inf"), float("nan")
print(inf > 10 ** 300, -inf < 0, inf == inf, nan == nan, nan != nan, nan < 1, nan > 1)
print(inf - inf, inf * 0, inf + 1, 1 / inf, -1 / inf, inf // 1, 5 % inf, -5 % inf)
print(0.0 == -0.0, str(-0.0), min(0.0, -0.0), 1 / -inf, abs(-0.0), -0.0 + 0.0)
print(max(1, nan), max(nan, 1), sorted([3, 1, 2.5]), nan in [nan], [nan] == [nan], {nan: 1}[nan])
print(inf ** 0, nan ** 0, 1 ** nan, 0.0 ** inf, (-2.0) ** 3, (-1) ** inf)
import math
print(math.isnan(nan), math.isinf(-inf), math.isfinite(1.0), math.copysign(1, -0.0), math.nan, math.inf)
try:
    inf % 0
except ZeroDivisionError as error:
    print(type(error).__name__)
