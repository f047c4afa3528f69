// Parts of the virtual machine alone: what one operation costs, in a loop of Python code inside one runtime.
//
// Each benchmark is a row of the table: a name, lines that set the scene, and the statement that is repeated. The empty
// loop is a row too, to be subtracted in one's head. Time per item is time per statement.
#include <benchmark/benchmark.h>

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "stdlib/library.h"
#include "vm/cli/commands.h"
#include "vm/interpreter/interpreter.h"
#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/runtime.h"
#include "vm/types/dict.h"
#include "vm/types/exception.h"
#include "vm/types/module.h"
#include "vm/types/string.h"

namespace gilded {
namespace {

struct Snippet {
  const char* name;
  const char* setup;  // lines of the function before the loop
  const char* statement;
};

constexpr Snippet kSnippets[] = {
    {"loop/range", "", "pass"},
    {"loop/list", "items = [1] * 100", "for item in items: pass"},
    {"loop/dict_items", "items = dict.fromkeys(range(100))", "for key, value in items.items(): pass"},
    {"integer/add", "a = 5", "a + i"},
    {"integer/multiply_and_mask", "a = 5", "a * i & 0xff"},
    {"integer/big_add", "a = 1 << 100", "a + i"},
    {"float/multiply_add", "a = 1.5", "a * 2.5 + 1.0"},
    {"compare/integers", "", "i < 5"},
    {"compare/strings", "a, b = 'hello' * 2, 'hello' * 2", "a == b"},
    {"name/global", "", "len"},
    {"name/module_attribute", "import math", "math.pi"},
    {"name/closure", "x = 1\n  def inner(): return x", "inner()"},
    {"attribute/load", "p = Point(1, 2)", "p.x"},
    {"attribute/store", "p = Point(1, 2)", "p.x = i"},
    {"attribute/of_class", "", "Point.count"},
    {"attribute/property", "p = Point(1, 2)", "p.twice"},
    {"attribute/slots", "p = Slotted()", "p.x"},
    {"call/no_arguments", "", "nothing()"},
    {"call/positional", "", "three(1, 2, 3)"},
    {"call/defaults", "", "three(1)"},
    {"call/keywords", "", "three(1, c=3)"},
    {"call/star", "t = (1, 2, 3)", "three(*t)"},
    {"call/varargs", "", "anything(1, 2)"},
    {"call/method", "p = Point(1, 2)", "p.get()"},
    {"call/class_method", "", "Point.make()"},
    {"call/static_method", "", "Point.nothing()"},
    {"call/class", "", "Point(1, 2)"},
    {"call/operator_method", "p = Point(1, 2)", "p + p"},
    {"call/builtin", "items = [1]", "len(items)"},
    {"call/builtin_type", "", "str(5)"},
    {"list/get", "items = [1, 2, 3]", "items[1]"},
    {"list/set", "items = [1, 2, 3]", "items[1] = i"},
    {"list/append_pop", "items = []", "items.append(i); items.pop()"},
    {"list/slice", "items = list(range(10))", "items[2:7]"},
    {"list/comprehension", "", "[x for x in range(20)]"},
    {"dict/get", "d = {'a': 1}", "d['a']"},
    {"dict/set", "d = {}", "d[i & 1023] = i"},
    {"dict/display", "", "{'a': i, 'b': i}"},
    {"set/add", "s = set()", "s.add(i & 1023)"},
    {"tuple/build_unpack", "", "a, b = i, i"},
    {"string/concatenate", "s = 'abc'", "s + 'def'"},
    {"string/index", "s = 'abcdef'", "s[3]"},
    {"string/format", "", "f'{i}:{i}'"},
    {"string/join", "parts = ['ab'] * 20", "''.join(parts)"},
    {"string/split", "s = 'ab cd ef gh'", "s.split()"},
    {"allocation/object", "", "object()"},
    {"allocation/list", "", "[i]"},
    {"collector/linked_garbage", "", "a = [None]; b = [a]; a[0] = b"},
    {"exception/try", "", "try: pass\n    except ValueError: pass"},
    {"exception/raise_and_catch", "", "try: raise ValueError\n    except ValueError: pass"},
    {"exception/with", "guard = Guard()", "with guard: pass"},
    {"generator/next", "def endless():\n    while True: yield 1\n  g = endless()", "next(g)"},
    {"generator/for", "def twenty():\n    for n in range(20): yield n", "for n in twenty(): pass"},
    {"thread/lock", "import threading\n  lock = threading.Lock()", "with lock: pass"},
    {"thread/start_and_join", "import threading", "t = threading.Thread(target=nothing); t.start(); t.join()"},
    {"thread/hand_off",
     "import threading, queue\n  a, b = queue.SimpleQueue(), queue.SimpleQueue()\n"
     "  def echo():\n    while (item := a.get()) is not None: b.put(item)\n"
     "  t = threading.Thread(target=echo, daemon=True); t.start()",
     "a.put(1); b.get()"},
};

constexpr const char* kScene = R"(
class Point:
  count = 0
  def __init__(self, x, y): self.x = x; self.y = y
  def get(self): return self.x
  def __add__(self, other): return self
  @property
  def twice(self): return self.x
  @classmethod
  def make(cls): return cls
  @staticmethod
  def nothing(): pass
class Slotted:
  __slots__ = ('x',)
  def __init__(self): self.x = 1
class Guard:
  def __enter__(self): return self
  def __exit__(self, kind, error, traceback): return False
def nothing(): pass
def three(a, b=2, c=3): pass
def anything(*args, **kwargs): pass
)";

[[noreturn]] void give_up(Thread* T) {
  std::fputs(format_exception(T, take_exception(T)).c_str(), stderr);
  std::exit(1);
}

// The function `run(n)` of a snippet.
Value make_loop(Thread* T, Dict* globals, const Snippet& snippet) {
  std::string source = std::string("def run(n):\n  ") + (*snippet.setup ? snippet.setup : "pass") +
                       "\n  for i in range(n):\n    " + snippet.statement + "\n";
  CodeObject* code = compile_source(T, source, false, snippet.name, "exec", 0, -1);
  if (!code || run_code(T, code, globals, kEmpty).is_empty()) give_up(T);
  return dict_get(globals, intern(T, std::string_view("run")));
}

void measure(benchmark::State& state, Thread* T, Dict* globals, const Snippet* snippet) {
  constexpr int64_t kBatch = 1000;
  Value loop = make_loop(T, globals, *snippet);
  int64_t batch = std::string_view(snippet->name).starts_with("thread/s") ? 10 : kBatch;
  for (auto _ : state) {
    if (call(T, loop, {Value::small_int(batch)}).is_empty()) give_up(T);
  }
  state.SetItemsProcessed(state.iterations() * batch);
}

}  // namespace
}  // namespace gilded

int main(int count, char** values) {
  using namespace gilded;
  RuntimeHooks hooks;
  hooks.compile = cli::compile_for_vm;
  add_library_hooks(&hooks);
  Runtime* runtime = Runtime::create(Options{}, hooks).release();
  if (!runtime) return 1;
  Thread* T = runtime->main_thread;
  Module* main_module = make_module(T, "__main__");
  if (!main_module) give_up(T);
  Dict* globals = main_module->dict.load();
  if (!dict_set(T, globals, intern(T, std::string_view("__builtins__")), runtime->builtins_module)) give_up(T);
  CodeObject* scene = compile_source(T, kScene, false, "scene", "exec", 0, -1);
  if (!scene || run_code(T, scene, globals, kEmpty).is_empty()) give_up(T);

  for (const Snippet& snippet : kSnippets) {
    benchmark::RegisterBenchmark(
        snippet.name, [T, globals, &snippet](benchmark::State& state) { measure(state, T, globals, &snippet); });
  }
  benchmark::Initialize(&count, values);
  if (benchmark::ReportUnrecognizedArguments(count, values)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  std::fflush(nullptr);
  _exit(0);
}
