// _functools: partial, reduce, cmp_to_key and the cache behind lru_cache.
#include "vm/object/errors.h"
#include "vm/object/instance.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/object/type_internals.h"
#include "vm/object/warnings.h"
#include "vm/runtime.h"
#include "vm/threading/object_lock.h"
#include "vm/types/dict.h"
#include "vm/types/function.h"
#include "vm/types/int.h"
#include "vm/types/key.h"
#include "vm/types/module.h"
#include "vm/types/record.h"
#include "vm/types/sequence.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

// --- Attributes of partial objects and cached functions: slot 0 holds their __dict__, made when first needed. Those of
// subclasses written in Python have attributes as all instances have.

constexpr size_t kAttributes = 0;

bool is_plain(Value self) {
  return self.as_object()->type()->has_flag(kTypeIsBuiltin);
}

Dict* attributes_dict(Thread* T, Record* record) {
  Value present = record->get(kAttributes);
  if (present) return present.as<Dict>();
  Dict* made = make_dict(T);
  if (!made) return nullptr;
  return heap_compare_exchange(record, record->slots[kAttributes], present, made) ? made : present.as<Dict>();
}

Value get_own_attribute(Thread* T, Value self, String* name) {
  if (!is_plain(self)) return generic_get_attribute(T, self, name);
  if (Value dict = self.as<Record>()->get(kAttributes)) {
    if (Value value = dict_get(dict.as<Dict>(), name)) return value;
  }
  return generic_get_attribute(T, self, name);
}

bool set_own_attribute(Thread* T, Value self, String* name, Value value) {
  if (!is_plain(self)) return generic_set_attribute(T, self, name, value);
  Value descriptor = type_lookup(self.as_object()->type(), name);
  if (descriptor && type_of(T, descriptor)->slots.descriptor_set) return generic_set_attribute(T, self, name, value);
  Dict* dict = attributes_dict(T, self.as<Record>());
  if (!dict) return false;
  if (value) return dict_set(T, dict, name, value);
  if (dict_pop(T, dict, name)) return true;
  if (T->has_exception()) return false;
  return raise(T, Builtin::kAttributeError, "'{}' object has no attribute '{}'", type_name(T, self), to_utf8(name));
}

Value get_dict(Thread* T, Value self) {
  if (!is_plain(self)) return instance_dict(T, self.as_object());
  return attributes_dict(T, self.as<Record>());
}

bool set_dict(Thread* T, Value self, Value value) {
  if (!value || !is_dict(value))
    return raise(T, Builtin::kTypeError, "__dict__ must be set to a dictionary, not a '{}'",
                 value ? type_name(T, value) : "NoneType");
  if (!is_plain(self)) return set_instance_dict(T, self.as_object(), value.as<Dict>());
  self.as<Record>()->set(kAttributes, value);
  return true;
}

// --- partial

constexpr size_t kFunction = 1, kFixed = 2, kKeywords = 3, kPartialSlots = 4;

Value partial_create(Thread* T, Type* type, CallArguments arguments) {
  if (arguments.positional_count() < 1)
    return raise_text(T, Builtin::kTypeError, "type 'partial' takes at least one argument");
  Value function = arguments[0];
  if (!is_callable(T, function)) return raise_text(T, Builtin::kTypeError, "the first argument must be callable");
  size_t count = arguments.positional_count() - 1;
  Tuple* fixed = make_tuple(T, arguments.values + 1, count);
  Dict* keywords = make_dict(T);
  if (!fixed || !keywords) return kEmpty;
  // A partial of a partial is a partial of what the inner one calls.
  if (type == types(T).partial && function.is_object() && function.as_object()->type() == type &&
      !function.as<Record>()->get(kAttributes)) {
    auto* inner = function.as<Record>();
    Tuple* before = inner->get(kFixed).as<Tuple>();
    Tuple* joined = make_tuple(T, before->length + count);
    if (!joined || !dict_update(T, keywords, inner->get(kKeywords))) return kEmpty;
    for (size_t i = 0; i < before->length; ++i) heap_initialize(joined, joined->items[i], (*before)[i]);
    for (size_t i = 0; i < count; ++i) heap_initialize(joined, joined->items[before->length + i], (*fixed)[i]);
    fixed = joined;
    function = inner->get(kFunction);
  }
  if (arguments.keyword_names) {
    for (size_t i = 0; i < arguments.keyword_names->length; ++i) {
      if (!dict_set(T, keywords, (*arguments.keyword_names)[i], arguments[arguments.positional_count() + i]))
        return kEmpty;
    }
  }
  Record* partial = make_record(T, type, kPartialSlots);
  if (!partial) return kEmpty;
  partial->set(kFunction, function);
  partial->set(kFixed, fixed);
  partial->set(kKeywords, keywords);
  return partial;
}

