// Runtime: all state of one running interpreter. No global mutable state exists outside it; a process can make many,
// one after another.
//
// Members are grouped by how they are protected: constant once the runtime has started; atomic; or guarded by the lock
// named beside them.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/code/code.h"
#include "vm/object/errors.h"
#include "vm/object/object.h"
#include "vm/options.h"
#include "vm/threading/mutex.h"
#include "vm/threading/thread.h"
#include "vm/types/wide_text.h"

namespace gilded {

class Heap;           // gc/heap.cpp
class Collector;      // gc/collector.h
class Gil;            // threading/gil.h
class ParkingLot;     // threading/parking.h
class Recorder;       // report/recorder.h
class LostUpdates;    // report/lost_updates.h
struct StopTheWorld;  // threading/stop_the_world.h
struct CodeObject;
struct Dict;
struct InternTable;      // types/string.cpp
struct ShapeTable;       // object/shape.cpp
class Monitoring;        // interpreter/monitoring.h
struct ImportLockTable;  // threading/import_lock.h
struct String;
struct SignatureTable;      // object/native.cpp
struct SignalState;         // threading/signals.cpp
struct WeakReferenceTable;  // types/weak_reference.cpp

struct BuiltinTypes {
#define TYPE(field) Type* field = nullptr;
#define TYPE_FILE(function)
#include "vm/types/types.def"
#undef TYPE
#undef TYPE_FILE
};

struct Names {
#define NAME(field, text) String* field = nullptr;
#include "vm/object/names.def"
#undef NAME
};

// The result of the compile hook: code, or an error to be raised as a SyntaxError.
struct CompileWarning {
  std::string category, message, text;  // text: the line, for the error that a filter makes of the warning
  int line = 0, offset = 0, end_line = 0, end_offset = 0;
  bool has_text = false;
};
struct CompileResult {
  std::shared_ptr<const compiler::Code> code;
  std::string tree;                                 // instead of code, where only the syntax tree was asked for
  std::string error_type, message, filename, text;  // error_type empty: success
  int line = 0, offset = 0, end_line = 0, end_offset = 0;
  bool has_text = true;
  bool place_in_arguments = true;        // args of the exception hold the place too, not only its attributes
  std::vector<CompileWarning> warnings;  // of a success as well
};
// Flags of compile() beside those of the compiler: give the tree only (ast.PyCF_ONLY_AST); the source is a tree
// (compiler/ast/transfer.h).
inline constexpr uint32_t kCompileOnlyTree = 0x400, kCompileFromTree = 0x80000000;
// Beside the flags that compile() documents: the source is the program's file, which is read line by line.
inline constexpr uint32_t kCompileMainFile = uint32_t{1} << 29;
inline constexpr uint32_t kCompileKeepSource = uint32_t{1} << 30;  // for tracebacks, as no file will hold it
inline constexpr uint32_t kCompileAllowIncomplete = 0x4000;  // an end that comes too early is an _IncompleteInputError
// mode: "exec", "eval" or "single"; flags: compiler::kFutureAnnotations and the ones above. Text when is_bytes is
// false: UTF-8 already, no coding line.
using CompileHook = CompileResult (*)(const std::string& source, bool is_bytes, const std::string& filename,
                                      const char* mode, uint32_t flags, int optimize);

// A module of the library that is written in Python.
struct EmbeddedSource {
  std::string_view path, text;
  bool is_package = false;
  std::string_view code;  // the same, compiled without -O: compiler/code/code_file.h
};

// What the VM is given from above: the compiler, and the library's modules. All functions of static lifetime, safe from
// any thread.
struct RuntimeHooks {
  CompileHook compile = nullptr;
  // Makes a native module: a new Module, or EMPTY without an exception when there is none of that name.
  Value (*make_native_module)(Thread* T, std::string_view name) = nullptr;
  bool (*find_embedded)(std::string_view name, EmbeddedSource* out) = nullptr;
  // Sets sys.stdin, stdout and stderr; false: exception.
  bool (*open_standard_streams)(Thread* T) = nullptr;
  // Why Gilded has no standard module of that name; empty: it has one, or Python has none either. May be null.
  std::string_view (*absent_reason)(std::string_view name) = nullptr;
  // Names of all modules of the library, for sys.stdlib_module_names.
  std::vector<std::string> (*module_names)() = nullptr;
};

class Runtime {
 public:
  // Starts a runtime with its main thread attached; null when the system has no memory for it.
  static std::unique_ptr<Runtime> create(Options options, const RuntimeHooks& hooks);
  // Waits for nothing: finish(T) must have been called.
  ~Runtime();
  // Python's shutdown: waits for non-daemon threads, runs atexit functions, stops daemon threads, flushes. Returns the
  // exit status to use.
  int finish(Thread* T, int status);

