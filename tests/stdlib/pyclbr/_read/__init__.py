def package_function():
    pass
