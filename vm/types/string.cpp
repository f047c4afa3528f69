#include "vm/types/string.h"

#include <algorithm>
#include <bit>
#include <memory>
#include <vector>

#include "vm/object/errors.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/threading/mutex.h"
#include "vm/types/string_methods.h"
#include "vm/types/unicode.h"

namespace gilded {

// Open addressing; slots only ever go from null to a string while threads run. A grown table replaces the old one,
// which stays allocated until the next sweep because a reader may still be in it; the reader misses at worst what was
// added since, and then looks again under the lock.
struct InternTable {
  struct Slots {
    explicit Slots(size_t size) : mask(size - 1), strings(new std::atomic<String*>[size]()) {}
    size_t mask;
    std::unique_ptr<std::atomic<String*>[]> strings;
  };
  std::atomic<Slots*> slots;
  Mutex lock;
  std::vector<std::unique_ptr<Slots>> generations GUARDED_BY(lock);  // the last one is current
  size_t count GUARDED_BY(lock) = 0;
  std::vector<String*> young GUARDED_BY(lock);  // interned since the last collection
  std::vector<String*> without_type;            // made before the type str existed; only while the runtime starts
};

namespace {

constexpr size_t kFirstInternSlots = 4096;
constexpr size_t kMaxLength = 0xffffffff;
// Below this many bytes a concatenation just copies.
constexpr size_t kSharedBufferThreshold = 128;

// The last result of multiplication with folding: a fast, well mixed hash of short keys.
uint64_t fold_multiply(uint64_t a, uint64_t b) {
  unsigned __int128 product = static_cast<unsigned __int128>(a) * b;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

template <class Word>
Word read_word(const char* p) {
  Word word;
  std::memcpy(&word, p, sizeof(word));
  return word;
}

// Up to 8 bytes in one word, other bytes in another: reads that overlap, for a memcpy() of so many is a call.
uint64_t read_up_to_8(const char* p, size_t n) {
  if (n == 8) return read_word<uint64_t>(p);
  if (n >= 4) return uint64_t{read_word<uint32_t>(p)} << 32 | read_word<uint32_t>(p + n - 4);
  if (n == 0) return 0;
  auto byte = [p](size_t i) { return uint64_t{static_cast<unsigned char>(p[i])}; };
  return byte(0) << 16 | byte(n / 2) << 8 | byte(n - 1);
}

bool equal_bytes(const char* a, const char* b, size_t n) {
  if (n > 16) return std::memcmp(a, b, n) == 0;
  if (n >= 8) {
    return read_word<uint64_t>(a) == read_word<uint64_t>(b) &&
           read_word<uint64_t>(a + n - 8) == read_word<uint64_t>(b + n - 8);
  }
  return read_up_to_8(a, n) == read_up_to_8(b, n);
}

uint64_t hash_bytes(uint64_t key, const char* p, size_t size) {
  constexpr uint64_t kA = 0xa0761d6478bd642full, kB = 0xe7037ed1a0b428dbull;
  uint64_t state = key ^ fold_multiply(size ^ kA, kB ^ key);
  for (; size > 16; p += 16, size -= 16) {
    uint64_t low, high;
    std::memcpy(&low, p, 8);
    std::memcpy(&high, p + 8, 8);
    state = fold_multiply(low ^ kA ^ state, high ^ kB);
  }
  uint64_t low = read_up_to_8(p, std::min<size_t>(size, 8));
  uint64_t high = size > 8 ? read_up_to_8(p + 8, size - 8) : 0;
  state = fold_multiply(low ^ kA ^ state, high ^ kB ^ state);
  return fold_multiply(state ^ kB, kA ^ key);
}

uint32_t hash_characters(uint64_t key, const String* s) {
  uint64_t hash = hash_bytes(key, s->characters, static_cast<size_t>(s->length) * static_cast<size_t>(s->width()));
  uint32_t folded = static_cast<uint32_t>(hash ^ (hash >> 32));
  return folded ? folded : 1;
}

uint32_t hash_with_key(uint64_t key, String* s) {
  uint32_t hash = s->hash.load(std::memory_order_relaxed);
  if (hash) return hash;
  hash = hash_characters(key, s);
  s->hash.store(hash, std::memory_order_relaxed);
  return hash;
}

int width_for(char32_t max_character) {
  return max_character < 0x100 ? 1 : max_character < 0x10000 ? 2 : 4;
}

uint8_t bits_for(char32_t max_character) {
  return static_cast<uint8_t>(width_for(max_character) | (max_character < 0x80 ? kStringAscii : 0));
}

Shape* string_shape(Thread* T) {
  Type* type = types(T).str;
  return type ? type->root_shape.load(std::memory_order_acquire) : nullptr;
}

// A header with `extra` bytes behind it.
String* new_string(Thread* T, size_t length, uint8_t bits, size_t extra) {
  if (length > kMaxLength) return raise_memory_error(T);
  auto* s = static_cast<String*>(
      allocate_data_inline(T, sizeof(String) + extra, sizeof(String), Kind::kString, string_shape(T)));
  if (!s) return nullptr;
  s->length = static_cast<uint32_t>(length);
  s->characters = reinterpret_cast<const char*>(s + 1);
  s->private_bits.store(bits, std::memory_order_relaxed);
  if (!types(T).str) [[unlikely]]
    T->runtime->interned->without_type.push_back(s);
  return s;
}

// Decodes one character; surrogates are accepted, anything else malformed gives U+FFFD for one byte.
char32_t next_character(const unsigned char*& p, const unsigned char* end) {
  unsigned char c = *p++;
  if (c < 0x80) return c;
  int more = c >= 0xf0 && c < 0xf8 ? 3 : c >= 0xe0 ? 2 : c >= 0xc2 ? 1 : 0;
  if (more == 0 || c >= 0xf8 || end - p < more) return 0xfffd;
  char32_t result = c & (0x3f >> more);
  for (int i = 0; i < more; ++i) {
    if ((p[i] & 0xc0) != 0x80) return 0xfffd;
    result = (result << 6) | (p[i] & 0x3f);
  }
  if (result > 0x10ffff) return 0xfffd;
  p += more;
  return result;
}

template <class To, class From>
void convert(To* to, const From* from, size_t count) {
  if constexpr (sizeof(To) == sizeof(From)) {
    std::memcpy(to, from, count * sizeof(To));
  } else {
    for (size_t i = 0; i < count; ++i) to[i] = static_cast<To>(from[i]);
  }
}

// Copies characters into a string that is at least as wide.
void copy_into(char* to, int to_width, size_t position, const String* from, size_t start, size_t count) {
  with_characters(from, [&](auto* source) {
    switch (to_width) {
      case 1:
        convert(reinterpret_cast<uint8_t*>(to) + position, source + start, count);
        break;
      case 2:
        convert(reinterpret_cast<char16_t*>(to) + position, source + start, count);
        break;
      default:
        convert(reinterpret_cast<char32_t*>(to) + position, source + start, count);
        break;
    }
  });
}

template <class Unit>
char32_t max_character(const Unit* p, size_t count) {
  // The bits are all that is asked for, so combining them is enough.
  uint32_t bits = 0;
  for (size_t i = 0; i < count; ++i) bits |= p[i];
  return bits;
}

template <class Unit>
bool characters_equal(const Unit* a, const String* b) {
  return std::memcmp(a, b->characters, b->length * sizeof(Unit)) == 0;
}

String* find_interned(InternTable::Slots* slots, uint32_t hash, const String* s, size_t* position = nullptr) {
  size_t i = hash & slots->mask;
  while (String* present = slots->strings[i].load(std::memory_order_acquire)) {
    if (present->hash.load(std::memory_order_relaxed) == hash && strings_equal(present, s)) return present;
    i = (i + 1) & slots->mask;
  }
  if (position) *position = i;
  return nullptr;
}

void insert_new(InternTable::Slots* slots, String* s) {
  size_t i = s->hash.load(std::memory_order_relaxed) & slots->mask;
  while (slots->strings[i].load(std::memory_order_relaxed)) i = (i + 1) & slots->mask;
  slots->strings[i].store(s, std::memory_order_release);
}

// World stopped. REQUIRES: it is there.
void erase(InternTable::Slots* slots, const String* s) {
  auto home = [&](const String* at) { return at->hash.load(std::memory_order_relaxed) & slots->mask; };
  size_t gap = home(s);
  while (slots->strings[gap].load(std::memory_order_relaxed) != s) gap = (gap + 1) & slots->mask;
  // What stands behind it up to the next free slot may have been put there because it was in the way.
  for (size_t i = gap;;) {
    i = (i + 1) & slots->mask;
    String* next = slots->strings[i].load(std::memory_order_relaxed);
    if (!next) break;
    if (((i - home(next)) & slots->mask) < ((i - gap) & slots->mask)) continue;
    slots->strings[gap].store(next, std::memory_order_relaxed);
    gap = i;
  }
  slots->strings[gap].store(nullptr, std::memory_order_relaxed);
}

}  // namespace

InternTable* make_intern_table() {
  auto* table = new InternTable;
  MutexLock guard(table->lock);
  table->generations.push_back(std::make_unique<InternTable::Slots>(kFirstInternSlots));
  table->slots.store(table->generations.back().get(), std::memory_order_release);
  return table;
}

void destroy_intern_table(InternTable* table) {
  delete table;
}

bool sweep_interned(Runtime* runtime, bool only_young, const std::function<bool(Object*)>& is_marked) {
  InternTable* table = runtime->interned.get();
  MutexLock guard(table->lock);
  InternTable::Slots* old = table->slots.load(std::memory_order_relaxed);
  if (only_young) {
    size_t count_before = table->count;
    for (String* s : table->young) {
      if (is_marked(s)) continue;
      erase(old, s);
      --table->count;
    }
    table->young.clear();
    return table->count != count_before;
  }
  table->young.clear();
  size_t count_before = table->count;
  std::vector<String*> live;
  for (size_t i = 0; i <= old->mask; ++i) {
    String* s = old->strings[i].load(std::memory_order_relaxed);
    if (s && is_marked(s)) live.push_back(s);
  }
  size_t size = std::max(kFirstInternSlots, std::bit_ceil(live.size() * 3));
  table->generations.clear();
  table->generations.push_back(std::make_unique<InternTable::Slots>(size));
  InternTable::Slots* fresh = table->generations.back().get();
  for (String* s : live) insert_new(fresh, s);
  table->count = live.size();
  table->slots.store(fresh, std::memory_order_release);
  return live.size() != count_before;
}

size_t count_interned(Runtime* runtime) {
  InternTable* table = runtime->interned.get();
  MutexLock guard(table->lock);
  return table->count;
}

String* intern(Thread* T, String* s) {
  if (s->is_interned()) return s;
  InternTable* table = T->runtime->interned.get();
  uint32_t hash = hash_with_key(T->runtime->hash_key, s);
  if (String* present = find_interned(table->slots.load(std::memory_order_acquire), hash, s)) return present;
  if (!s->is_exactly(Kind::kString) || s->owner.load(std::memory_order_relaxed)) {
    // Not into the table with a subclass, nor with a buffer that may be much larger than its string.
    String* copy = make_string_of_width(T, s->characters, s->length, s->width());
    if (!copy) return nullptr;
    copy->private_bits.store(s->private_bits.load(std::memory_order_relaxed), std::memory_order_relaxed);
    copy->hash.store(hash, std::memory_order_relaxed);
    s = copy;
  }
  MutexLock guard(table->lock);
  InternTable::Slots* slots = table->slots.load(std::memory_order_relaxed);
  size_t position;
  if (String* present = find_interned(slots, hash, s, &position)) return present;
  if (table->count * 2 >= slots->mask) {
    table->generations.push_back(std::make_unique<InternTable::Slots>((slots->mask + 1) * 4));
    InternTable::Slots* larger = table->generations.back().get();
    for (size_t i = 0; i <= slots->mask; ++i) {
      if (String* old = slots->strings[i].load(std::memory_order_relaxed)) insert_new(larger, old);
    }
    table->slots.store(larger, std::memory_order_release);
    find_interned(larger, hash, s, &position);
    slots = larger;
  }
  s->private_bits.fetch_or(kStringInterned, std::memory_order_release);
  slots->strings[position].store(s, std::memory_order_release);
  ++table->count;
  table->young.push_back(s);
  return s;
}

String* intern(Thread* T, std::string_view utf8) {
  if (utf8.size() <= kMaxLength && all_ascii(utf8)) {
    // It is nearly always there: looked for with a string that is nowhere but here.
    String wanted{};
    wanted.length = static_cast<uint32_t>(utf8.size());
    wanted.characters = utf8.data();
    wanted.private_bits.store(bits_for(0), std::memory_order_relaxed);
    InternTable* table = T->runtime->interned.get();
    uint32_t hash = hash_with_key(T->runtime->hash_key, &wanted);
    if (String* present = find_interned(table->slots.load(std::memory_order_acquire), hash, &wanted)) return present;
  }
  String* s = make_string(T, utf8);
  return s ? intern(T, s) : nullptr;
}

void trace_string(Object* object, Marker& marker) {
  marker.visit(static_cast<String*>(object)->owner);
}

bool all_ascii(std::string_view bytes) {
  const char* p = bytes.data();
  size_t i = 0, n = bytes.size();
  for (; i + 32 <= n; i += 32) {
    uint64_t words[4];
    std::memcpy(words, p + i, 32);
    if ((words[0] | words[1] | words[2] | words[3]) & 0x8080808080808080ull) return false;
  }
  for (; i + 8 <= n; i += 8) {
    uint64_t word;
    std::memcpy(&word, p + i, 8);
    if (word & 0x8080808080808080ull) return false;
  }
  for (; i < n; ++i) {
    if (p[i] & 0x80) return false;
  }
  return true;
}

String* make_string_buffer(Thread* T, size_t length, char32_t max_character) {
  if (length > kMaxLength) return raise_memory_error(T);
  return new_string(T, length, bits_for(max_character), length * static_cast<size_t>(width_for(max_character)));
}

String* make_character(Thread* T, char32_t c) {
  if (c < 256) {
    Value preallocated = T->runtime->characters[c];
    if (preallocated) return as_string(preallocated);
  }
  String* s = make_string_buffer(T, 1, c);
  if (s) with_mutable_characters(s, [&](auto* p) { p[0] = static_cast<std::remove_reference_t<decltype(*p)>>(c); });
  return s;
}

namespace {

// The shared object for a string of no or one Latin-1 character, or null.
String* shared_short_string(Thread* T, size_t length, char32_t first) {
  if (length == 0) return T->runtime->empty_string ? as_string(T->runtime->empty_string) : nullptr;
  if (length == 1 && first < 256 && T->runtime->characters[first]) return as_string(T->runtime->characters[first]);
  return nullptr;
}

}  // namespace

String* make_ascii_string(Thread* T, std::string_view text) {
  if (text.size() < 2) {
    String* shared = shared_short_string(T, text.size(), text.empty() ? 0 : static_cast<unsigned char>(text[0]));
    if (shared) return shared;
  }
  String* s = make_string_buffer(T, text.size(), 0);
  if (s && !text.empty()) std::memcpy(mutable_characters(s), text.data(), text.size());
  return s;
}

String* make_string(Thread* T, std::string_view utf8) {
  if (all_ascii(utf8)) return make_ascii_string(T, utf8);
  const auto* begin = reinterpret_cast<const unsigned char*>(utf8.data());
  const auto* end = begin + utf8.size();
  size_t length = 0;
  char32_t bits = 0;
  for (const unsigned char* p = begin; p < end; ++length) bits |= next_character(p, end);
  String* s = make_string_buffer(T, length, bits);
  if (!s) return nullptr;
  with_mutable_characters(s, [&](auto* out) {
    for (const unsigned char* p = begin; p < end;)
      *out++ = static_cast<std::remove_reference_t<decltype(*out)>>(next_character(p, end));
  });
  return s;
}

String* make_string(Thread* T, const char32_t* characters, size_t length) {
  char32_t bits = max_character(characters, length);
  if (length < 2) {
    if (String* shared = shared_short_string(T, length, length ? characters[0] : 0)) return shared;
  }
  String* s = make_string_buffer(T, length, bits);
  if (s) with_mutable_characters(s, [&](auto* out) { convert(out, characters, length); });
  return s;
}

String* make_latin1_string(Thread* T, std::string_view bytes) {
  if (bytes.size() < 2) {
    String* shared = shared_short_string(T, bytes.size(), bytes.empty() ? 0 : static_cast<unsigned char>(bytes[0]));
    if (shared) return shared;
  }
  String* s = make_string_buffer(T, bytes.size(), all_ascii(bytes) ? 0 : 0xff);
  if (s && !bytes.empty()) std::memcpy(mutable_characters(s), bytes.data(), bytes.size());
  return s;
}

String* make_string_of_width(Thread* T, const void* characters, size_t length, int width) {
  if (width == 1) return make_latin1_string(T, {static_cast<const char*>(characters), length});
  String* s = make_string_buffer(T, length, width == 2 ? 0xffff : 0x10ffff);
  if (s) std::memcpy(mutable_characters(s), characters, length * static_cast<size_t>(width));
  return s;
}

String* exact_string(Thread* T, String* s) {
  if (s->is_exactly(Kind::kString)) return s;
  return make_string_of_width(T, s->characters, s->length, s->width());
}

String* substring(Thread* T, String* s, size_t start, size_t end) {
  size_t length = end - start;
  if (length == s->length && s->is_exactly(Kind::kString)) return s;
  if (length < 2) {
    if (String* shared = shared_short_string(T, length, length ? s->at(start) : 0)) return shared;
  }
  if (s->is_ascii()) {
    String* part = make_string_buffer(T, length, 0);
    if (part) std::memcpy(mutable_characters(part), s->characters + start, length);
    return part;
  }
  return with_characters(s, [&](auto* p) -> String* {
    String* part = make_string_buffer(T, length, max_character(p + start, length));
    if (part) copy_into(mutable_characters(part), part->width(), 0, s, start, length);
    return part;
  });
}

String* concatenate(Thread* T, String* a, String* b) {
  if (a->length == 0) return exact_string(T, b);
  if (b->length == 0) return exact_string(T, a);
  size_t length = static_cast<size_t>(a->length) + b->length;
  if (length > kMaxLength) return raise_memory_error(T);
  int width = std::max(a->width(), b->width());
  auto unit = static_cast<size_t>(width);
  uint8_t bits = static_cast<uint8_t>(width | (a->is_ascii() && b->is_ascii() ? kStringAscii : 0));
  size_t size = length * unit;
  if (size < kSharedBufferThreshold) {
    String* s = new_string(T, length, bits, size);
    if (!s) return nullptr;
    copy_into(mutable_characters(s), width, 0, a, 0, a->length);
    copy_into(mutable_characters(s), width, a->length, b, 0, b->length);
    return s;
  }
  size_t a_size = a->length * unit;
  RawBytes* buffer = a->owner.load(std::memory_order_acquire);
  bool grows_again = buffer != nullptr;
  if (buffer && a->width() == width) {
    // The tail of the buffer belongs to whoever moves `used` past it first.
    size_t used = static_cast<size_t>(a->characters - buffer->data()) + a_size;
    size_t expected = used, wanted = used + (size - a_size);
    if (wanted > buffer->capacity || !buffer->used.compare_exchange_strong(expected, wanted, std::memory_order_acq_rel))
      buffer = nullptr;
  } else {
    buffer = nullptr;
  }
  const char* start;
  if (buffer) {
    start = a->characters;
  } else {
    buffer = make_raw_bytes(T, grows_again ? size * 2 : size + size / 4, false);
    if (!buffer) return nullptr;
    buffer->used.store(size, std::memory_order_relaxed);
    start = buffer->data();
    copy_into(buffer->data(), width, 0, a, 0, a->length);
  }
  char* end = const_cast<char*>(start) + a_size;
  if (size - a_size == 1) {
    *end = b->characters[0];  // a text that is built character by character
  } else if (b->width() == width) {
    std::memcpy(end, b->characters, size - a_size);
  } else {
    copy_into(const_cast<char*>(start), width, a->length, b, 0, b->length);
  }
  String* s = new_string(T, length, bits, 0);
  if (!s) return nullptr;
  s->characters = start;
  heap_store_pointer(s, s->owner, buffer);
  return s;
}

std::string to_utf8(const String* s) {
  if (s->is_ascii()) return std::string(s->ascii());
  std::string out;
  out.reserve(s->length + s->length / 2);
  with_characters(s, [&](auto* p) {
    for (size_t i = 0; i < s->length; ++i) append_utf8(out, p[i]);
  });
  return out;
}

void append_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xc0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xe0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3f));
    out += static_cast<char>(0x80 | (c & 0x3f));
  } else {
    out += static_cast<char>(0xf0 | (c >> 18));
    out += static_cast<char>(0x80 | ((c >> 12) & 0x3f));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3f));
    out += static_cast<char>(0x80 | (c & 0x3f));
  }
}

