# All workers of a pool are started by the constructor; map_async() reads its whole input before it returns; apply() from several threads
# runs side by side; what is refused, and when; a result has no terminate().
import multiprocessing
import threading


def set_up(shared):
    global barrier
    barrier = shared
    multiprocessing.current_process().name = "set up"


def meet(number):
    """Comes back only when another worker is here at the same time."""
    barrier.wait(30)
    return number


def get_name(_):
    return multiprocessing.current_process().name


def double(number):
    return 2 * number


def fails(action, *arguments):
    try:
        action(*arguments)
    except Exception as error:
        print(type(error).__name__, error)
    else:
        print("nothing happened")


if __name__ == "__main__":
    context = multiprocessing.get_context("fork")
    fails(context.Pool, 0)
    fails(context.Pool, 1, "no function")
    fails(lambda: context.Pool(1, maxtasksperchild=0))
    pool = context.Pool(4)
    print(len(multiprocessing.active_children()))
    numbers = iter(range(100))
    result = pool.map_async(double, numbers)
    print(list(numbers), sum(result.get()), hasattr(result, "terminate"), result.ready(), result.successful())
    fails(pool.join)
    pool.close()
    fails(pool.apply, double, (1,))
    pool.join()
    print(len(multiprocessing.active_children()))

    with context.Pool(2, set_up, (context.Barrier(2),)) as pool:
        answers = []
        threads = [threading.Thread(target=lambda number=number: answers.append(pool.apply(meet, (number,)))) for number in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        print(sorted(answers), pool.map(get_name, range(3)))
    print(type(multiprocessing.Manager).__name__, multiprocessing.pool.Pool.__name__)
