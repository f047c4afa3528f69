x = 1
def early():
    print(x)
    x = 2
try:
    early()
except UnboundLocalError as error:
    print(error)
def deleted():
    y = 1
    del y
    return y
try:
    deleted()
except UnboundLocalError as error:
    print(error)
def free():
    def inner():
        return z
    result = None
    try:
        inner()
    except NameError as error:
        result = str(error)
    z = 1
    return result
print(free())
try:
    missing_name
except NameError as error:
    print(error, error.name)