Value partial_call(Thread* T, Value self, CallArguments arguments) {
  auto* partial = self.as<Record>();
  Value function = partial->get(kFunction);
  auto* fixed = partial->get(kFixed).as<Tuple>();
  auto* keywords = partial->get(kKeywords).as<Dict>();
  if (keywords->size() == 0) {
    size_t count = fixed->length + arguments.count;
    Value few[16];
    Value* values = few;
    if (count > std::size(few)) {
      ValueArray* many = make_value_array(T, count);
      if (!many) return kEmpty;
      values = reinterpret_cast<Value*>(many->slots());
    }
    for (size_t i = 0; i < fixed->length; ++i) values[i] = (*fixed)[i];
    for (size_t i = 0; i < arguments.count; ++i) values[fixed->length + i] = arguments[i];
    return call(T, function, CallArguments{values, static_cast<uint32_t>(count), arguments.keyword_names});
  }
  size_t given = arguments.positional_count();
  Tuple* all = make_tuple(T, fixed->length + given);
  Dict* all_keywords = all ? dict_copy(T, keywords) : nullptr;
  if (!all_keywords) return kEmpty;
  for (size_t i = 0; i < fixed->length; ++i) heap_initialize(all, all->items[i], (*fixed)[i]);
  for (size_t i = 0; i < given; ++i) heap_initialize(all, all->items[fixed->length + i], arguments[i]);
  if (arguments.keyword_names) {
    for (size_t i = 0; i < arguments.keyword_names->length; ++i) {
      if (!dict_set(T, all_keywords, (*arguments.keyword_names)[i], arguments[given + i])) return kEmpty;
    }
  }
  return call_tuple(T, function, all, all_keywords);
}

Value partial_repr(Thread* T, Value self) {
  auto* partial = self.as<Record>();
  ReprGuard guard(T, self);
  if (guard.is_recursive()) return make_string(T, "...");
  String* function = to_repr(T, partial->get(kFunction));
  if (!function) return kEmpty;
  Type* type = partial->type();
  std::string text = "functools.partial";
  if (type != types(T).partial) {
    text = to_utf8(as_string(type->qualified_name.load()));
    Value module = get_type_module(T, type);
    if (!module) return kEmpty;
    if (is_string(module)) text = to_utf8(as_string(module)) + "." + text;
  }
  text += "(" + to_utf8(function);
  auto* fixed = partial->get(kFixed).as<Tuple>();
  for (size_t i = 0; i < fixed->length; ++i) {
    String* item = to_repr(T, (*fixed)[i]);
    if (!item) return kEmpty;
    text += ", " + to_utf8(item);
  }
  size_t position = 0;
  Value key, value;
  while (dict_next(partial->get(kKeywords).as<Dict>(), &position, &key, &value)) {
    String* name = to_str(T, key);
    String* item = name ? to_repr(T, value) : nullptr;
    if (!item) return kEmpty;
    text += ", " + to_utf8(name) + "=" + to_utf8(item);
  }
  return make_string(T, text + ")");
}

Value partial_reduce(Thread* T, Arguments args) {
  auto* partial = args[0].as<Record>();
  Value dict = is_plain(args[0]) ? partial->get(kAttributes) : Value(instance_dict(T, partial));
  if (T->has_exception()) return kEmpty;
  if (dict && dict.as<Dict>()->size() == 0) dict = kEmpty;
  Tuple* arguments = make_tuple(T, {partial->get(kFunction)});
  Tuple* state =
      make_tuple(T, {partial->get(kFunction), partial->get(kFixed), partial->get(kKeywords), dict ? dict : kNone});
  return arguments && state ? Value(make_tuple(T, {partial->type(), arguments, state})) : kEmpty;
}

