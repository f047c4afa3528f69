# An array of nothing is made without the argument.
import array
import warnings

warnings.simplefilter("ignore")
print(array.array("i"), array.array("i", []))
for code in "iud":
    try:
        array.array(code, None)
    except TypeError as error:
        print(code, error)
