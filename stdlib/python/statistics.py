"""Averages, spread and relation of data. Sums are exact: data are added as fractions and turned back at the end."""

import math
from bisect import bisect_left
from collections import Counter, namedtuple
from fractions import Fraction
from itertools import count, groupby, repeat
from operator import itemgetter

__all__ = [
    "NormalDist", "StatisticsError", "correlation", "covariance", "fmean", "geometric_mean", "harmonic_mean", "kde", "kde_random", "linear_regression",
    "mean", "median", "median_grouped", "median_high", "median_low", "mode", "multimode", "pstdev", "pvariance", "quantiles",
    "stdev", "variance",
]


class StatisticsError(ValueError):
    """The data do not allow an answer."""


# --- Exact sums --------------------------------------------------------------------------------------------------------------

def _exact(value):
    """Return a number as a fraction; what is not finite comes back as it is."""
    if isinstance(value, (int, Fraction)):
        return Fraction(value)
    try:
        return Fraction(*value.as_integer_ratio())
    except (OverflowError, ValueError):
        return value
    except AttributeError:
        raise TypeError(f"can't convert type '{type(value).__name__}' to numerator/denominator") from None


def _common_type(a, b):
    """The type of a sum of numbers of two types."""
    if a is b or b is int or b is bool:
        return a
    if a is int or a is bool:
        return b
    if issubclass(b, a):
        return b
    if issubclass(a, b):
        return a
    if issubclass(a, int):
        return b
    if issubclass(b, int):
        return a
    if issubclass(a, Fraction) and issubclass(b, float):
        return b
    if issubclass(a, float) and issubclass(b, Fraction):
        return a
    raise TypeError("don't know how to coerce %s and %s" % (a.__name__, b.__name__))


def _ratio(value):
    """Numerator and denominator of a number; None and the number itself where it is not finite."""
    try:
        return value.as_integer_ratio()
    except (OverflowError, ValueError):
        return None, value
    except AttributeError:
        exact = _exact(value)
        return exact.numerator, exact.denominator


def _total(partial_sums):
    """The sum of numerators by denominator: few denominators occur, so few fractions need be added."""
    return sum((Fraction(numerator, denominator) for denominator, numerator in partial_sums.items()), Fraction(0))


def _sum(data):
    """Return the type of the result, the exact sum and the number of data."""
    kind = int
    partial_sums = {}
    partial_sum = partial_sums.get
    special = None
    number = 0
    for value_type, values in groupby(data, type):
        kind = _common_type(kind, value_type if value_type is not bool else int)
        for value in values:
            number += 1
            numerator, denominator = _ratio(value)
            if numerator is None:
                special = (0 if special is None else special) + denominator
            else:
                partial_sums[denominator] = partial_sum(denominator, 0) + numerator
    return kind, _total(partial_sums) if special is None else special, number


def _convert(value, kind):
    if type(value) is kind:
        return value
    if issubclass(kind, int) and value.denominator != 1:
        kind = float
    try:
        return kind(value)
    except TypeError:
        return kind(value.numerator) / kind(value.denominator)


def _sum_of_squares(data, center=None):
    """Return type, exact sum of squared deviations, mean and number of data."""
    values = list(data)
    kind, total, number = _sum(values)
    if number == 0:
        return kind, Fraction(0), None, 0
    mean_value = total / number if center is None else _exact(center)
    if not isinstance(total, Fraction):
        return kind, total, mean_value, number  # infinite, or not a number
    # The sum of (x - c)**2 is that of x**2, less 2*c*sum(x), plus n*c**2; and nothing of it is rounded.
    partial_sums = {}
    partial_sum = partial_sums.get
    for value in values:
        numerator, denominator = _ratio(value)
        partial_sums[denominator] = partial_sum(denominator, 0) + numerator * numerator
    squares = _total({denominator * denominator: numerator for denominator, numerator in partial_sums.items()})
    return kind, squares - 2 * mean_value * total + number * mean_value * mean_value, mean_value, number


