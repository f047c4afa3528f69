# Struct sequences: hidden fields by name, replace() for those whose fields all have names, and arguments that fit no field.
import copy
import os
import pickle
import time

moment = time.gmtime(0)
print(len(moment), moment.tm_zone, moment.n_fields, moment.n_sequence_fields, moment.n_unnamed_fields, moment.__match_args__)
print(copy.replace(moment, tm_year=2000, tm_zone="here"), copy.replace(moment, tm_zone="here").tm_zone)
again = pickle.loads(pickle.dumps(moment))
print(again == moment, again.tm_zone, copy.copy(moment).tm_gmtoff)


def attempt(function, *arguments, **keywords):
    try:
        print(function(*arguments, **keywords))
    except TypeError as error:
        print(error)


attempt(copy.replace, moment, error=1)
attempt(copy.replace, os.stat_result(range(10)), st_mode=1)
attempt(time.struct_time, "1234567890", {"tm_zone": "twice"})
attempt(time.struct_time, "123456789", {"unknown": 1})
attempt(time.struct_time, "123456789", None)
attempt(time.struct_time, "123")
match moment:
    case time.struct_time(1970, month):
        print("month", month)
