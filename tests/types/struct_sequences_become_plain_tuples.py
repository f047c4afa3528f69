import os
import time

moment = time.gmtime(0)


def all_of(*args):
    return type(args), len(args)


for made in (tuple(moment), moment[:], moment[0:9], moment + (), () + moment, moment * 1, 1 * moment, tuple(os.stat("/")), (*moment,)):
    print(type(made), len(made))
print(all_of(*moment), all_of(*os.stat("/")), type(moment), tuple(moment) == moment, hash(tuple(moment)) == hash(moment))
print(isinstance(moment, tuple), "%d-%d" % moment[:2], [type(x) for x in zip(moment[:1], moment)])
