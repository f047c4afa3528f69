#include "vm/report/lost_updates.h"

#include <fmt/format.h>
#include <sys/mman.h>

#include <algorithm>

#include "compiler/code/opcode.h"
#include "compiler/code/switch_points.h"
#include "vm/interpreter/frame.h"
#include "vm/interpreter/inline_cache.h"
#include "vm/object/instance.h"
#include "vm/object/native.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

using compiler::Opcode;

// ---------------------------------------------------------------- tags

// One read that a value comes from.
struct LostUpdates::Origin {
  PlaceKey key;
  uint64_t store_number;  // of the last store by anybody when it was read
  uint64_t value;         // what was read
  uint64_t place_stores;  // stores to the place till then, as far as the table knows
  uint64_t losses;        // how often the thread had lost the GIL
  const uint32_t* pc;
};

namespace {
constexpr int kMostOrigins = 4;
constexpr uint64_t kSources = 1 << 16;  // per thread; the oldest are forgotten
}  // namespace

struct ThreadWatch {
  using Origin = LostUpdates::Origin;
  // What a value was computed from. Named by its number; its cell is used anew 65,536 numbers later.
  struct Source {
    uint64_t number;
    int count;
    Origin origins[kMostOrigins];
  };
  struct Tag {
    uint64_t value;   // of the register when it was tagged
    uint64_t source;  // number; 0: none
  };

  Tag* tags = nullptr;  // one for each word of the VM stack
  std::unique_ptr<Source[]> sources = std::make_unique<Source[]>(kSources);
  uint64_t last_source = 0;
  // The registers that the instruction before this one has written, and what to tag them with.
  Value* pending = nullptr;
  Value* pending_frame = nullptr;
  uint32_t pending_count = 0;
  uint64_t pending_source = 0;
  bool pending_is_read = false;
  std::vector<uint64_t> locks;
  uint64_t seen_releases = 0;

  size_t slot(Thread* T, const Value* reg) const { return static_cast<size_t>(reg - T->stack_begin); }
  Source* find(uint64_t number) {
    if (number == 0) return nullptr;
    Source& source = sources[number % kSources];
    return source.number == number ? &source : nullptr;
  }
  uint64_t tag(Thread* T, const Value* reg) const {
    const Tag& t = tags[slot(T, reg)];
    return t.source && t.value == reg->bits() ? t.source : 0;
  }
  void set(Thread* T, const Value* reg, uint64_t value, uint64_t source) {
    Tag& t = tags[slot(T, reg)];
    if (source == 0 && t.source == 0) return;
    t = {value, source};
  }
  uint64_t add(const Origin& origin, uint64_t inherited) {
    Source* base = find(inherited);
    Source copy;
    copy.count = 0;
    if (base) {
      for (int i = base->count == kMostOrigins ? 1 : 0; i < base->count; ++i) {
        if (!(base->origins[i].key == origin.key)) copy.origins[copy.count++] = base->origins[i];
      }
    }
    copy.origins[copy.count++] = origin;
    copy.number = ++last_source;
    sources[last_source % kSources] = copy;
    return last_source;
  }
  uint64_t join(uint64_t a, uint64_t b) {
    if (a == b || b == 0) return a;
    if (a == 0) return b;
    Source* second = find(b);
    if (!second) return a;
    Source rest = *second;
    for (int i = 0; i < rest.count; ++i) a = add(rest.origins[i], a);
    return a;
  }
};

struct LostUpdates::Place {
  PlaceKey key;
  uint64_t store_number;
  uint64_t value;
  std::atomic<uint64_t> stores;  // to the place, since the entry is its own
  uint32_t thread;
  bool computed;  // from a read of the same place
  const uint32_t* pc;
  const uint32_t* read_at;
  uint64_t read;
  uint32_t lock_count;
  uint64_t locks[3];
};

// ---------------------------------------------------------------- the tables