  // --- Constant once started
  Options options;
  RuntimeHooks hooks;
  Thread* main_thread = nullptr;
  int64_t started = 0;  // on monotonic_now()'s scale
  BuiltinTypes types;
  Names names;
  Type* exception_types[128] = {};
  std::unique_ptr<Heap> heap;
  std::unique_ptr<Collector> collector;
  std::unique_ptr<Gil> gil;
  std::unique_ptr<ParkingLot> parking_lot;
  std::unique_ptr<StopTheWorld> stop_the_world;
  std::unique_ptr<Recorder> recorder;         // null: nothing is recorded
  WideTexts wide_texts;                       // of regular expressions; forgotten at each collection
  std::unique_ptr<LostUpdates> lost_updates;  // null: nobody counts them
  std::unique_ptr<ShapeTable, void (*)(ShapeTable*)> shapes{nullptr, nullptr};
  std::unique_ptr<SignatureTable, void (*)(SignatureTable*)> signatures{nullptr, nullptr};
  std::unique_ptr<InternTable, void (*)(InternTable*)> interned{nullptr, nullptr};
  std::unique_ptr<SignalState, void (*)(SignalState*)> signals{nullptr, nullptr};
  std::unique_ptr<WeakReferenceTable, void (*)(WeakReferenceTable*)> weak_references{nullptr, nullptr};
  std::unique_ptr<ImportLockTable, void (*)(ImportLockTable*)> import_locks{nullptr, nullptr};
  std::unique_ptr<Monitoring, void (*)(Monitoring*)> monitoring{nullptr, nullptr};
  uint64_t hash_key = 0;                    // mixed into the hashes of str and bytes
  const void* const* fast_table = nullptr;  // interpreter/loop.cpp
  const void* const* observed_table = nullptr;
  const void* const* instrumented_table = nullptr;

  void* stopped_for_ever = nullptr;  // the stop of the world that finish() leaves standing
  void* thread_module = nullptr;     // state of _thread (stdlib/native/thread.cpp)
  void (*thread_module_deleter)(void*) = nullptr;

  // --- Roots: registered places that hold Values; visited at every collection
  Value empty_tuple, empty_string, empty_bytes, empty_frozenset;
  Value empty_array, empty_dict_table, empty_set_table;  // shared by all empty lists, dicts and sets
  Value characters[256];                                 // one-character strings
  Value modules;                                         // sys.modules
  Value builtins_module, sys_module, main_module;
  Value builtins_dict;
  Value builtin_import;   // builtins.__import__ as it was at the start: the import statement calls nothing when it is
                          // unchanged
  Value memory_error;     // preallocated
  Value audit_hooks;      // the list of sys.addaudithook
  Value unraisable_hook;  // sys.unraisablehook as it was at the start
  Value unraisable_hook_arguments;  // the type of what it is called with
  Mutex roots_lock;
  std::vector<Value*> extra_roots GUARDED_BY(roots_lock);  // registered by native modules for their state

  // --- Atomic
  std::atomic<uint32_t> next_namespace_stamp{1};
  std::atomic<uint32_t> next_type_version{1};
  // The builtins table that caches of LOAD_GLOBAL refer to; when the builtins get a new one, those caches are reset
  // (world stopped).
  std::atomic<uint32_t> builtins_table_id{0};
  std::atomic<uint64_t> next_object_id{1};
  std::atomic<bool> ever_started_thread{false};
  // For -X importtime: how deep imports are nested, and the time that those inside the innermost one took. All threads
  // count together.
  std::atomic<int32_t> import_depth{0};
  std::atomic<int64_t> nested_import_ns{0};
  std::atomic<bool> finishing{false};
  std::atomic<int64_t> python_thread_count{0};  // running, without the main one
  std::atomic<int32_t> recursion_limit{1000};
  std::atomic<int32_t> int_max_str_digits{4300};  // sys.set_int_max_str_digits; 0: no limit

