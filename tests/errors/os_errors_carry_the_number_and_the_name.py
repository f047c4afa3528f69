import os
for call in (lambda: open("/nonexistent/file"), lambda: os.listdir("/nonexistent"), lambda: os.remove("/nonexistent"), lambda: open("/"), lambda: os.mkdir("/")):
    try:
        call()
    except OSError as error:
        print(type(error).__name__, error.errno, error.strerror, error.filename, error)
print(isinstance(FileNotFoundError(), OSError), FileNotFoundError().errno)
