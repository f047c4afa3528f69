import os

os.environ["GILDED_TEST"] = "value"
print(os.getenv("GILDED_TEST"), os.environ.get("GILDED_TEST"), "GILDED_TEST" in os.environ)
print(os.path.expandvars("$GILDED_TEST/${GILDED_TEST}/$GILDED_MISSING"))
del os.environ["GILDED_TEST"]
print(os.getenv("GILDED_TEST", "gone"))
try:
    os.environ["GILDED_MISSING"]
except KeyError as error:
    print(error)
try:
    os.environ["a"] = 1
except TypeError as error:
    print(error)