Value partial_set_state(Thread* T, Arguments args) {
  auto* partial = args[0].as<Record>();
  Tuple* state = is_tuple(args[1]) ? args[1].as<Tuple>() : nullptr;
  if (!state || state->length != 4 || !is_callable(T, (*state)[0]) || !is_tuple((*state)[1]) ||
      !((*state)[2].is_none() || is_dict((*state)[2])))
    return raise_text(T, Builtin::kTypeError, "invalid partial state");
  Tuple* fixed = tuple_from_iterable(T, (*state)[1]);
  Dict* keywords = (*state)[2].is_none()                  ? make_dict(T)
                   : is_exactly((*state)[2], Kind::kDict) ? (*state)[2].as<Dict>()
                                                          : dict_copy(T, (*state)[2].as<Dict>());
  if (!fixed || !keywords) return kEmpty;
  partial->set(kFunction, (*state)[0]);
  partial->set(kFixed, fixed);
  partial->set(kKeywords, keywords);
  Value dict = (*state)[3].is_none() ? Value(make_dict(T)) : (*state)[3];
  if (!dict || !set_dict(T, args[0], dict)) return kEmpty;
  return kNone;
}

const NativeMethod kPartialMethods[] = {
    {"__reduce__($self, /)", partial_reduce, nullptr},
    {"__setstate__($self, state, /)", partial_set_state, nullptr},
    {"__class_getitem__($type, item, /)", class_getitem, "See PEP 585.", kClassMethod},
    {nullptr, nullptr, nullptr},
};

