import contextlib


@contextlib.contextmanager
def never():
    if False:
        yield


@contextlib.contextmanager
def twice():
    yield
    yield


for manager in (never, twice):
    try:
        with manager():
            pass
    except RuntimeError as error:
        print(error)
