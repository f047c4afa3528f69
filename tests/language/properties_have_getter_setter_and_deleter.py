class Celsius:
    def __init__(self):
        self._t = 0
    @property
    def temperature(self):
        """degrees"""
        return self._t
    @temperature.setter
    def temperature(self, value):
        if value < -273:
            raise ValueError("too cold")
        self._t = value
    @temperature.deleter
    def temperature(self):
        self._t = 0
    @property
    def fixed(self):
        return 1
c = Celsius()
c.temperature = 25
print(c.temperature, Celsius.temperature.__doc__)
del c.temperature
print(c.temperature)
try:
    c.temperature = -300
except ValueError as error:
    print(error)
try:
    c.fixed = 2
except AttributeError as error:
    print(error)
try:
    del c.fixed
except AttributeError as error:
    print(error)
print(isinstance(Celsius.fixed, property), Celsius.fixed.fset)
