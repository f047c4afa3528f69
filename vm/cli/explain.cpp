#include "vm/cli/explain.h"

#include <fmt/format.h>

#include <algorithm>

#include "vm/cli/option_reader.h"
#include "vm/cli/terminal.h"

namespace gilded::cli {

namespace {

struct Page {
  const char* terms;    // between blanks; the first is its name
  const char* summary;  // for the list
  const char* text;     // at most 40 lines of 80 columns; ends with the command that shows it
};

constexpr Page kPages[] = {
    {" gil ", "the global interpreter lock",
     R"(The GIL is one lock for the whole interpreter: a thread runs Python code only
while it holds it. It keeps the interpreter's own data whole. It does not keep
your data whole: between two bytecodes another thread may get the lock.

A thread gives the GIL up in two ways. It waits (IO, sleep, a lock, join): then
it lets go at once, so waiting threads never stop others. Or it computes: then
it must be made to let go, and that is where the eras differ:

  2.7     the holder lets go every 100 bytecodes           (tick)
  3.9     a waiter asks after 5 ms; answered at nearly
          any bytecode                                      (interval, every)
  3.12    a waiter asks after 5 ms; answered on entering a
          function, after calls, at loops' back edges       (interval, calls)
  3.13t   there is no GIL; threads run in parallel          (off)

So with a GIL threads help where the time goes in waiting, and never where it
goes in Python code.

See it:  gilded compare examples/lost_update.py
         gilded bench --quick
)"},
    {" tick ", "2.7's way to switch: every 100 bytecodes",
     R"(In Python 2 the thread that holds the GIL counts bytecodes. After 100 of them
(sys.setcheckinterval) it lets go of the GIL and takes it again at once. Whoever
waits has been woken and may win the lock in between; on several cores the old
holder mostly is faster, and the other has woken for nothing (a failed wake-up).

Not all bytecodes count: loading a local variable or a constant, storing a local
variable and jumping forward do not. Nothing is reset when a thread blocks.
Right before `try` and `with` the check is put off by one bytecode.

See it:  gilded --as=2.7 --stats examples/lost_update.py
         gilded dis FILE          marks the bytecodes that count: t
)"},
    {" interval switch-interval ", "3.2 and later: a waiter asks after 5 ms",
     R"(Since Python 3.2 the holder of the GIL counts nothing. A thread that wants the
GIL waits for 5 ms (sys.setswitchinterval). When that time is over and nobody
else got it meanwhile, it asks; the holder lets go at its next switch point and
waits until another thread has taken over.

So two busy threads switch about 200 times a second, and a thread that comes
back from IO waits up to 5 ms for each busy one: the convoy. A shorter interval
makes that better and switches more often.

See it:  gilded bench mixed       the table of intervals
         gilded trace -o trace.json FILE
)"},
    {" convoy ", "why a busy thread ruins the latency of IO",
     R"(A thread that does IO lets go of the GIL for each call and has to get it back
after it. Beside a thread that computes, it does not find the GIL free: under
the interval policy it waits 5 ms and asks, each time. A server that answered
80,000 requests a second alone answers some thousands beside one busy thread,
and the slowest of them wait for 5 ms times the number of busy threads. The
median hides it for long; look at the 99th percentile and the maximum.

Under 2.7 the busy thread lets go every 100 bytecodes, far more often, so the
convoy is milder. Without a GIL there is none.

A lock convoy is the same with a lock of yours: each thread queues for it again
and again, and switching costs more than the work under it.

See it:  gilded bench mixed
         gilded trace FILE        says which thread queues behind which
)"},
    {" lost-update lost race ", "what exactly is counted as lost",
     R"(A place is a global variable, a variable shared by nested functions, an
attribute that is plainly stored, or an item of a list or dict. An update is
lost when

  a thread reads a place,
  another thread stores a different value there,
  and the first stores there what it computed from what it had read.

What the other thread stored is gone as if it had never been. Each such late
store counts once; `compare` and `why` also say how many stores it undid. Values
are followed through registers, arithmetic and calls, not through objects that
were built from them, nor through conditions (`if k not in d: d[k] = ...`).

Code that holds one lock from the read to the store never counts, in any era: no
other thread can store in between. Storing what is there already never counts.

Counting follows each value through the interpreter and is on only in `compare`,
`why` and with --stats=races. It slows a loop of reads and stores down by a
factor that the README states; without it nothing is paid.

See it:  gilded why examples/lost_update.py
)"},
    {" switch-point switch ", "where another thread can come in",
     R"(A switch point is a place where a thread may lose the GIL although it does not
wait for anything. It is what decides whether `x += 1` can break: the statement
reads x, adds, and stores x, and a switch in between loses an update.

  2.7     before each bytecode that counts, once in 100
  3.9     before nearly every bytecode, when a waiter asked
  3.12    on entering a function, after a call, at a loop's back edge
  3.13t   everywhere: threads run at the same time

`x += 1` has no call inside, so 3.12 cannot cut it. `x += f()` and `x += int(s)`
have, and every era loses updates there.

See it:  gilded dis FILE               marks each bytecode, era by era
         gilded atomic 'x += 1' 'x += int(y)'
)"},
    {" atomic ", "one step, as other threads see it",
     R"(A statement is atomic when two threads that run it leave what one thread would
leave that runs it twice as often: as if they had taken turns.

Methods and items of built-in containers are atomic in all eras, when keys and
items are of built-in types: L.append(x), L.pop(), d[k] = v, d.setdefault(k, v),
next(itertools.count()). In 3.13t each of them holds a lock of the object. An
iterator that threads share without a lock may skip or repeat there.

What reads and then stores is not: x += 1, l = l + [1], d[k] += 1. That 3.12
keeps the first of these whole is luck: nothing promises it. `l += [1]` looks
alike and is harmless, for the list itself grows in one step and is stored back
to where it was.

`gilded atomic` finds out by running a statement in two threads with a switch
forced at every place where an era allows one.

See it:  gilded atomic 'L.append(x)' 'x += 1' 'l += [1]' 'l = l + [1]'
)"},
    {" daemon ", "threads that nobody waits for",
     R"(At the end of a program Python waits for all threads but daemons. Daemon threads
are stopped at whatever they do: their `finally` blocks do not run, files they
write may stay half written, locks they hold stay locked.

Use one only for work that may be cut off anywhere. Otherwise let an Event or a
queue tell the thread to end, and join it.

See it:  gilded examples/daemon_threads.py
)"},
    {" hand-over handover ", "what a switch costs",
     R"(A hand-over is the time between one thread letting go of the GIL and another
having it: the system must wake the one that sleeps, some 5 to 50 us. When a
waiter wakes and finds the GIL taken again, that was a failed wake-up.

Under the interval policy an asked-for switch always is a hand-over: the old
holder waits until another thread has it. When a thread blocks it just lets go.

See it:  gilded trace FILE        median and longest hand-over
         gilded --stats FILE
)"},
    {" preset as ", "the four eras and how to choose one", R"(  --as=2.7     GIL, ticks: let go every 100 bytecodes
  --as=3.9     GIL, interval: a waiter asks after 5 ms, answered nearly anywhere
               (the default)
  --as=3.12    GIL, interval: answered on entering functions, after calls and at
               loops' back edges
  --as=3.13t   no GIL: threads run in parallel

--gil=tick|interval|off picks only the policy, --switch-points=every|calls where
a request is answered. -X gil=..., PYTHON_GIL and GILDED_GIL mean the same; the
option wins over the variable. The language is the same in all: Python 3.13.

In a program: sys.gil.preset, .policy, .switch_points, and counters.

See it:  gilded compare FILE
)"},
    {" free-threading free-threaded off ", "threads without a GIL",
     R"(Without a GIL threads run Python code at the same time, on as many cores as
there are. Programs that compute get faster, if their threads share little:
objects that many threads change need their lock again and again, and pass
between the caches of the cores.

What was safe by luck is not safe any more: every gap between a read and a store
can be hit, at any time. What was promised stays: a method of a built-in
container is one step, and no script can corrupt the interpreter.

See it:  gilded bench cpu shared
         gilded why --as=3.13t examples/lost_update.py
)"},
    {" statistics stats ", "what --stats counts",
     R"(switches   how often the GIL went to another thread, by what the one before did:
             tick       let go after 100 bytecodes
             request    was asked by a waiter
             blocking   waited for IO, sleep, a lock, a join
             yield      slept for 0 seconds
             exit       ended
             stress     was made to by GILDED_SWITCH_STRESS
waits      how often a thread did not get the GIL at once; the longest wait
failed wake-ups   a waiter woke and found the GIL taken again
lost ... to another   the same, seen from the thread that let go

sys.gil gives the same figures to the program while it runs.

See it:  gilded --stats FILE
         gilded --report=FILE.json FILE     the same as JSON
)"},
};

}  // namespace

int explain_term(const CommandLine& line) {
  std::string help = "usage: gilded explain TERM\n\nA page about a word, with the command that shows it:\n\n";
  std::vector<std::string> known;
  for (const Page& page : kPages) {
    std::string terms = page.terms;
    std::vector<std::string> names;
    for (size_t start = 1; start < terms.size();) {
      size_t end = terms.find(' ', start);
      names.push_back(terms.substr(start, end - start));
      start = end + 1;
    }
    known.insert(known.end(), names.begin(), names.end());
    help += fmt::format("  {:<16} {}\n", names[0], page.summary);
  }
  OptionReader reader("explain", help);
  std::vector<std::string> rest;
  if (auto status = reader.read(line.arguments, false, &rest)) return *status;
  if (rest.empty()) {
    fmt::print("{}", help);
    return 0;
  }
  std::string term;
  for (const std::string& word : rest) term += (term.empty() ? "" : "-") + word;
  std::transform(term.begin(), term.end(), term.begin(), [](unsigned char c) { return static_cast<char>(tolower(c)); });
  for (const Page& page : kPages) {
    if (std::string(page.terms).find(" " + term + " ") == std::string::npos) continue;
    fmt::print("{}\n\n{}", styled(term, Style::kTitle), page.text);
    return 0;
  }
  return reader.wrong_use(
      fmt::format("there is no page about '{}'; did you mean '{}'?", term, nearest_word(term, known)));
}

}  // namespace gilded::cli