def _square_root_of_fraction(n, d):
    """The correctly rounded float of the square root of n/d."""
    shift = (n.bit_length() - d.bit_length() - 109) // 2
    if shift >= 0:
        root = _integer_root_odd(n, d << 2 * shift) << shift
        below = 1
    else:
        root = _integer_root_odd(n << -2 * shift, d)
        below = 1 << -shift
    return root / below


def _integer_root_odd(n, d):
    # The root of n/d rounded down, with the lowest bit set if it is not exact, so that one more rounding is right.
    root = math.isqrt(n // d)
    return root | (root * root * d != n)


def _need(number, least, message):
    if number < least:
        raise StatisticsError(message)


# --- Averages ----------------------------------------------------------------------------------------------------------------

def mean(data):
    """Return the arithmetic mean."""
    kind, total, number = _sum(data)
    if number < 1:
        raise StatisticsError("mean requires at least one data point")
    return _convert(total / number, kind)


def fmean(data, weights=None):
    """Return the arithmetic mean as a float, fast; with weights the weighted one."""
    if weights is None:
        if not hasattr(data, "__len__"):
            data = list(data)
        number = len(data)
        if not number:
            raise StatisticsError("fmean requires at least one data point")
        return math.fsum(data) / number
    weights = list(weights)
    data = list(data)
    if len(data) != len(weights):
        raise StatisticsError("data and weights must be the same length")
    total = math.fsum(weights)
    if not total:
        raise StatisticsError("sum of weights must be non-zero")
    return math.sumprod(data, weights) / total


def geometric_mean(data):
    """Return the number whose n-th power is the product of the data."""
    number = 0
    found_zero = False
    logarithms = []
    for number, value in enumerate(data, start=1):
        if value > 0.0 or math.isnan(value):
            logarithms.append(math.log(value))
        elif value == 0.0:
            found_zero = True
        else:
            raise StatisticsError("No negative inputs allowed", value)
    if not number:
        raise StatisticsError("Must have a non-empty dataset")
    total = math.fsum(logarithms)
    if math.isnan(total):
        return math.nan
    if found_zero:
        return math.nan if total == math.inf else 0.0
    return math.exp(total / number)


def harmonic_mean(data, weights=None):
    """Return the reciprocal of the mean of the reciprocals."""
    data = list(data)
    message = "harmonic mean does not support negative values"
    number = len(data)
    if number < 1:
        raise StatisticsError("harmonic_mean requires at least one data point")
    if number == 1 and weights is None:
        if not isinstance(data[0], (int, float, Fraction)) and not hasattr(data[0], "as_integer_ratio"):
            raise TypeError("unsupported type")
        if data[0] < 0:
            raise StatisticsError(message)
        return data[0]
    if weights is None:
        weights = repeat(1, number)
        total_weight = number
    else:
        weights = list(weights)
        if len(weights) != number:
            raise StatisticsError("Number of weights does not match data size")
        _, total_weight, _ = _sum(weights)
    if any(value < 0 for value in data):
        raise StatisticsError(message)
    try:
        kind, total, _ = _sum(weight / value if weight else 0 for weight, value in zip(weights, data))
    except ZeroDivisionError:
        return 0
    if total <= 0:
        raise StatisticsError("Weighted sum must be positive")
    return _convert(total_weight / total, kind)


def median(data):
    """Return the middle value, or the mean of the two in the middle."""
    data = sorted(data)
    number = len(data)
    if number == 0:
        raise StatisticsError("no median for empty data")
    middle = number // 2
    return data[middle] if number % 2 else (data[middle - 1] + data[middle]) / 2


def median_low(data):
    """Return the middle value, or the lower of the two in the middle."""
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data[(len(data) - 1) // 2]


def median_high(data):
    """Return the middle value, or the higher of the two in the middle."""
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data[len(data) // 2]


def median_grouped(data, interval=1.0):
    """Return the median of data that are the middles of intervals, by interpolation."""
    data = sorted(data)
    number = len(data)
    if not number:
        raise StatisticsError("no median for empty data")
    middle = data[number // 2]
    first = bisect_left(data, middle)
    last = first
    while last < number and data[last] == middle:
        last += 1
    try:
        interval = float(interval)
        middle = float(middle)
    except ValueError:
        raise TypeError("Value cannot be converted to a float") from None
    return middle - interval / 2.0 + interval * (number / 2 - first) / (last - first)


def mode(data):
    """Return the most frequent value, the first if there are several."""
    pairs = Counter(iter(data)).most_common(1)
    if not pairs:
        raise StatisticsError("no mode for empty data")
    return pairs[0][0]


def multimode(data):
    """Return the list of the most frequent values."""
    counts = Counter(iter(data))
    most = max(counts.values(), default=0)
    return [value for value, number in counts.items() if number == most]


def quantiles(data, *, n=4, method="exclusive"):
    """Return the n-1 points that cut the data into n parts of equal probability."""
    if n < 1:
        raise StatisticsError("n must be at least 1")
    data = sorted(data)
    number = len(data)
    if number < 2:
        if number == 1:
            return data * (n - 1)
        raise StatisticsError("must have at least one data point")
    if method == "inclusive":
        m = number - 1
        result = []
        for i in range(1, n):
            j, delta = divmod(i * m, n)
            result.append((data[j] * (n - delta) + data[j + 1] * delta) / n)
        return result
    if method == "exclusive":
        m = number + 1
        result = []
        for i in range(1, n):
            j = min(max(i * m // n, 1), number - 1)
            delta = i * m - j * n
            result.append((data[j - 1] * (n - delta) + data[j] * delta) / n)
        return result
    raise ValueError(f"Unknown method: {method!r}")


# --- Spread ------------------------------------------------------------------------------------------------------------------

def variance(data, xbar=None):
    """Return the variance of a sample."""
    kind, squares, _, number = _sum_of_squares(data, xbar)
    if number < 2:
        raise StatisticsError("variance requires at least two data points")
    return _convert(squares / (number - 1), kind)


def pvariance(data, mu=None):
    """Return the variance of a population."""
    kind, squares, _, number = _sum_of_squares(data, mu)
    if number < 1:
        raise StatisticsError("pvariance requires at least one data point")
    return _convert(squares / number, kind)


def stdev(data, xbar=None):
    """Return the standard deviation of a sample."""
    kind, squares, _, number = _sum_of_squares(data, xbar)
    if number < 2:
        raise StatisticsError("stdev requires at least two data points")
    return _root(squares / (number - 1), kind)


def pstdev(data, mu=None):
    """Return the standard deviation of a population."""
    kind, squares, _, number = _sum_of_squares(data, mu)
    if number < 1:
        raise StatisticsError("pstdev requires at least one data point")
    return _root(squares / number, kind)


def _root(value, kind):
    numerator, denominator = value.numerator, value.denominator
    if kind.__name__ == "Decimal" and kind.__module__ == "decimal":
        return _decimal_square_root_of_fraction(numerator, denominator)
    return _square_root_of_fraction(numerator, denominator) if numerator else 0.0


def _decimal_square_root_of_fraction(n, d):
    """The correctly rounded Decimal of the square root of n/d."""
    from decimal import Decimal, getcontext
    if not n:
        return Decimal("0.0")
    # An integer root with some digits more than wanted, whose last digit tells whether it is exact; then one rounding.
    digits = getcontext().prec + 4 - (len(str(n)) - len(str(d))) // 2
    scale = max(digits, 0)
    root = 10 * math.isqrt(n * 100**scale // d)
    if root * root * d != n * 100 ** (scale + 1):
        return +Decimal(root + 1).scaleb(-scale - 1)
    root = +Decimal(root).scaleb(-scale - 1)
    shortest = root.normalize()
    return shortest if shortest.as_tuple().exponent <= 0 else root.quantize(Decimal(1))


# --- Relation ----------------------------------------------------------------------------------------------------------------

def covariance(x, y, /):
    """Return how two samples vary together."""
    x, y = list(x), list(y)
    number = len(x)
    if len(y) != number:
        raise StatisticsError("covariance requires that both inputs have same number of data points")
    if number < 2:
        raise StatisticsError("covariance requires at least two data points")
    x_mean = math.fsum(x) / number
    y_mean = math.fsum(y) / number
    return math.sumprod([one - x_mean for one in x], [one - y_mean for one in y]) / (number - 1)


def _ranks(data, start):
    """The ranks of the data; equal ones share the mean of theirs."""
    pairs = sorted(zip(data, count()), key=itemgetter(0))
    result = [0] * len(pairs)
    position = start - 1
    for _, group in groupby(pairs, key=itemgetter(0)):
        members = list(group)
        rank = position + (len(members) + 1) / 2
        for _, index in members:
            result[index] = rank
        position += len(members)
    return result


def correlation(x, y, /, *, method="linear"):
    """Return Pearson's correlation coefficient, or Spearman's with method="ranked"."""
    x, y = list(x), list(y)
    number = len(x)
    if len(y) != number:
        raise StatisticsError("correlation requires that both inputs have same number of data points")
    if number < 2:
        raise StatisticsError("correlation requires at least two data points")
    if method not in {"linear", "ranked"}:
        raise ValueError(f"Unknown method: {method!r}")
    if method == "ranked":
        start = (number - 1) / -2
        x = _ranks(x, start)
        y = _ranks(y, start)
    else:
        x_mean = math.fsum(x) / number
        y_mean = math.fsum(y) / number
        x = [one - x_mean for one in x]
        y = [one - y_mean for one in y]
    xy, xx, yy = math.sumprod(x, y), math.sumprod(x, x), math.sumprod(y, y)
    try:
        return xy / math.sqrt(xx * yy)
    except ZeroDivisionError:
        raise StatisticsError("at least one of the inputs is constant") from None


LinearRegression = namedtuple("LinearRegression", ("slope", "intercept"))


def linear_regression(x, y, /, *, proportional=False):
    """Return slope and intercept of the line nearest to the points; through the origin if `proportional`."""
    x, y = list(x), list(y)
    number = len(x)
    if len(y) != number:
        raise StatisticsError("linear regression requires that both inputs have same number of data points")
    if number < 2:
        raise StatisticsError("linear regression requires at least two data points")
    if not proportional:
        x_mean = math.fsum(x) / number
        y_mean = math.fsum(y) / number
        x = [one - x_mean for one in x]
        y = [one - y_mean for one in y]
    try:
        slope = (math.sumprod(x, y) + 0.0) / math.sumprod(x, x)
    except ZeroDivisionError:
        raise StatisticsError("x is constant") from None
    return LinearRegression(slope=slope, intercept=0.0 if proportional else y_mean - slope * x_mean)


# --- The normal distribution -------------------------------------------------------------------------------------------------

class NormalDist:
    """A normal distribution with mean mu and standard deviation sigma."""

    __slots__ = {"_mu": "Arithmetic mean of a normal distribution", "_sigma": "Standard deviation of a normal distribution"}

    def __init__(self, mu=0.0, sigma=1.0):
        if sigma < 0.0:
            raise StatisticsError("sigma must be non-negative")
        self._mu = float(mu)
        self._sigma = float(sigma)

    @classmethod
    def from_samples(cls, data):
        """Return the distribution with the mean and deviation of data."""
        data = list(data)
        return cls(float(mean(data)), stdev(data))

    def samples(self, n, *, seed=None):
        """Return `n` random values."""
        import random
        source = random.random if seed is None else random.Random(seed).random
        return [self._inverse(source()) for _ in range(n)]

    def pdf(self, x):
        """Return the density at x."""
        variance_ = self._sigma * self._sigma
        if not variance_:
            raise StatisticsError("pdf() not defined when sigma is zero")
        difference = x - self._mu
        return math.exp(difference * difference / (-2.0 * variance_)) / math.sqrt(math.tau * variance_)

    def cdf(self, x):
        """Return the probability of a value up to x."""
        if not self._sigma:
            raise StatisticsError("cdf() not defined when sigma is zero")
        return 0.5 * math.erfc((self._mu - x) / (self._sigma * math.sqrt(2.0)))

    def inv_cdf(self, p):
        """Return the x up to which the probability is p."""
        if p <= 0.0 or p >= 1.0:
            raise StatisticsError("p must be in the range 0.0 < p < 1.0")
        return self._inverse(p)

    def _inverse(self, p):
        # Wichura's algorithm AS241 (Applied Statistics 37, 1988).
        q = p - 0.5
        if math.fabs(q) <= 0.425:
            r = 0.180625 - q * q
            above = (((((((2.5090809287301226727e+3 * r + 3.3430575583588128105e+4) * r + 6.7265770927008700853e+4) * r +
                         4.5921953931549871457e+4) * r + 1.3731693765509461125e+4) * r + 1.9715909503065514427e+3) * r +
                      1.3314166789178437745e+2) * r + 3.3871328727963666080e+0) * q
            below = (((((((5.2264952788528545610e+3 * r + 2.8729085735721942674e+4) * r + 3.9307895800092710610e+4) * r +
                         2.1213794301586595867e+4) * r + 5.3941960214247511077e+3) * r + 6.8718700749205790830e+2) * r +
                      4.2313330701600911252e+1) * r + 1.0)
            return self._mu + above / below * self._sigma
        r = math.sqrt(-math.log(p if q <= 0.0 else 1.0 - p))
        if r <= 5.0:
            r -= 1.6
            above = (((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r + 2.41780725177450611770e-1) * r +
                         1.27045825245236838258e+0) * r + 3.64784832476320460504e+0) * r + 5.76949722146069140550e+0) * r +
                      4.63033784615654529590e+0) * r + 1.42343711074968357734e+0)
            below = (((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r + 1.51986665636164571966e-2) * r +
                         1.48103976427480074590e-1) * r + 6.89767334985100004550e-1) * r + 1.67638483018380384940e+0) * r +
                      2.05319162663775882187e+0) * r + 1.0)
        else:
            r -= 5.0
            above = (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 1.24266094738807843860e-3) * r +
                         2.65321895265761230930e-2) * r + 2.96560571828504891230e-1) * r + 1.78482653991729133580e+0) * r +
                      5.46378491116411436990e+0) * r + 6.65790464350110377720e+0)
            below = (((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r + 1.84631831751005468180e-5) * r +
                         7.86869131145613259100e-4) * r + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1) * r +
                      5.99832206555887937690e-1) * r + 1.0)
        x = above / below
        return self._mu + (-x if q < 0.0 else x) * self._sigma

    def quantiles(self, n=4):
        """Return the points that cut the distribution into n parts of equal probability."""
        return [self.inv_cdf(i / n) for i in range(1, n)]

    def overlap(self, other):
        """Return the area that two densities share."""
        if not isinstance(other, NormalDist):
            raise TypeError("Expected another NormalDist instance")
        first, second = self, other
        if (second._sigma, second._mu) < (first._sigma, first._mu):
            first, second = second, first
        first_variance, second_variance = first.variance, second.variance
        if not first_variance or not second_variance:
            raise StatisticsError("overlap() not defined when sigma is zero")
        difference = second_variance - first_variance
        distance = math.fabs(second._mu - first._mu)
        if not difference:
            return math.erfc(distance / (2.0 * first._sigma * math.sqrt(2.0)))
        a = first._mu * second_variance - second._mu * first_variance
        b = first._sigma * second._sigma * math.sqrt(distance * distance + difference * math.log(second_variance / first_variance))
        x1 = (a + b) / difference
        x2 = (a - b) / difference
        return 1.0 - (math.fabs(second.cdf(x1) - first.cdf(x1)) + math.fabs(second.cdf(x2) - first.cdf(x2)))

    def zscore(self, x):
        """Return how many standard deviations x is above the mean."""
        if not self._sigma:
            raise StatisticsError("zscore() not defined when sigma is zero")
        return (x - self._mu) / self._sigma

    @property
    def mean(self):
        return self._mu

    @property
    def median(self):
        return self._mu

    @property
    def mode(self):
        return self._mu

    @property
    def stdev(self):
        return self._sigma

    @property
    def variance(self):
        return self._sigma * self._sigma

    def __add__(self, other):
        if isinstance(other, NormalDist):
            return NormalDist(self._mu + other._mu, math.hypot(self._sigma, other._sigma))
        return NormalDist(self._mu + other, self._sigma)

    def __sub__(self, other):
        if isinstance(other, NormalDist):
            return NormalDist(self._mu - other._mu, math.hypot(self._sigma, other._sigma))
        return NormalDist(self._mu - other, self._sigma)

    def __mul__(self, other):
        return NormalDist(self._mu * other, self._sigma * math.fabs(other))

    def __truediv__(self, other):
        return NormalDist(self._mu / other, self._sigma / math.fabs(other))

    def __pos__(self):
        return NormalDist(self._mu, self._sigma)

    def __neg__(self):
        return NormalDist(-self._mu, self._sigma)

    __radd__ = __add__

    def __rsub__(self, other):
        return -(self - other)

    __rmul__ = __mul__

    def __eq__(self, other):
        if not isinstance(other, NormalDist):
            return NotImplemented
        return self._mu == other._mu and self._sigma == other._sigma

    def __hash__(self):
        return hash((self._mu, self._sigma))

    def __repr__(self):
        return f"{type(self).__name__}(mu={self._mu!r}, sigma={self._sigma!r})"

    def __getstate__(self):
        return self._mu, self._sigma

    def __setstate__(self, state):
        self._mu, self._sigma = state


