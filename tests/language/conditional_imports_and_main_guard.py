if __name__ == "__main__":
    print("run as a program")
try:
    import does_not_exist_at_all as m
except ImportError:
    m = None
print(m, __name__, __file__.endswith("conditional_imports_and_main_guard.py"))
import sys
print(sys.argv[0] == __file__, len(sys.argv), sys.modules["__main__"].__dict__ is globals(), sys.version_info >= (3, 9), sys.maxsize == 2 ** 63 - 1)