  std::atomic<int32_t> dlopen_flags{2};  // sys.setdlopenflags; RTLD_NOW at first

  // --- Guarded by threads_lock
  Mutex threads_lock;
  Thread* threads GUARDED_BY(threads_lock) = nullptr;  // linked list of all
  std::atomic<uint32_t> thread_count = 0;              // on the list; changes with it
  uint32_t next_thread_number GUARDED_BY(threads_lock) = 1;
  std::vector<ThreadCounters> ended_threads GUARDED_BY(threads_lock);  // for --stats; kept only then
  std::vector<void*> spare_stacks GUARDED_BY(threads_lock);            // options.vm_stack_bytes each

  // A new thread's record, detached and on the list; null: no memory.
  Thread* create_thread();
  // Takes it off the list and frees it. REQUIRES: detached, its allocator released while it was attached (or the
  // world is stopped, or it never ran), called on its own system thread or before it has one.
  void destroy_thread(Thread* thread);
  void threads_came_or_went() REQUIRES(threads_lock);
  void* take_stack();
  void give_stack_back(void* stack);

  // --- Guarded by code_lock
  Mutex code_lock;
  CodeObject* all_code GUARDED_BY(code_lock) = nullptr;  // the newest first
  CodeObject* old_code GUARDED_BY(code_lock) = nullptr;  // the newest of those that the last collection left
  std::vector<std::shared_ptr<const compiler::Code>> compiled GUARDED_BY(code_lock);

  void add_root(Value* root);

  // --- State of native modules, one object of each type of state, made by the first who asks (native_state below).
  // Only ever grows.
  struct NativeState {
    const void* key;
    void* data;
    void (*destroy)(void*);
    NativeState* next;
  };
  std::atomic<NativeState*> native_states{nullptr};
  Mutex native_states_lock;
  // Those that were found, by the addresses of their keys, which lie beside each other.
  static constexpr size_t kFoundStates = 64;
  std::atomic<NativeState*> found_states[kFoundStates] = {};

  Runtime();
};

// The State of this runtime: `struct State { explicit State(Runtime*); ... }` registers the roots it holds with
// add_root. Lock-free.
template <class State>
inline constexpr char kNativeStateKey = 0;
template <class State>
[[gnu::noinline]] Runtime::NativeState* find_native_state(Runtime* runtime) {
  const void* key = &kNativeStateKey<State>;
  auto find = [&](Runtime::NativeState* from) {
    while (from && from->key != key) from = from->next;
    return from;
  };
  if (auto* found = find(runtime->native_states.load(std::memory_order_acquire))) return found;
  MutexLock guard(runtime->native_states_lock);
  Runtime::NativeState* first = runtime->native_states.load(std::memory_order_acquire);
  if (auto* found = find(first)) return found;
  auto* state =
      new Runtime::NativeState{key, new State(runtime), [](void* p) { delete static_cast<State*>(p); }, first};
  runtime->native_states.store(state, std::memory_order_release);
  return state;
}
template <class State>
State& native_state(Runtime* runtime) {
  const void* key = &kNativeStateKey<State>;
  auto& place = runtime->found_states[reinterpret_cast<uintptr_t>(key) % Runtime::kFoundStates];
  Runtime::NativeState* found = place.load(std::memory_order_acquire);
  if (!found || found->key != key) [[unlikely]] {
    found = find_native_state<State>(runtime);
    place.store(found, std::memory_order_release);
  }
  return *static_cast<State*>(found->data);
}

inline const Names& names(Thread* T) {
  return T->runtime->names;
}
inline const BuiltinTypes& types(Thread* T) {
  return T->runtime->types;
}

}  // namespace gilded
