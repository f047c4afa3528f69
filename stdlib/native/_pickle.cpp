// _pickle: the module: Pickler (pickle_writer.cpp), Unpickler (pickle_reader.cpp), their errors, PickleBuffer, and what
// they share.
#include "stdlib/native/pickle_support.h"
#include "vm/object/errors.h"
#include "vm/object/protocols.h"
#include "vm/object/special_methods.h"
#include "vm/runtime.h"
#include "vm/types/buffer.h"
#include "vm/types/dict.h"
#include "vm/types/memoryview.h"
#include "vm/types/module.h"
#include "vm/types/record.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

// --- Shared

Value import_by_name(Thread* T, Value name) {
  auto* modules = T->runtime->modules.as<Dict>();
  if (Value known = dict_get(T, modules, name); known && !known.is_none()) return known;
  if (T->has_exception()) return kEmpty;
  Value import = dict_get(T->runtime->builtins_dict.as<Dict>(), names(T).dunder_import);
  if (!import || !call(T, import, {name})) return kEmpty;
  // __import__ gives the package of a dotted name.
  Value module = dict_get(T, modules, name);
  if (!module && !T->has_exception()) (void)raise_with(T, Builtin::kKeyError, name);
  return module;
}

bool raise_pickle_error(Thread* T, const char* class_name, const std::string& message) {
  Value type = import_attribute(T, "_pickle", class_name);
  String* text = type ? make_string(T, message) : nullptr;
  Value error = text ? call(T, type, {text}) : kEmpty;
  return error ? static_cast<bool>(raise_value(T, error)) : false;
}

std::string repr_text(Thread* T, Value value) {
  String* text = to_repr(T, value);
  return text ? to_utf8(text) : "";
}

Value find_dotted_attribute(Thread* T, Value object, String* name, Value* parent) {
  std::string text = to_utf8(name);
  Value current = object;
  for (size_t start = 0; start <= text.size();) {
    size_t end = std::min(text.find('.', start), text.size());
    std::string part = text.substr(start, end - start);
    start = end + 1;
    if (part == "<locals>") {
      std::string shown = repr_text(T, name);
      if (T->has_exception()) return kEmpty;
      if (!object) return raise(T, Builtin::kAttributeError, "Can't get local object {}", shown);
      std::string where = repr_text(T, object);
      if (T->has_exception()) return kEmpty;
      return raise(T, Builtin::kAttributeError, "Can't get local attribute {} on {}", shown, where);
    }
    if (!object) continue;
    String* key = intern(T, part);
    if (!key) return kEmpty;
    if (parent) *parent = current;
    current = find_attribute(T, current, key);
    if (!current) return kEmpty;
  }
  return object ? current : kNone;
}

bool is_default_method(Value function, const NativeMethod* method) {
  return is_kind(function, Kind::kNativeFunction) && function.as<NativeFunction>()->method == method;
}

WorkClaim::WorkClaim(Thread* T, std::atomic<uint64_t>& worker, const char* what) : worker_(worker) {
  uint64_t own = reinterpret_cast<uintptr_t>(T);
  uint64_t expected = 0;
  is_outer_ = worker.compare_exchange_strong(expected, own);
  is_held_ = is_outer_ || expected == own;
  if (!is_held_) (void)raise(T, Builtin::kRuntimeError, "{} already executing in another thread", what);
}
WorkClaim::~WorkClaim() {
  if (is_outer_) worker_.store(0);
}

// --- PickleBuffer