LostUpdates::LostUpdates() : stripes_(std::make_unique<Mutex[]>(kStripes)) {
  void* memory = mmap(nullptr, sizeof(Place) << kPlaceBits, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  places_ = memory == MAP_FAILED ? nullptr : static_cast<Place*>(memory);
}
LostUpdates::~LostUpdates() {
  if (places_) munmap(places_, sizeof(Place) << kPlaceBits);
}

bool LostUpdates::thread_created(Thread* thread) {
  size_t words = static_cast<size_t>(thread->stack_limit - thread->stack_begin);
  void* tags = mmap(nullptr, words * sizeof(ThreadWatch::Tag), PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (tags == MAP_FAILED || !places_) return false;
  thread->watch = new ThreadWatch;
  thread->watch->tags = static_cast<ThreadWatch::Tag*>(tags);
  return true;
}
void LostUpdates::thread_ended(Thread* thread) {
  if (!thread->watch) return;
  munmap(thread->watch->tags,
         static_cast<size_t>(thread->stack_limit - thread->stack_begin) * sizeof(ThreadWatch::Tag));
  delete thread->watch;
  thread->watch = nullptr;
}

static uint64_t mix(const PlaceKey& key) {
  uint64_t h = (key.object ^ (key.part * 0x9e3779b97f4a7c15u)) * 0xff51afd7ed558ccdu;
  return h ^ (h >> 29);
}
LostUpdates::Place& LostUpdates::place_of(const PlaceKey& key) const {
  return places_[mix(key) >> (64 - kPlaceBits)];
}
Mutex& LostUpdates::stripe_of(const PlaceKey& key) const {
  return stripes_[(mix(key) >> (64 - kPlaceBits)) % kStripes];
}

void LostUpdates::forget_places() {
  // Fresh zero pages.
  if (places_) madvise(places_, sizeof(Place) << kPlaceBits, MADV_DONTNEED);
}

void LostUpdates::lock_taken(Thread* T, uint64_t lock) {
  if (T->watch) T->watch->locks.push_back(lock);
}
void LostUpdates::lock_released(Thread* T, uint64_t lock, uint32_t owner) {
  if (!T->watch) return;
  auto& locks = T->watch->locks;
  if (auto at = std::find(locks.rbegin(), locks.rend(), lock); at != locks.rend()) {
    locks.erase(std::next(at).base());
  } else if (owner && owner != T->number) {
    MutexLock guard(found_lock_);
    released_by_others_[owner].push_back(lock);
    releases_by_others_.fetch_add(1, std::memory_order_relaxed);
  }
}

std::vector<LostUpdate> LostUpdates::found() const {
  std::vector<LostUpdate> result;
  MutexLock guard(found_lock_);
  for (const auto& entry : found_) result.push_back(entry.second);
  std::sort(result.begin(), result.end(), [](const LostUpdate& a, const LostUpdate& b) { return a.count > b.count; });
  return result;
}

// ---------------------------------------------------------------- places

// A key for an item: equal keys of the common types give equal numbers. 0: not followed.
static uint64_t item_part(Value key) {
  if (!key.is_object()) return key.bits();
  if (is_exactly(key, Kind::kString))
    return uint64_t{string_hash(as_string(key))} << 20 ^ as_string(key)->length << 3 ^ 5;
  if (is_exactly(key, Kind::kTuple)) {
    auto* tuple = key.as<Tuple>();
    uint64_t part = 7;
    for (size_t i = 0; i < tuple->length; ++i) {
      uint64_t item = item_part((*tuple)[i]);
      if (item == 0) return 0;
      part = (part ^ item) * 0x9e3779b97f4a7c15u;
    }
    return part;
  }
  return key.bits();
}

// Storing the attribute does nothing but store, and where it is read nothing else answers.
static bool attribute_place(Thread* T, Value object, String* name, PlaceKey* key) {
  if (!object.is_object()) return false;
  Object* o = object.as_object();
  if (o->kind() == Kind::kModule && !o->has_flag(kIsSubclassInstance)) {
    *key = {reinterpret_cast<uintptr_t>(static_cast<Module*>(o)->dict.load(std::memory_order_acquire)),
            Value(name).bits()};
    return true;
  }
  if (o->kind() != Kind::kType) {
    Type* type = type_of(T, object);
    if (type->slots.get_attribute != generic_get_attribute || type->slots.set_attribute != generic_set_attribute)
      return false;
    Value found = type_lookup(type, name);
    if (found && type_of(T, found)->slots.descriptor_set &&
        !(is_kind(found, Kind::kNativeDescriptor) &&
          found.as<NativeDescriptor>()->form == NativeDescriptor::Form::kMember)) {
      return false;
    }
  }
  *key = {object.bits(), Value(name).bits()};
  return true;
}

static bool item_place(Thread* T, Value container, Value item, PlaceKey* key) {
  if (!container.is_object()) return false;
  Object* o = container.as_object();
  if (o->kind() == Kind::kDict) {
    // Of a subclass too (defaultdict, Counter), unless it stores in its own way.
    if (!o->is_exactly(Kind::kDict) && type_of(T, container)->slots.set_item != types(T).dict->slots.set_item)
      return false;
    uint64_t part = item_part(item);
    // An interned string is a global variable's name, too.
    if (is_exactly(item, Kind::kString) &&
        container == Value(frame_function(T->frame)->globals.load(std::memory_order_relaxed))) {
      part = Value(intern(T, as_string(item))).bits();
    }
    *key = {container.bits(), part};
    return part != 0;
  }
  if (o->is_exactly(Kind::kList) && item.is_small_int()) {
    int64_t i = item.as_small_int(), length = static_cast<List*>(o)->size();
    if (i < 0) i += length;
    *key = {container.bits(), Value::small_int(i).bits()};
    return true;
  }
  return false;
}

static std::string value_text(uint64_t bits) {
  Value v = Value::from_bits(bits);
  if (v.is_empty()) return "nothing";
  if (v.is_none()) return "None";
  if (v.is_bool()) return v.is_true() ? "True" : "False";
  if (v.is_small_int()) return fmt::format("{}", v.as_small_int());
  if (v.is_float()) return fmt::format("{}", v.as_float());
  if (!v.is_object()) return "a constant";
  if (is_exactly(v, Kind::kString)) {
    std::string text = to_utf8(as_string(v));
    if (text.size() > 24) return fmt::format("a str of {} characters", as_string(v)->length);
    return "'" + text + "'";
  }
  if (is_exactly(v, Kind::kList)) return fmt::format("a list of {}", v.as<List>()->size());
  if (is_exactly(v, Kind::kTuple)) return fmt::format("a tuple of {}", v.as<Tuple>()->length);
  Type* type = v.as_object()->type();
  std::string name(name_of(type));
  return (name.find_first_of("aeiouAEIOU") == 0 ? "an " : "a ") + name;
}

static std::string place_text(Thread* T, const Value* R, const uint32_t* pc) {
  const CodeObject* code = frame_code(R);
  auto at = static_cast<uint32_t>(pc - code->instructions);
  for (const compiler::ReadModifyWrite& window : compiler::find_windows(*code->code)) {
    if (window.store == at) return window.what;
  }
  uint32_t word = *pc;
  switch (compiler::opcode_of(word)) {
    case Opcode::STORE_GLOBAL:
    case Opcode::STORE_NAME:
      return "global " + to_utf8(cache_name(code, pc[1]));
    case Opcode::STORE_ATTR:
      return fmt::format("{}.{}", name_of(type_of(T, R[compiler::operand_b(word)])), to_utf8(cache_name(code, pc[1])));
    case Opcode::STORE_DEREF:
      return "a variable of an enclosing function";
    default: {
      Value key = R[compiler::operand_c(word)];
      return fmt::format("{}[{}]", name_of(type_of(T, R[compiler::operand_b(word)])), value_text(key.bits()));
    }
  }
}

// ---------------------------------------------------------------- reads and stores

void LostUpdates::read(Thread* T, Value* target, const PlaceKey& key, const uint32_t* pc, uint64_t inherited) {
  ThreadWatch& w = *T->watch;
  uint64_t stores = 0;
  Place& place = place_of(key);
  {
    MutexLock guard(stripe_of(key));
    if (place.key == key) stores = place.stores.load(std::memory_order_relaxed);
  }
  Origin origin{key, next_store_.load(std::memory_order_acquire), 0, stores, T->counters.losses, pc};
  w.pending = target;
  w.pending_frame = T->frame;
  w.pending_count = 1;
  w.pending_source = w.add(origin, inherited);
  w.pending_is_read = true;
}

void LostUpdates::store(Thread* T, Value* R, const Value* source, const PlaceKey& key, const uint32_t* pc) {
  ThreadWatch& w = *T->watch;
  const Origin* origin = nullptr;
  if (ThreadWatch::Source* from = w.find(w.tag(T, source))) {
    for (int i = 0; i < from->count; ++i) {
      if (from->origins[i].key == key) origin = &from->origins[i];
    }
  }
  Place before;
  bool lost = false;
  {
    MutexLock guard(stripe_of(key));
    Place& place = place_of(key);
    bool known = place.key == key;
    if (origin && known && place.thread != T->number && place.store_number >= origin->store_number &&
        place.value != origin->value) {
      lost = true;
      memcpy(static_cast<void*>(&before), &place, sizeof(Place));
    }
    place.key = key;
    place.store_number = next_store_.fetch_add(1, std::memory_order_acq_rel);
    place.value = source->bits();
    place.stores.store(known ? place.stores.load(std::memory_order_relaxed) + 1 : 1, std::memory_order_relaxed);
    place.thread = T->number;
    place.computed = origin != nullptr;
    place.pc = pc;
    place.read_at = origin ? origin->pc : nullptr;
    place.read = origin ? origin->value : 0;
    place.lock_count = static_cast<uint32_t>(std::min<size_t>(w.locks.size(), std::size(place.locks)));
    for (uint32_t i = 0; i < place.lock_count; ++i) place.locks[i] = w.locks[w.locks.size() - 1 - i];
  }
  if (!lost) return;
  uint64_t stores = before.stores.load(std::memory_order_relaxed);
  uint64_t undone = stores > origin->place_stores ? stores - origin->place_stores : 1;
  count_.fetch_add(1, std::memory_order_relaxed);
  undone_.fetch_add(undone, std::memory_order_relaxed);
  MutexLock guard(found_lock_);
  LostUpdate& entry = found_[{pc, before.pc}];
  entry.undone += undone;
  if (entry.count++ > 0) return;
  entry.place = place_text(T, R, pc);
  entry.thread = T->number;
  entry.other_thread = before.thread;
  entry.read_at = origin->pc;
  entry.stored_at = pc;
  entry.other_read_at = before.computed ? before.read_at : nullptr;
  entry.other_stored_at = before.pc;
  entry.read = value_text(origin->value);
  entry.stored = value_text(source->bits());
  entry.other_read = before.computed ? value_text(before.read) : "";
  entry.other_stored = value_text(before.value);
  entry.undone_here = undone;
  entry.switched = T->counters.losses != origin->losses;
  entry.switch_reason = T->counters.last_loss_reason;
  entry.switched_at = T->counters.last_loss_at;
  for (uint64_t gone : released_by_others_[T->number]) {
    if (auto at = std::find(w.locks.begin(), w.locks.end(), gone); at != w.locks.end()) w.locks.erase(at);
  }
  released_by_others_[T->number].clear();
  entry.locks.assign(w.locks.rbegin(), w.locks.rend());
  entry.other_locks.assign(before.locks, before.locks + before.lock_count);
}

// ---------------------------------------------------------------- following values

void LostUpdates::before_instruction(Thread* T, Value* R, const uint32_t* pc, uint32_t word) {
  ThreadWatch& w = *T->watch;
  if (w.pending_count) {
    if (w.pending_frame == R) {
      if (w.pending_is_read) {
        if (ThreadWatch::Source* source = w.find(w.pending_source))
          source->origins[source->count - 1].value = w.pending->bits();
      }
      for (uint32_t i = 0; i < w.pending_count; ++i) w.set(T, w.pending + i, w.pending[i].bits(), w.pending_source);
    }
    w.pending_count = 0;
    w.pending_is_read = false;
  }
  Opcode opcode = compiler::opcode_of(word);
  uint32_t a = compiler::operand_a(word), b = compiler::operand_b(word), c = compiler::operand_c(word);
  auto writes = [&](Value* target, uint32_t count, uint64_t source) {
    w.pending = target;
    w.pending_frame = R;
    w.pending_count = count;
    w.pending_source = source;
  };
  auto copy = [&](Value* to, const Value* from) { w.set(T, to, from->bits(), w.tag(T, from)); };
  PlaceKey key;
  switch (opcode) {
    case Opcode::MOVE:
      copy(&R[a], &R[b]);
      return;
    case Opcode::LOAD_FAR:
      copy(&R[a], &R[compiler::operand_d(word)]);
      return;
    case Opcode::STORE_FAR:
      copy(&R[compiler::operand_d(word)], &R[a]);
      return;
    case Opcode::LOAD_NAME:
    case Opcode::STORE_NAME:
    case Opcode::LOAD_GLOBAL:
    case Opcode::STORE_GLOBAL: {
      bool by_name = opcode == Opcode::LOAD_NAME || opcode == Opcode::STORE_NAME;
      bool loads = opcode == Opcode::LOAD_NAME || opcode == Opcode::LOAD_GLOBAL;
      // A class body's own names are nobody else's.
      if (by_name && !R[0].is_empty()) {
        if (loads) writes(&R[a], 1, 0);
        return;
      }
      key = {Value(frame_function(R)->globals.load(std::memory_order_relaxed)).bits(),
             Value(cache_name(frame_code(R), pc[1])).bits()};
      if (loads)
        read(T, &R[a], key, pc, 0);
      else
        store(T, R, &R[a], key, pc);
      return;
    }
    case Opcode::LOAD_DEREF:
      read(T, &R[a], {R[b].bits(), 1}, pc, 0);
      return;
    case Opcode::STORE_DEREF:
      store(T, R, &R[a], {R[b].bits(), 1}, pc);
      return;
    case Opcode::LOAD_ATTR:
      if (attribute_place(T, R[b], cache_name(frame_code(R), pc[1]), &key))
        read(T, &R[a], key, pc, w.tag(T, &R[b]));
      else
        writes(&R[a], 1, w.tag(T, &R[b]));
      return;
    case Opcode::STORE_ATTR:
      if (attribute_place(T, R[b], cache_name(frame_code(R), pc[1]), &key)) store(T, R, &R[a], key, pc);
      return;
    case Opcode::GET_ITEM:
      if (item_place(T, R[b], R[c], &key))
        read(T, &R[a], key, pc, w.tag(T, &R[b]));
      else
        writes(&R[a], 1, w.join(w.tag(T, &R[b]), w.tag(T, &R[c])));
      return;
    case Opcode::GET_ITEM_INT:
      if (item_place(T, R[b], Value::small_int(compiler::operand_small_int(*pc)), &key))
        read(T, &R[a], key, pc, w.tag(T, &R[b]));
      else
        writes(&R[a], 1, w.tag(T, &R[b]));
      return;
    case Opcode::SET_ITEM:
      if (item_place(T, R[b], R[c], &key)) store(T, R, &R[a], key, pc);
      return;
    case Opcode::LOAD_METHOD:
    case Opcode::LOAD_SUPER_METHOD:
      if (opcode == Opcode::LOAD_METHOD) {
        w.set(T, &R[a + 4], R[b].bits(), w.tag(T, &R[b]));
      }
      w.set(T, &R[a], 0, 0);
      return;
    case Opcode::CALL:
    case Opcode::CALL_KEYWORDS:
    case Opcode::CALL_EX: {
      uint64_t source = 0;
      bool method_form = opcode != Opcode::CALL_EX && (c & compiler::kCallMethodForm);
      uint32_t count = opcode == Opcode::CALL_EX ? 2 : b + (method_form ? 1 : 0);
      for (uint32_t i = 0; i < count; ++i) source = w.join(source, w.tag(T, &R[a + 4 + i]));
      // d.get(k) reads d[k].
      if (opcode == Opcode::CALL && method_form && b >= 1 && is_exactly(R[a + 4], Kind::kDict) &&
          is_kind(R[a], Kind::kNativeDescriptor) && R[a].as<NativeDescriptor>()->name.load() == Value(names(T).get) &&
          item_place(T, R[a + 4], R[a + 5], &key)) {
        read(T, &R[a], key, pc, source);
        return;
      }
      writes(&R[a], 1, source);
      return;
    }
    case Opcode::RETURN: {
      FrameEntry entry = frame_entry(R);
      if (entry == FrameEntry::kCall || entry == FrameEntry::kMethodCall) {
        w.set(T, &R[entry == FrameEntry::kCall ? -4 : -5], R[a].bits(), w.tag(T, &R[a]));
      }
      return;
    }
    case Opcode::RESUME: {
      // What stands in the registers of a new frame is not what the tags of the one before it speak of; its arguments
      // are.
      const CodeObject* code = frame_code(R);
      for (uint32_t i = a == 0 ? code->parameter_count : 0; i < code->register_count; ++i) w.set(T, &R[i], 0, 0);
      return;
    }
    case Opcode::UNPACK_SEQUENCE:
      writes(&R[a], c, w.tag(T, &R[b]));
      return;
    case Opcode::UNPACK_EX:
      writes(&R[a], c + 1 + pc[1], w.tag(T, &R[b]));
      return;
    default:
      break;
  }
  const compiler::OpcodeInfo& about = compiler::info(opcode);
  uint64_t source = 0;
  const uint32_t fields[3] = {a, b, c};
  for (int i = 0; i < 3; ++i) {
    char kind = about.operands[i];
    if (kind == 'r' || kind == 'x') source = w.join(source, w.tag(T, &R[fields[i]]));
    if (kind == 'p') {
      uint32_t count = opcode == Opcode::BUILD_MAP     ? 2 * c
                       : opcode == Opcode::BUILD_SLICE ? 3
                       : about.operands[2] == 'n'      ? c
                                                       : 1;
      if (opcode == Opcode::INTRINSIC) count = 1;
      for (uint32_t k = 0; k < count; ++k) source = w.join(source, w.tag(T, &R[fields[i] + k]));
    }
  }
  char target = about.operands[0];
  if (target == 'w' || target == 'x')
    writes(&R[a], 1, source);
  else if (target == 'q')
    writes(&R[a], 1, 0);
}

}  // namespace gilded