uint32_t string_hash(String* s) {
  uint32_t hash = s->hash.load(std::memory_order_relaxed);
  if (hash) return hash;
  Type* type = s->type();
  while (!type->runtime) type = type->base;
  return hash_with_key(type->runtime->hash_key, s);
}

int64_t bytes_hash(Thread* T, std::string_view bytes) {
  auto hash = static_cast<int64_t>(hash_bytes(T->runtime->hash_key, bytes.data(), bytes.size()));
  return hash == -1 ? -2 : hash;
}

bool strings_equal(const String* a, const String* b) {
  if (a == b) return true;
  if (a->length != b->length) return false;
  uint8_t a_bits = a->private_bits.load(std::memory_order_relaxed),
          b_bits = b->private_bits.load(std::memory_order_relaxed);
  if ((a_bits ^ b_bits) & (kStringWidthMask | kStringAscii)) return false;
  uint32_t a_hash = a->hash.load(std::memory_order_relaxed), b_hash = b->hash.load(std::memory_order_relaxed);
  if (a_hash && b_hash && a_hash != b_hash) return false;
  if (a_bits & b_bits & kStringInterned) return false;
  return equal_bytes(a->characters, b->characters, static_cast<size_t>(a->length) * (a_bits & kStringWidthMask));
}

int compare_strings(const String* a, const String* b) {
  if (a == b) return 0;
  size_t shared = std::min(a->length, b->length);
  int order = 0;
  if (a->width() == 1 && b->width() == 1) {
    order = std::memcmp(a->characters, b->characters, shared);
  } else {
    order = with_characters(a, [&](auto* p) {
      return with_characters(b, [&](auto* q) {
        for (size_t i = 0; i < shared; ++i) {
          char32_t x = p[i], y = q[i];
          if (x != y) return x < y ? -1 : 1;
        }
        return 0;
      });
    });
  }
  if (order) return order;
  return a->length < b->length ? -1 : a->length > b->length;
}

