# Two players and a judge share one event. The judge sets it and both players throw; the judge clears it and
# decides. wait() returns at once while the event is set, and blocks while it is clear.
#
# Try: the dice differ from run to run, the course of the game does not.
#   build/gilded --as=2.7 examples/dice_game.py
# assert-only
import random
import threading

ROUNDS = 3
winners = ("player 2 wins", "nobody wins", "player 1 wins")
start = threading.Event()
judged = threading.Event()
thrown = threading.Semaphore(0)
dice = [0, 0]
rounds_left = ROUNDS
log = []


def say(text):
    log.append(text)
    print(text)


def judge():
    global rounds_left
    while rounds_left > 0:
        say("start game!")
        judged.clear()
        start.set()
        thrown.acquire()
        thrown.acquire()
        start.clear()
        first, second = dice
        say("stop! judging... " + winners[(first > second) - (first < second) + 1])
        rounds_left -= 1
        judged.set()
        thrown.acquire()  # both players have seen the verdict
        thrown.acquire()
    say("game over by judge!")
    start.set()


def player(number):
    while True:
        start.wait()
        if rounds_left == 0:
            break
        dice[number] = random.randint(1, 6)
        say(f"player {number + 1} gets {dice[number]}")
        thrown.release()
        judged.wait()
        thrown.release()
    say(f"player {number + 1} quits!")


threads = [threading.Thread(target=judge), threading.Thread(target=player, args=(0,)),
           threading.Thread(target=player, args=(1,))]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert log.count("start game!") == ROUNDS
assert sum(line.startswith("player 1 gets") for line in log) == ROUNDS
assert sum(line.startswith("player 2 gets") for line in log) == ROUNDS
assert sum("judging" in line for line in log) == ROUNDS
assert sorted(log[-2:]) == ["player 1 quits!", "player 2 quits!"]
