"""Random numbers. The generator (Mersenne Twister) is native; the same seed gives the same numbers as in CPython.

One method call is one or more steps of the generator, so threads that share an instance get different numbers, but which
thread gets which is not determined.
"""

import _random
from bisect import bisect as _bisect
from itertools import accumulate as _accumulate, repeat as _repeat
from math import acos as _acos, ceil as _ceil, cos as _cos, e as _e, exp as _exp, fabs as _fabs, floor as _floor
from math import isfinite as _isfinite, lgamma as _lgamma, log as _log, log2 as _log2, pi as _pi, sin as _sin, sqrt as _sqrt
from math import tau as TWOPI
from operator import index as _index

__all__ = [
    "Random", "SystemRandom", "betavariate", "binomialvariate", "choice", "choices", "expovariate", "gammavariate", "gauss",
    "getrandbits", "getstate", "lognormvariate", "normalvariate", "paretovariate", "randbytes", "randint", "random", "randrange",
    "sample", "seed", "setstate", "shuffle", "triangular", "uniform", "vonmisesvariate", "weibullvariate",
]

NV_MAGICCONST = 4 * _exp(-0.5) / _sqrt(2.0)
LOG4 = _log(4.0)
SG_MAGICCONST = 1.0 + _log(4.5)
BPF = 53
RECIP_BPF = 2 ** -BPF


def _old_hash(text):
    """What Python 2 made of a string."""
    value = ord(text[0]) << 7 if text else 0
    for code in map(ord, text):
        value = (1000003 * value ^ code) & 0xFFFFFFFFFFFFFFFF
    value ^= len(text)
    return -2 if value == -1 else value