String* repr_string(Thread* T, String* s) {
  StringBuilder out;
  append_repr(out, s, false);
  return out.build(T);
}

void append_repr(StringBuilder& out, const String* s, bool ascii_only) {
  size_t single = 0, both = 0;
  with_characters(s, [&](auto* p) {
    for (size_t i = 0; i < s->length; ++i) {
      single += p[i] == '\'';
      both += p[i] == '"';
    }
  });
  char quote = single && !both ? '"' : '\'';
  out.append(static_cast<char32_t>(quote));
  with_characters(s, [&](auto* p) {
    size_t run = 0;  // start of characters that stand for themselves
    auto flush = [&](size_t end) {
      if (end > run) out.append(s, run, end);
      run = end + 1;
    };
    constexpr char kHex[] = "0123456789abcdef";
    for (size_t i = 0; i < s->length; ++i) {
      char32_t c = p[i];
      if (c >= 0x20 && c < 0x7f) {
        if (c != '\\' && c != static_cast<char32_t>(quote)) continue;
        flush(i);
        char escape[2] = {'\\', static_cast<char>(c)};
        out.append_ascii({escape, 2});
        continue;
      }
      if (c >= 0x80 && !ascii_only && is_printable(c)) continue;
      flush(i);
      char escape[10] = {'\\'};
      int size = 2;
      if (c == '\n') {
        escape[1] = 'n';
      } else if (c == '\r') {
        escape[1] = 'r';
      } else if (c == '\t') {
        escape[1] = 't';
      } else {
        int digits = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
        escape[1] = digits == 2 ? 'x' : digits == 4 ? 'u' : 'U';
        for (int d = 0; d < digits; ++d) escape[2 + d] = kHex[(c >> (4 * (digits - 1 - d))) & 15];
        size = 2 + digits;
      }
      out.append_ascii({escape, static_cast<size_t>(size)});
    }
    flush(s->length);
  });
  out.append(static_cast<char32_t>(quote));
}

