def every_way_out(f):
    for item in f:
        try:
            if item:
                break
            f(item)
        except ValueError as error:
            return error
        except (KeyError, TypeError):
            raise
        else:
            continue
        finally:
            f.close()


def groups(f):
    try:
        f()
    except* OSError as group:
        f(group)
