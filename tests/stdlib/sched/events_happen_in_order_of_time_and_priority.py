import sched

now = 0


def wait(delay):
    global now
    now += delay


scheduler = sched.scheduler(lambda: now, wait)
scheduler.enterabs(2, 1, print, ("third",))
scheduler.enterabs(1, 2, print, ("second",))
scheduler.enterabs(1, 1, print, ("first",))
scheduler.cancel(scheduler.enter(1, 1, print, ("never",)))
scheduler.run()
print(scheduler.empty(), now)