const NativeAttribute kPartialAttributes[] = {
    {"func", [](Thread*, Value self) { return self.as<Record>()->get(kFunction); }, nullptr,
     "function object to use in future partial calls"},
    {"args", [](Thread*, Value self) { return self.as<Record>()->get(kFixed); }, nullptr,
     "tuple of arguments to future partial calls"},
    {"keywords", [](Thread*, Value self) { return self.as<Record>()->get(kKeywords); }, nullptr,
     "dictionary of keyword arguments to future partial calls"},
    {"__dict__", get_dict, set_dict, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

// --- cmp_to_key

constexpr size_t kCompare = 0, kObject = 1, kCompareKeySlots = 2;

Value make_compare_key(Thread* T, Value function, Value object) {
  Record* key = make_record(T, types(T).compare_key, kCompareKeySlots);
  if (!key) return kEmpty;
  key->set(kCompare, function);
  key->set(kObject, object);
  return key;
}

Value compare_key_call(Thread* T, Value self, CallArguments arguments) {
  Value values[1];
  if (!bind_arguments(T, "K(obj)", arguments, values)) return kEmpty;
  return make_compare_key(T, self.as<Record>()->get(kCompare), values[0]);
}

Value compare_key_compare(Thread* T, Value self, Value other, CompareOperator op) {
  if (!other.is_object() || other.as_object()->type() != types(T).compare_key)
    return raise_text(T, Builtin::kTypeError, "other argument must be K instance");
  Value a = self.as<Record>()->get(kObject), b = other.as<Record>()->get(kObject);
  if (!a || !b) return raise_text(T, Builtin::kAttributeError, "object");
  Value order = call(T, self.as<Record>()->get(kCompare), {a, b});
  return order ? compare(T, order, Value::small_int(0), op) : kEmpty;
}

Value cmp_to_key(Thread* T, Arguments args) {
  return make_compare_key(T, args[0], kEmpty);
}

const NativeAttribute kCompareKeyAttributes[] = {
    {"obj",
     [](Thread* T, Value self) {
       Value object = self.as<Record>()->get(kObject);
       return object ? object : Value(raise_text(T, Builtin::kAttributeError, "obj"));
     },
     [](Thread*, Value self, Value value) {
       self.as<Record>()->set(kObject, value);
       return true;
     },
     "Value wrapped by a key function."},
    {nullptr, nullptr, nullptr, nullptr},
};

// --- reduce

Value reduce(Thread* T, Arguments args) {
  Value iterator = get_iterator(T, args[1]);
  if (!iterator) {
    if (exception_matches(T, Builtin::kTypeError)) {
      clear_exception(T);
      return raise_text(T, Builtin::kTypeError, "reduce() arg 2 must support iteration");
    }
    return kEmpty;
  }
  Value result = args[2];
  while (Value item = next_item(T, iterator)) {
    result = result ? call(T, args[0], {result, item}) : item;
    if (!result) return kEmpty;
  }
  if (T->has_exception()) return kEmpty;
  if (!result) return raise_text(T, Builtin::kTypeError, "reduce() of empty iterable with no initial value");
  return result;
}

// --- lru_cache
//
// `entries` maps the arguments to links; with a limit, the links form a ring around `root` from the least to the most
// recently used. The ring changes under the wrapper's object lock; the dict, whose keys may run Python code, has its
// own. A link that was dropped from the ring by one thread may be found in the dict by another for a moment: its result
// is still right.

constexpr size_t kCached = 1, kEntries = 2, kInfoType = 3, kRoot = 4, kLimit = 5, kCacheSlots = 6;

struct CacheCounts {
  std::atomic<int64_t> hits, misses;
  int64_t limit;  // -1: none
  int64_t ring_size;
  bool typed;
};
CacheCounts* counts_of(Record* cache) {
  return reinterpret_cast<CacheCounts*>(cache->raw());
}

// A link of the ring: an array of four.
constexpr size_t kPrevious = 0, kNext = 1, kKey = 2, kResult = 3, kLinkSlots = 4;
void set_part(ValueArray* link, size_t part, Value value) {
  heap_store(link, (*link)[part], value);
}
ValueArray* link_at(ValueArray* link, size_t part) {
  return (*link)[part].load().as<ValueArray>();
}

void unlink_locked(ValueArray* link) {
  ValueArray* previous = link_at(link, kPrevious);
  ValueArray* next = link_at(link, kNext);
  set_part(previous, kNext, next);
  set_part(next, kPrevious, previous);
  set_part(link, kNext, kEmpty);
}

void append_locked(ValueArray* root, ValueArray* link) {
  ValueArray* last = link_at(root, kPrevious);
  set_part(link, kPrevious, last);
  set_part(link, kNext, root);
  set_part(last, kNext, link);
  set_part(root, kPrevious, link);
}

ValueArray* make_root(Thread* T) {
  ValueArray* root = make_value_array(T, kLinkSlots);
  if (!root) return nullptr;
  set_part(root, kPrevious, root);
  set_part(root, kNext, root);
  return root;
}

Value cache_create(Thread* T, Type* type, CallArguments arguments) {
  Value values[4];
  if (!bind_arguments(T, "_lru_cache_wrapper(user_function, maxsize, typed, cache_info_type)", arguments, values))
    return kEmpty;
  if (!is_callable(T, values[0])) return raise_text(T, Builtin::kTypeError, "the first argument must be callable");
  int64_t limit = -1;
  if (!values[1].is_none()) {
    if (!has_index(T, values[1])) return raise_text(T, Builtin::kTypeError, "maxsize should be integer or None");
    if (!to_int64(T, values[1], &limit)) return kEmpty;
    limit = std::max<int64_t>(limit, 0);
  }
  bool typed;
  if (!truth(T, values[2], &typed)) return kEmpty;
  Dict* entries = make_dict(T);
  ValueArray* root = entries ? make_root(T) : nullptr;
  Record* cache = root ? make_record(T, type, kCacheSlots, sizeof(CacheCounts)) : nullptr;
  if (!cache) return kEmpty;
  cache->set(kCached, values[0]);
  cache->set(kEntries, entries);
  cache->set(kInfoType, values[3]);
  cache->set(kRoot, root);
  cache->set(kLimit, values[1]);
  counts_of(cache)->limit = limit;
  counts_of(cache)->typed = typed;
  return cache;
}

// What stands for the arguments in the dict.
Value make_key(Thread* T, CallArguments arguments, bool typed) {
  size_t given = arguments.positional_count();
  if (!typed && !arguments.keyword_names && given == 1 &&
      (arguments[0].is_small_int() || is_exactly(arguments[0], Kind::kString)))
    return arguments[0];
  size_t keywords = arguments.count - given;
  Tuple* key = make_tuple(T, given + (keywords ? 1 + 2 * keywords : 0) + (typed ? arguments.count : 0));
  if (!key) return kEmpty;
  size_t i = 0;
  for (; i < given; ++i) heap_initialize(key, key->items[i], arguments[i]);
  if (keywords) {
    // No argument is this class by chance.
    heap_initialize(key, key->items[i++], types(T).lru_cache_wrapper);
    for (size_t j = 0; j < keywords; ++j) {
      heap_initialize(key, key->items[i++], (*arguments.keyword_names)[j]);
      heap_initialize(key, key->items[i++], arguments[given + j]);
    }
  }
  if (typed) {
    for (size_t j = 0; j < arguments.count; ++j) heap_initialize(key, key->items[i++], type_of(T, arguments[j]));
  }
  return key;
}

Value cache_call(Thread* T, Value self, CallArguments arguments) {
  auto* cache = self.as<Record>();
  CacheCounts* counts = counts_of(cache);
  Value function = cache->get(kCached);
  if (counts->limit == 0) {
    counts->misses.fetch_add(1, std::memory_order_relaxed);
    return call(T, function, arguments);
  }
  Value key = make_key(T, arguments, counts->typed);
  uint64_t hash;
  if (!key || !hash_key(T, key, &hash)) return kEmpty;
  auto* entries = cache->get(kEntries).as<Dict>();
  Value found = dict_get_hashed(T, entries, key, hash);
  if (T->has_exception()) return kEmpty;
  if (found) {
    counts->hits.fetch_add(1, std::memory_order_relaxed);
    if (counts->limit < 0) return found;
    auto* link = found.as<ValueArray>();
    ObjectLock lock(T, cache);
    if ((*link)[kNext].load()) {
      unlink_locked(link);
      append_locked(cache->get(kRoot).as<ValueArray>(), link);
    }
    return (*link)[kResult].load();
  }
  counts->misses.fetch_add(1, std::memory_order_relaxed);
  Value result = call(T, function, arguments);
  if (!result) return kEmpty;
  if (counts->limit < 0) return dict_set_hashed(T, entries, key, hash, result) ? result : kEmpty;
  ValueArray* link = make_value_array(T, kLinkSlots);
  if (!link) return kEmpty;
  set_part(link, kKey, key);
  set_part(link, kResult, result);
  Value present = dict_set_default(T, entries, key, link);
  // The function, or another thread, has stored the same key meanwhile.
  if (present != Value(link)) return present ? result : kEmpty;
  Value oldest_key;
  {
    ObjectLock lock(T, cache);
    auto* root = cache->get(kRoot).as<ValueArray>();
    append_locked(root, link);
    if (++counts->ring_size > counts->limit) {
      ValueArray* oldest = link_at(root, kNext);
      unlink_locked(oldest);
      --counts->ring_size;
      oldest_key = (*oldest)[kKey].load();
    }
  }
  if (oldest_key && !dict_pop(T, entries, oldest_key) && T->has_exception()) return kEmpty;
  return result;
}

Value cache_info(Thread* T, Arguments args) {
  auto* cache = args[0].as<Record>();
  CacheCounts* counts = counts_of(cache);
  Value limit = counts->limit < 0 ? kNone : make_int(T, counts->limit);
  return call(T, cache->get(kInfoType),
              {make_int(T, counts->hits.load()), make_int(T, counts->misses.load()), limit,
               make_int(T, cache->get(kEntries).as<Dict>()->size())});
}

Value cache_clear(Thread* T, Arguments args) {
  auto* cache = args[0].as<Record>();
  Dict* entries = make_dict(T);
  ValueArray* root = entries ? make_root(T) : nullptr;
  if (!root) return kEmpty;
  CacheCounts* counts = counts_of(cache);
  ObjectLock lock(T, cache);
  cache->set(kEntries, entries);
  cache->set(kRoot, root);
  counts->ring_size = 0;
  counts->hits.store(0);
  counts->misses.store(0);
  return kNone;
}

Value cache_descriptor_get(Thread* T, Value self, Value instance, Value) {
  if (!instance || instance.is_none()) return self;
  return make_method(T, self, instance);
}

Value cache_self(Thread*, Arguments args) {
  return args[0];
}
Value cache_reduce(Thread* T, Arguments args) {
  return get_attribute(T, args[0], names(T).dunder_qualname);
}

const NativeMethod kCacheMethods[] = {
    {"cache_info($self, /)", cache_info, "Report cache statistics"},
    {"cache_clear($self, /)", cache_clear, "Clear the cache and cache statistics"},
    {"__copy__($self, /)", cache_self, nullptr},
    {"__deepcopy__($self, memo, /)", cache_self, nullptr},
    {"__reduce__($self, /)", cache_reduce, nullptr},
    {nullptr, nullptr, nullptr},
};

const NativeAttribute kCacheAttributes[] = {
    {"__dict__", get_dict, set_dict, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

// --- The module

const NativeMethod kFunctions[] = {
    {"reduce(function, iterable, initial=<unrepresentable>, /)", reduce,
     "Apply a function of two arguments to the items of an iterable, from left to right, down to one value."},
    {"cmp_to_key(mycmp)", cmp_to_key, "Convert a cmp= function into a key= function."},
    {nullptr, nullptr, nullptr},
};

// Found through an instance, it is what it is, and not a method: that is to change.
Value partial_descriptor_get(Thread* T, Value self, Value instance, Value) {
  if (instance && !instance.is_none() &&
      !warn(T, Builtin::kFutureWarning,
            "functools.partial will be a method descriptor in future Python versions; wrap it in staticmethod() if you "
            "want to preserve the old behavior"))
    return kEmpty;
  return self;
}

const TypeSlots kPartialTypeSlots = [] {
  TypeSlots slots{};
  slots.descriptor_get = partial_descriptor_get;
  slots.create = partial_create;
  slots.call = partial_call;
  slots.repr = partial_repr;
  slots.get_attribute = get_own_attribute;
  slots.set_attribute = set_own_attribute;
  return slots;
}();
const TypeSlots kCompareKeyTypeSlots = [] {
  TypeSlots slots{};
  slots.call = compare_key_call;
  slots.compare = compare_key_compare;
  return slots;
}();
const TypeSlots kCacheTypeSlots = [] {
  TypeSlots slots{};
  slots.create = cache_create;
  slots.call = cache_call;
  slots.descriptor_get = cache_descriptor_get;
  slots.get_attribute = get_own_attribute;
  slots.set_attribute = set_own_attribute;
  return slots;
}();

const NativeTypeSpec kPartialSpec = {"functools.partial",
                                     Kind::kRecord,
                                     record_size(kPartialSlots),
                                     kTypeIsBuiltin | kTypeIsBase | kTypeSupportsWeakReferences,
                                     "A function with some arguments given already.",
                                     &kPartialTypeSlots,
                                     kPartialMethods,
                                     kPartialAttributes,
                                     "(func, /, *args, **keywords)"};
const NativeTypeSpec kCompareKeySpec = {
    "functools.KeyWrapper", Kind::kRecord, record_size(kCompareKeySlots), kTypeIsBuiltin, nullptr,
    &kCompareKeyTypeSlots,  nullptr,       kCompareKeyAttributes};
const NativeTypeSpec kCacheSpec = {"functools._lru_cache_wrapper",
                                   Kind::kRecord,
                                   record_size(kCacheSlots, sizeof(CacheCounts)),
                                   kTypeIsBuiltin | kTypeIsBase | kTypeSupportsWeakReferences,
                                   "A function that remembers its results.",
                                   &kCacheTypeSlots,
                                   kCacheMethods,
                                   kCacheAttributes,
                                   "(user_function, maxsize, typed, cache_info_type)"};

}  // namespace

Value initialize_functools_module(Thread* T) {
  Module* module = make_module(T, "_functools");
  if (!module || !add_functions(T, module, kFunctions)) return kEmpty;
  BuiltinTypes& all = T->runtime->types;
  all.partial = make_native_type(T, kPartialSpec);
  all.compare_key = make_native_type(T, kCompareKeySpec);
  all.lru_cache_wrapper = make_native_type(T, kCacheSpec);
  bool done = all.partial && all.compare_key && all.lru_cache_wrapper &&
              module_set(T, module, "partial", all.partial) &&
              module_set(T, module, "_lru_cache_wrapper", all.lru_cache_wrapper);
  return done ? Value(module) : kEmpty;
}

}  // namespace gilded
