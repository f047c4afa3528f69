// Inline caches: what an attribute or global lookup found last time, in one atomic word beside the code's constants.
//
//   63              32 31      16 15     8 7      0
//  +------------------+----------+--------+--------+
//  | shape id / stamp |  index   |  kind  | extra  |       0: nothing cached
//  +------------------+----------+--------+--------+
//
// A reader loads the word once (acquire), compares the shape id with the object's, and uses index as the kind says.
// Objects that an index refers to are in the code's cache_values, written before the word that names them and never
// changed. Any interleaving of readers and writers is right: each word is true by itself for as long as the class is
// not changed, and changing a class resets the words while the world is stopped.
#pragma once

#include <atomic>
#include <functional>

#include "vm/object/object.h"
#include "vm/types/code_object.h"

namespace gilded {

enum class CacheKind : uint8_t {
  kNone,
  kInlineSlot,   // Instance::slots[index]
  kSegmentSlot,  // slot `index` of the instance, in a segment
  kMethod,       // cache_values[index] is a function or method descriptor found on the class
  kClassCell,    // cache_values[index] is the Cell of a plain class attribute
  kProperty,     // cache_values[index] is a property
  kClassValue,   // cache_values[index] is what a static method of the class wraps
  kModule,       // stamp is the id of the module dict's table, index the entry
  kTypeCell,     // the object is a class of plain metaclass, stamp its version: cache_values[index] is the Cell of the
                 // attribute
  kTypeValue,    // likewise: what a static method wraps
  kClassMethod,  // cache_values[index] is the function of a class method, called with the object's class
  kTypeClassMethod,  // likewise, the object being the class
  kNativeAttribute,  // cache_values[index] is the descriptor of an attribute with a native getter and setter
  kAddSlot,          // stores: cache_values[index] is a Shape's type, see inline_cache.cpp; extra: inline slot number
};

// A cache of a global name is a stamp and the place of the name's entry in the table (dict_find_place). With nothing in
// it: no table has this stamp (but a table that nobody has asked has the stamp 0).
inline constexpr uint64_t kEmptyGlobalCache = uint64_t{0xffffffff} << 32;

struct CacheWord {
  uint64_t bits = 0;
  static CacheWord make(uint32_t stamp, uint32_t index, CacheKind kind, uint8_t extra = 0) {
    return {uint64_t{stamp} << 32 | uint64_t{index} << 16 | uint64_t{static_cast<uint8_t>(kind)} << 8 | extra};
  }
  uint32_t stamp() const { return static_cast<uint32_t>(bits >> 32); }
  uint32_t index() const { return static_cast<uint16_t>(bits >> 16); }
  CacheKind kind() const { return static_cast<CacheKind>(static_cast<uint8_t>(bits >> 8)); }
  uint8_t extra() const { return static_cast<uint8_t>(bits); }
};

// An instruction that sees several classes has a word for each, up to kCacheWays; the fast path looks at the first,
// which is the one that came last. What an instruction with more classes than that finds, its thread keeps in a table
// of its own (MegamorphicCache). Caches of global names use only the first.
inline constexpr uint32_t kCacheWays = 4;
inline std::atomic<uint64_t>& cache_at(Value* K, uint32_t index, uint32_t way = 0) {
  return *reinterpret_cast<std::atomic<uint64_t>*>(K - 2 - (size_t{index} * kCacheWays + way));
}
inline CacheWord load_cache(Value* K, uint32_t index) {
  return {cache_at(K, index).load(std::memory_order_acquire)};
}
// What a word's index refers to.
inline Value cached_value(Value* K, CacheWord word) {
  return (*cache_values(K).load(std::memory_order_acquire))[word.index()].load();
}
// Of one thread, made when an instruction first meets more than kCacheWays classes: cache words by instruction and
// stamp. Emptied wherever words of code objects are, and at collections, after which an instruction's place may be
// another's.
//
// Saves the generic search through the classes: a task scheduler with six classes took 1.6 times as long without it.
struct MegamorphicCache {
  struct Entry {
    const void* place;  // of the instruction's first word
    CacheWord word;
  };
  static constexpr size_t kSize = 1024;
  Entry entries[kSize] = {};

  Entry& entry(const void* place, uint32_t stamp) {
    // Instructions' words are 32 bytes apart, shapes 64.
    return entries[((reinterpret_cast<uintptr_t>(place) >> 5) + (stamp >> 6) * size_t{37}) % kSize];
  }
};

// The word with this stamp, or one of kind kNone.
inline CacheWord find_cache(Thread* T, Value* K, uint32_t index, uint32_t stamp) {
  for (uint32_t way = 0; way < kCacheWays; ++way) {
    CacheWord word{cache_at(K, index, way).load(std::memory_order_acquire)};
    if (word.stamp() == stamp) return word;
  }
  if (MegamorphicCache* cache = T->megamorphic_cache) {
    const void* place = &cache_at(K, index);
    const MegamorphicCache::Entry& entry = cache->entry(place, stamp);
    if (entry.place == place && entry.word.stamp() == stamp) return entry.word;
  }
  return {};
}

// After a successful generic lookup: remember it if it may be remembered.
void fill_load_cache(Thread* T, CodeObject* code, uint32_t cache, Value object, String* name);
// `shape_before`: the shape id that the object had before the store.
void fill_store_cache(Thread* T, CodeObject* code, uint32_t cache, Value object, String* name, uint32_t shape_before);
// The name that a cache's instruction looks up.
String* cache_name(const CodeObject* code, uint32_t cache);
// World stopped or a single thread: forgets everything cached about the type and its subclasses.
void reset_inline_caches(Thread* T, Type* type);
// World stopped, after drop_dead_code(): forgets what is cached about classes that the collection found dead, for
// shapes outlive their types.
void drop_dead_caches(Runtime* runtime, const std::function<bool(Object*)>& is_marked);
// World stopped: forgets what threads have cached by the address of a code object or of a name, when some have died.
void forget_caches_of_threads(Runtime* runtime);

}  // namespace gilded