namespace {

constexpr const char* kPickleBufferName = "pickle.PickleBuffer";

// The one slot of a PickleBuffer holds a memoryview of the object; EMPTY: released.
Value pickle_buffer_create(Thread* T, Type* type, CallArguments arguments) {
  Value values[1];
  if (!bind_arguments(T, "PickleBuffer(object, /)", arguments, values)) return kEmpty;
  Value view = make_memoryview(T, values[0]);
  Record* record = view ? make_record(T, type, 1) : nullptr;
  if (!record) return kEmpty;
  record->set(0, view);
  return record;
}

Value view_of(Thread* T, Value self) {
  Value view = self.as<Record>()->get(0);
  if (!view) return raise(T, Builtin::kValueError, "operation forbidden on released PickleBuffer object");
  return view;
}

bool pickle_buffer_buffer(Thread* T, Value self, BufferView* out) {
  Value view = view_of(T, self);
  return view && get_buffer(T, view, out);
}

Value pickle_buffer_raw(Thread* T, Arguments args) {
  Value view = view_of(T, args[0]);
  if (!view) return kEmpty;
  Value contiguous = get_attribute(T, view, "contiguous");
  bool is_contiguous;
  if (!contiguous || !truth(T, contiguous, &is_contiguous)) return kEmpty;
  if (!is_contiguous) return raise(T, Builtin::kBufferError, "cannot extract raw buffer from non-contiguous buffer");
  Value flat = view;
  Value c_contiguous = get_attribute(T, view, "c_contiguous");
  if (!c_contiguous) return kEmpty;
  return call_method(T, flat, intern(T, "cast"), {make_string(T, "B")});
}

Value pickle_buffer_release(Thread* T, Arguments args) {
  auto* record = args[0].as<Record>();
  Value view = record->get(0);
  record->set(0, kEmpty);
  if (view && !call_method(T, view, intern(T, "release"))) {
    if (!exception_matches(T, Builtin::kBufferError)) return kEmpty;
    clear_exception(T);
  }
  return kNone;
}

const NativeMethod kPickleBufferMethods[] = {
    {"raw($self, /)", pickle_buffer_raw,
     "A memoryview of the raw memory underlying this buffer, as bytes in one dimension."},
    {"release($self, /)", pickle_buffer_release, "Release the underlying buffer exposed by the PickleBuffer object."},
    {nullptr, nullptr, nullptr}};

const TypeSlots kPickleBufferSlots = [] {
  TypeSlots s{};
  s.create = pickle_buffer_create;
  s.initialize = [](Thread*, Value, CallArguments) { return true; };
  s.buffer = pickle_buffer_buffer;
  s.release_buffer = release_view_of;
  return s;
}();

const NativeTypeSpec kPickleBufferSpec = {kPickleBufferName,
                                          Kind::kRecord,
                                          record_size(1),
                                          kTypeSupportsWeakReferences | kTypeHasNoModule,
                                          "Wrapper for potentially out-of-band buffers.",
                                          &kPickleBufferSlots,
                                          kPickleBufferMethods,
                                          nullptr,
                                          "(object, /)"};

// Exception classes as a Python module would make them.
Value make_error_class(Thread* T, const char* name, Value base, const char* documentation) {
  Dict* dict = make_dict(T);
  String* text = dict ? make_string(T, name) : nullptr;
  Tuple* bases = text ? make_tuple(T, {base}) : nullptr;
  if (!bases || !dict_set(T, dict, names(T).dunder_module, make_string(T, "_pickle")) ||
      !dict_set(T, dict, names(T).dunder_doc, make_string(T, documentation)))
    return kEmpty;
  return make_class(T, types(T).type, text, bases, dict, {});
}

const NativeMethod kFunctions[] = {
    {"dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None)", pickle_dump,
     "Write a pickled representation of obj to the open file."},
    {"dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None)", pickle_dumps,
     "Return the pickled representation of the object as bytes."},
    {"load(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())", pickle_load,
     "Read and return an object from the pickle data stored in a file."},
    {"loads(data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())", pickle_loads,
     "Read and return an object from the given pickle data."},
    {nullptr, nullptr, nullptr}};

}  // namespace

Value* pickle_buffer_object(Value v, Value* storage) {
  if (!is_kind(v, Kind::kRecord)) return nullptr;
  const char* name = v.as_object()->type()->native_name;
  if (!name || name != kPickleBufferSpec.name) return nullptr;
  *storage = v.as<Record>()->get(0);
  return storage;
}

Value initialize_pickle_module(Thread* T) {
  Module* module = make_module(T, "_pickle");
  if (!module || !add_functions(T, module, kFunctions)) return kEmpty;
  Type* pickler = make_pickler_type(T);
  Type* unpickler = pickler ? make_unpickler_type(T) : nullptr;
  Type* buffer = unpickler ? make_native_type(T, kPickleBufferSpec) : nullptr;
  if (!buffer || !module_set(T, module, "Pickler", pickler) || !module_set(T, module, "Unpickler", unpickler) ||
      !module_set(T, module, "PickleBuffer", buffer))
    return kEmpty;
  Value error =
      make_error_class(T, "PickleError", exception_type(T, Builtin::kException), "What goes wrong with pickles.");
  Value pickling = error ? make_error_class(T, "PicklingError", error, "An object that cannot be pickled.") : kEmpty;
  Value unpickling = pickling ? make_error_class(T, "UnpicklingError", error, "A pickle that cannot be read.") : kEmpty;
  bool done = unpickling && module_set(T, module, "PickleError", error) &&
              module_set(T, module, "PicklingError", pickling) && module_set(T, module, "UnpicklingError", unpickling);
  return done ? Value(module) : kEmpty;
}

}  // namespace gilded
