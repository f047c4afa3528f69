try:
    try:
        pass
    except ValueError:
        print("never")
    else:
        raise ValueError("from else")
    finally:
        print("finally runs")
except ValueError as error:
    print(error)
def order(fail):
    log = []
    try:
        log.append("try")
        if fail:
            raise KeyError
    except KeyError:
        log.append("except")
    else:
        log.append("else")
    finally:
        log.append("finally")
    return log
print(order(False), order(True))
