# The exceptions of queues go from process to process: pickle finds them, Empty under the name of the native module.
import copy
import pickle
import queue

import _queue

for error in queue.Empty("nothing"), queue.Full(3):
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(error, protocol))
        assert type(again) is type(error) and again.args == error.args, (error, protocol)
    print(type(copy.copy(error)).__name__)
print(queue.Empty.__module__, queue.Full.__module__, queue.SimpleQueue.__module__)
print(_queue.Empty is queue.Empty, _queue.SimpleQueue is queue.SimpleQueue)
print(pickle.loads(pickle.dumps(queue.SimpleQueue)) is queue.SimpleQueue)