void StringBuilder::widen(int width) {
  size_t count = length();
  Buffer wider;
  wider.resize(count * static_cast<size_t>(width));
  auto copy = [&](auto* to) {
    if (width_ == 1) {
      convert(to, reinterpret_cast<const uint8_t*>(bytes_.data()), count);
    } else {
      convert(to, reinterpret_cast<const char16_t*>(bytes_.data()), count);
    }
  };
  if (width == 2) {
    copy(reinterpret_cast<char16_t*>(wider.data()));
  } else {
    copy(reinterpret_cast<char32_t*>(wider.data()));
  }
  bytes_ = std::move(wider);
  width_ = width;
}

void StringBuilder::append(char32_t c) {
  int needed = width_for(c);
  if (needed > width_) widen(needed);
  if (width_ == 1) {
    bytes_.push_back(static_cast<char>(c));
  } else if (width_ == 2) {
    auto unit = static_cast<char16_t>(c);
    const auto* bytes = reinterpret_cast<const char*>(&unit);
    bytes_.append(bytes, bytes + sizeof unit);
  } else {
    const auto* bytes = reinterpret_cast<const char*>(&c);
    bytes_.append(bytes, bytes + sizeof c);
  }
}

void StringBuilder::append_ascii_wide(std::string_view text) {
  for (char c : text) append(static_cast<char32_t>(static_cast<unsigned char>(c)));
}