# --- Densities -----------------------------------------------------------------------------------------------------------------

# Of each kernel: density, distribution, inverse of the distribution, and how far it reaches (None: for ever).

def _kernels():
    from math import acos, asin, atan, cos, cosh, erf, exp, log, pi, sin, sqrt, tan, tau
    normal = NormalDist()

    def solved(distribution, guess):
        """The inverse by Newton's way, from a guess that is good."""
        def inverse(p):
            x = guess(p)
            low, high = -1.0, 1.0
            for _ in range(60):
                difference = distribution(x) - p
                if difference > 0:
                    high = x
                else:
                    low = x
                middle = (low + high) / 2
                if middle == x:
                    break
                x = middle
            return x
        return inverse

    def quartic(t):
        return (3 / 16 * t ** 5 - 5 / 8 * t ** 3 + 15 / 16 * t + 0.5)

    def triweight(t):
        return 35 / 32 * (-1 / 7 * t ** 7 + 3 / 5 * t ** 5 - t ** 3 + t) + 0.5
    return {
        "normal": (lambda t: exp(-1 / 2 * t * t) / sqrt(tau), lambda t: 1 / 2 * (1.0 + erf(t / sqrt(2))), normal.inv_cdf, None),
        "logistic": (lambda t: 1 / 2 / (1.0 + cosh(t)), lambda t: 1.0 - 1.0 / (exp(t) + 1.0), lambda p: log(p / (1.0 - p)), None),
        "sigmoid": (lambda t: 1 / pi / cosh(t), lambda t: 2 / pi * atan(exp(t)), lambda p: log(tan(p * pi / 2)), None),
        "rectangular": (lambda t: 1 / 2, lambda t: 1 / 2 * t + 1 / 2, lambda p: 2.0 * p - 1.0, 1.0),
        "triangular": (lambda t: 1.0 - abs(t), lambda t: t * t * (1 / 2 if t < 0.0 else -1 / 2) + t + 1 / 2,
                       lambda p: sqrt(2.0 * p) - 1.0 if p < 1 / 2 else 1.0 - sqrt(2.0 - 2.0 * p), 1.0),
        "parabolic": (lambda t: 3 / 4 * (1.0 - t * t), lambda t: -1 / 4 * t ** 3 + 3 / 4 * t + 1 / 2,
                      lambda p: 2.0 * cos((acos(2.0 * p - 1.0) + pi) / 3.0), 1.0),
        "quartic": (lambda t: 15 / 16 * (1.0 - t * t) ** 2, quartic, solved(quartic, lambda p: 0.0), 1.0),
        "triweight": (lambda t: 35 / 32 * (1.0 - t * t) ** 3, triweight, solved(triweight, lambda p: 0.0), 1.0),
        "cosine": (lambda t: pi / 4 * cos(pi / 2 * t), lambda t: 1 / 2 * sin(pi / 2 * t) + 1 / 2, lambda p: 2.0 * asin(2.0 * p - 1.0) / pi, 1.0),
    }