class Random(_random.Random):
    """A generator of random numbers with a state of its own."""

    VERSION = 3

    def __init__(self, x=None):
        self.seed(x)
        self.gauss_next = None

    def seed(self, a=None, version=2):
        """Start anew from a seed: None (from the system), an int, float, str, bytes or bytearray."""
        if version == 1 and isinstance(a, (str, bytes)):
            a = _old_hash(a.decode("latin-1") if isinstance(a, bytes) else a)
        elif version == 2 and isinstance(a, (str, bytes, bytearray)):
            from _hashlib import openssl_sha512
            data = a.encode() if isinstance(a, str) else a
            a = int.from_bytes(data + openssl_sha512(data).digest())
        elif not (a is None or isinstance(a, (int, float, str, bytes, bytearray))):
            raise TypeError("The only supported seed types are:\nNone, int, float, str, bytes, and bytearray.")
        super().seed(a)
        self.gauss_next = None

    def getstate(self):
        """Return the state of the generator, for setstate()."""
        return self.VERSION, super().getstate(), self.gauss_next

    def setstate(self, state):
        """Go back to the state that getstate() returned."""
        version = state[0]
        if version not in (2, 3):
            raise ValueError(f"state with version {version} passed to Random.setstate() of version {self.VERSION}")
        _, internal, self.gauss_next = state
        if version == 2:
            # There the numbers may be below zero.
            try:
                internal = tuple(number % 2 ** 32 for number in internal)
            except ValueError as error:
                raise TypeError from error
        super().setstate(internal)

    def __getstate__(self):
        return self.getstate()

    def __setstate__(self, state):
        self.setstate(state)

    def __reduce__(self):
        return self.__class__, (), self.getstate()

    def __init_subclass__(cls, /, **kwargs):
        # A subclass with a random() of its own but no getrandbits() must draw its integers from that random().
        sources = {"_randbelow": None, "getrandbits": cls._randbelow_with_getrandbits, "random": cls._randbelow_without_getrandbits}
        found = next(method for ancestor in cls.__mro__ for name, method in sources.items() if name in ancestor.__dict__)
        if found is not None:
            cls._randbelow = found

    def _randbelow_with_getrandbits(self, n):
        getrandbits = self.getrandbits
        bits = n.bit_length()
        drawn = getrandbits(bits)
        while drawn >= n:
            drawn = getrandbits(bits)
        return drawn

    def _randbelow_without_getrandbits(self, n, maxsize=1 << BPF):
        random = self.random
        if n >= maxsize:
            from warnings import warn
            warn("Underlying random() generator does not supply \nenough bits to choose from a population range this large.\n"
                 "To remove the range limitation, add a getrandbits() method.")
            return _floor(random() * n)
        remainder = maxsize % n
        limit = (maxsize - remainder) / maxsize
        drawn = random()
        while drawn >= limit:
            drawn = random()
        return _floor(drawn * maxsize) % n

    _randbelow = _randbelow_with_getrandbits

    # --- Bytes and integers

    def randbytes(self, n):
        """Return `n` random bytes."""
        return self.getrandbits(n * 8).to_bytes(n, "little")

    def randrange(self, start, stop=None, step=1):
        """Return a random item of range(start, stop, step)."""
        first = _index(start)
        if stop is None:
            if step != 1:
                raise TypeError("Missing a non-None stop argument")
            if first <= 0:
                raise ValueError("empty range for randrange()")
            return self._randbelow(first)
        width, stride = _index(stop) - first, _index(step)
        if stride == 1:
            if width <= 0:
                raise ValueError(f"empty range in randrange({start}, {stop})")
            return first + self._randbelow(width)
        if not stride:
            raise ValueError("zero step for randrange()")
        count = -(-width // stride)  # rounded up
        if count <= 0:
            raise ValueError(f"empty range in randrange({start}, {stop}, {step})")
        return first + stride * self._randbelow(count)

    def randint(self, a, b):
        """Return a random integer from a to b, both included."""
        return self.randrange(a, b + 1)

    # --- Sequences

    def choice(self, seq):
        """Return a random item of a sequence; raise IndexError if it is empty."""
        if not len(seq):
            raise IndexError("Cannot choose from an empty sequence")
        return seq[self._randbelow(len(seq))]

    def shuffle(self, x):
        """Put the items of a list in random order, in place."""
        randbelow = self._randbelow
        for i in reversed(range(1, len(x))):
            j = randbelow(i + 1)
            x[i], x[j] = x[j], x[i]

    def sample(self, population, k, *, counts=None):
        """Return `k` items of a sequence, each position at most once, in random order.

        With `counts`, each item stands for as many positions.
        """
        if not hasattr(population, "__getitem__") or not hasattr(population, "__len__") or hasattr(population, "keys"):
            raise TypeError("Population must be a sequence.  For dicts or sets, use sorted(d).")
        n = len(population)
        if counts is not None:
            sums = list(_accumulate(counts))
            if len(sums) != n:
                raise ValueError("The number of counts does not match the population")
            total = sums.pop() if sums else 0
            if not isinstance(total, int):
                raise TypeError("Counts must be integers")
            if total < 0:
                raise ValueError("Counts must be non-negative")
            return [population[_bisect(sums, position)] for position in self.sample(range(total), k=k)]
        if not 0 <= k <= n:
            raise ValueError("Sample larger than population or is negative")
        randbelow = self._randbelow
        result = [None] * k
        # Small populations are copied and drawn from; in large ones the positions taken are remembered. Which it is follows
        # from an estimate of the memory both take, and must, for the numbers drawn depend on it.
        set_size = 21
        if k > 5:
            set_size += 4 ** _ceil(_log(k * 3, 4))
        if n <= set_size:
            pool = list(population)
            for i in range(k):
                j = randbelow(n - i)
                result[i] = pool[j]
                pool[j] = pool[n - i - 1]
        else:
            taken = set()
            for i in range(k):
                j = randbelow(n)
                while j in taken:
                    j = randbelow(n)
                taken.add(j)
                result[i] = population[j]
        return result

    def choices(self, population, weights=None, *, cum_weights=None, k=1):
        """Return `k` items drawn independently, with the given weights (or cumulative weights) if any."""
        random = self.random
        n = len(population)
        if cum_weights is None:
            if weights is None:
                n += 0.0
                return [population[_floor(random() * n)] for _ in _repeat(None, k)]
            try:
                cum_weights = list(_accumulate(weights))
            except TypeError:
                if not isinstance(weights, int):
                    raise
                k = weights
                raise TypeError(f"The number of choices must be a keyword argument: {k=}") from None
        elif weights is not None:
            raise TypeError("Cannot specify both weights and cumulative weights")
        if len(cum_weights) != n:
            raise ValueError("The number of weights does not match the population")
        total = cum_weights[-1] + 0.0
        if total <= 0.0:
            raise ValueError("Total of weights must be greater than zero")
        if not _isfinite(total):
            raise ValueError("Total of weights must be finite")
        highest = n - 1
        return [population[_bisect(cum_weights, random() * total, 0, highest)] for _ in _repeat(None, k)]

    # --- Distributions of real numbers

    def uniform(self, a, b):
        """Return a number between a and b, all equally likely."""
        return a + (b - a) * self.random()

    def triangular(self, low=0.0, high=1.0, mode=None):
        """Return a number between low and high, most likely near the mode."""
        u = self.random()
        try:
            peak = 0.5 if mode is None else (mode - low) / (high - low)
        except ZeroDivisionError:
            return low
        # Above the mode the distribution is the mirror image of one below it.
        if u > peak:
            return high + (low - high) * _sqrt((1.0 - u) * (1.0 - peak))
        return low + (high - low) * _sqrt(u * peak)

    def normalvariate(self, mu=0.0, sigma=1.0):
        """Return a normally distributed number (ratio of uniform variates, Kinderman and Monahan)."""
        random = self.random
        while True:
            u1 = random()
            u2 = 1.0 - random()
            z = NV_MAGICCONST * (u1 - 0.5) / u2
            if z * z / 4.0 <= -_log(u2):
                return mu + z * sigma

    def gauss(self, mu=0.0, sigma=1.0):
        """Return a normally distributed number; two are made at a time, so threads that share one may see a number twice."""
        random = self.random
        z = self.gauss_next
        self.gauss_next = None
        if z is None:
            angle = random() * TWOPI
            radius = _sqrt(-2.0 * _log(1.0 - random()))
            z = _cos(angle) * radius
            self.gauss_next = _sin(angle) * radius
        return mu + z * sigma

    def lognormvariate(self, mu, sigma):
        """Return a number whose logarithm is normally distributed."""
        return _exp(self.normalvariate(mu, sigma))

    def expovariate(self, lambd=1.0):
        """Return an exponentially distributed number; lambd is one divided by the mean."""
        return -_log(1.0 - self.random()) / lambd

    def vonmisesvariate(self, mu, kappa):
        """Return an angle around mu, the nearer the larger kappa is (Fisher, Statistical Analysis of Circular Data)."""
        random = self.random
        if kappa <= 1e-6:
            return TWOPI * random()
        width = 0.5 / kappa
        r = width + _sqrt(1.0 + width * width)
        accepted = False
        while not accepted:
            z = _cos(_pi * random())
            d = z / (r + z)
            u = random()
            accepted = u < 1.0 - d * d or u <= (1.0 - d) * _exp(d)
        inverse = 1.0 / r
        angle = _acos((inverse + z) / (1.0 + inverse * z))
        return (mu + angle if random() > 0.5 else mu - angle) % TWOPI

    def gammavariate(self, alpha, beta):
        """Return a gamma distributed number (Cheng for alpha > 1; Ahrens and Dieter below)."""
        if alpha <= 0.0 or beta <= 0.0:
            raise ValueError("gammavariate: alpha and beta must be > 0.0")
        if alpha == 1.0:
            return -_log(1.0 - self.random()) * beta
        return (self._gamma_above_one if alpha > 1.0 else self._gamma_below_one)(alpha) * beta

    def _gamma_above_one(self, alpha):
        random = self.random
        root = _sqrt(2.0 * alpha - 1.0)
        shift, slope = alpha - LOG4, alpha + root
        while True:
            u = random()
            if 1e-7 < u < 0.9999999:
                other = 1.0 - random()
                v = _log(u / (1.0 - u)) / root
                x = alpha * _exp(v)
                z = u * u * other
                r = shift + slope * v - x
                # The first comparison needs no logarithm, and decides nearly always.
                if r + SG_MAGICCONST - 4.5 * z >= 0.0 or r >= _log(z):
                    return x

    def _gamma_below_one(self, alpha):
        random = self.random
        total = (_e + alpha) / _e
        while True:
            share = total * random()
            if share <= 1.0:
                x = share ** (1.0 / alpha)
                limit = _exp(-x)
            else:
                x = -_log((total - share) / alpha)
                limit = x ** (alpha - 1.0)
            if random() <= limit:
                return x

    def betavariate(self, alpha, beta):
        """Return a beta distributed number, between 0 and 1."""
        y = self.gammavariate(alpha, 1.0)
        if y:
            return y / (y + self.gammavariate(beta, 1.0))
        return 0.0

    def paretovariate(self, alpha):
        """Return a Pareto distributed number."""
        return (1.0 - self.random()) ** (-1.0 / alpha)

    def weibullvariate(self, alpha, beta):
        """Return a Weibull distributed number of scale alpha and shape beta."""
        return alpha * (-_log(1.0 - self.random())) ** (1.0 / beta)

    def binomialvariate(self, n=1, p=0.5):
        """Return how many of `n` trials succeed, each with probability p (geometric method; BTRS of Hörmann for many)."""
        if n < 0:
            raise ValueError("n must be non-negative")
        if not 0.0 <= p <= 1.0:
            raise ValueError("p must be in the range 0.0 <= p <= 1.0")
        if p in (0.0, 1.0):
            return n if p else 0
        if n == 1:
            return _index(self.random() < p)
        if p > 0.5:
            return n - self.binomialvariate(n, 1.0 - p)
        return self._binomial_by_waiting(n, p) if n * p < 10.0 else self._binomial_by_rejection(n, p)

    def _binomial_by_waiting(self, n, p):
        """Jump from success to success: the trials between two are geometrically distributed."""
        random = self.random
        scale = _log2(1.0 - p)
        if not scale:
            return 0
        successes = 0
        trial = _floor(_log2(random()) / scale) + 1
        while trial <= n:
            successes += 1
            trial += _floor(_log2(random()) / scale) + 1
        return successes

    def _binomial_by_rejection(self, n, p):
        """Draw from a curve that lies above the distribution, and refuse what lies between the two."""
        random = self.random
        spread = _sqrt(n * p * (1.0 - p))
        b = 1.15 + 2.53 * spread
        a = -0.0873 + 0.0248 * b + 0.01 * p
        centre = n * p + 0.5
        sure = 0.92 - 4.2 / b
        height = None
        while True:
            u = random() - 0.5
            margin = 0.5 - _fabs(u)
            k = _floor((2.0 * a / margin + b) * u + centre)
            if not 0 <= k <= n:
                continue
            v = random()
            if margin >= 0.07 and v <= sure:
                return k
            if height is None:
                # What the exact comparison needs, and few calls come to.
                alpha = (2.83 + 5.1 / b) * spread
                log_odds = _log(p / (1.0 - p))
                mode = _floor((n + 1) * p)
                height = _lgamma(mode + 1) + _lgamma(n - mode + 1)
            v *= alpha / (a / (margin * margin) + b)
            if _log(v) <= height - _lgamma(k + 1) - _lgamma(n - k + 1) + (k - mode) * log_odds:
                return k


class SystemRandom(Random):
    """Random numbers from the operating system; they cannot be repeated."""

    def random(self):
        """Return a number from 0 to 1, 1 excluded."""
        from os import urandom
        return (int.from_bytes(urandom(7)) >> 3) * RECIP_BPF

    def getrandbits(self, k):
        """Return an integer of `k` random bits."""
        if k < 0:
            raise ValueError("number of bits must be non-negative")
        from os import urandom
        count = (k + 7) // 8
        return int.from_bytes(urandom(count)) >> (count * 8 - k)

    def randbytes(self, n):
        """Return `n` random bytes."""
        from os import urandom
        return urandom(n)

    def seed(self, *args, **kwds):
        """Does nothing: there is nothing to seed."""

    def _notimplemented(self, *args, **kwds):
        raise NotImplementedError("System entropy source does not have state.")

    getstate = setstate = _notimplemented


_inst = Random()
# Parent and child would draw the same numbers.
__import__("posix").register_at_fork(after_in_child=_inst.seed)
for _name in __all__:
    if _name not in ("Random", "SystemRandom"):
        globals()[_name] = getattr(_inst, _name)
del _name