void StringBuilder::append(const String* s, size_t start, size_t end) {
  int width = s->width();
  if (width > width_) widen(width);
  auto unit = static_cast<size_t>(width_);
  if (width == width_) {
    bytes_.append(s->characters + start * unit, s->characters + end * unit);
    return;
  }
  size_t position = length();
  bytes_.resize(bytes_.size() + (end - start) * unit);
  copy_into(bytes_.data(), width_, position, s, start, end - start);
}

void StringBuilder::append_some(char32_t c, size_t count) {
  if (width_ == 1 && c < 0x100) {
    size_t size = bytes_.size();
    bytes_.resize(size + count);
    std::memset(bytes_.data() + size, static_cast<int>(c), count);
    return;
  }
  for (; count; --count) append(c);
}

String* StringBuilder::build(Thread* T) const {
  size_t count = length();
  if (width_ == 1) return make_latin1_string(T, {bytes_.data(), count});
  auto make = [&](auto* p) -> String* {
    char32_t bits = max_character(p, count);
    if (count < 2) {
      if (String* shared = shared_short_string(T, count, count ? static_cast<char32_t>(p[0]) : 0)) return shared;
    }
    String* s = make_string_buffer(T, count, bits);
    if (s) with_mutable_characters(s, [&](auto* out) { convert(out, p, count); });
    return s;
  };
  if (width_ == 2) return make(reinterpret_cast<const char16_t*>(bytes_.data()));
  return make(reinterpret_cast<const char32_t*>(bytes_.data()));
}

void initialize_string_types(Thread* T) {
  Runtime* runtime = T->runtime;
  Type* str = make_native_type(T, string_type_spec());
  runtime->types.str = str;
  str->runtime = runtime;
  Shape* shape = str->root_shape.load(std::memory_order_acquire);
  for (String* s : runtime->interned->without_type) s->shape_id.store(shape->id(), std::memory_order_release);
  runtime->interned->without_type.clear();
  runtime->interned->without_type.shrink_to_fit();
  runtime->empty_string = intern(T, "");
  for (char32_t c = 0; c < 256; ++c) {
    String* s = make_string(T, &c, 1);
    runtime->characters[c] = s ? intern(T, s) : nullptr;
  }
}

}  // namespace gilded