_KERNEL_NAMES = {"gauss": "normal", "uniform": "rectangular", "epanechnikov": "parabolic", "biweight": "quartic"}


def _kernel(kernel):
    kernels = _kernels()
    try:
        return kernels[_KERNEL_NAMES.get(kernel, kernel)]
    except KeyError:
        raise StatisticsError(f"Unknown kernel name: {kernel!r}") from None


def kde(data, h, kernel="normal", *, cumulative=False):
    """The density that data suggest, as a function; each datum counts for its neighbourhood of the width h."""
    count = len(data)
    if not count:
        raise StatisticsError("Empty data sequence")
    if not isinstance(data[0], (int, float)):
        raise TypeError("Data sequence must contain ints or floats")
    if h <= 0.0:
        raise StatisticsError(f"Bandwidth h must be positive, not h={h!r}")
    density, distribution, _, reach = _kernel(kernel)
    if reach is None:
        def pdf(x):
            return sum(density((x - datum) / h) for datum in data) / (len(data) * h)

        def cdf(x):
            return sum(distribution((x - datum) / h) for datum in data) / len(data)
    else:
        from bisect import bisect_right
        sample = sorted(data)
        width = h * reach

        def near(x):
            return bisect_left(sample, x - width), bisect_right(sample, x + width)

        def pdf(x):
            start, end = near(x)
            return sum(density((x - datum) / h) for datum in sample[start:end]) / (count * h)

        def cdf(x):
            start, end = near(x)
            return sum((distribution((x - datum) / h) for datum in sample[start:end]), start) / count
    result = cdf if cumulative else pdf
    result.__doc__ = f"{'CDF' if cumulative else 'PDF'} estimate with h={h!r} and kernel={kernel!r}"
    return result


def kde_random(data, h, kernel="normal", *, seed=None):
    """A function that returns random numbers of the density that data suggest."""
    import random
    count = len(data)
    if not count:
        raise StatisticsError("Empty data sequence")
    if not isinstance(data[0], (int, float)):
        raise TypeError("Data sequence must contain ints or floats")
    if h <= 0.0:
        raise StatisticsError(f"Bandwidth h must be positive, not h={h!r}")
    inverse = _kernel(kernel)[2]
    generator = random.Random(seed)

    def rand():
        return generator.choice(data) + h * inverse(generator.random())
    rand.__doc__ = f"Random KDE selection with h={h!r} and kernel={kernel!r}"
    return rand
