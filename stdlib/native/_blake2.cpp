// _blake2: BLAKE2b and BLAKE2s of RFC 7693, with the parameters for keys, salts and trees that libcrypto does not
// offer.
#include <bit>
#include <cstring>
#include <limits>

#include "stdlib/native/stateful_record.h"
#include "vm/object/native.h"
#include "vm/types/buffer.h"
#include "vm/types/bytes.h"
#include "vm/types/bytes_methods.h"
#include "vm/types/cell.h"
#include "vm/types/int.h"

namespace gilded {

namespace {

constexpr uint8_t kPermutations[10][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4}, {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13}, {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11}, {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5}, {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0}};

// What differs between the two.
struct Blake2b {
  using Word = uint64_t;
  static constexpr int kRounds = 12, kRotations[4] = {32, 24, 16, 63};
  static constexpr size_t kBlock = 128, kDigest = 64, kKey = 64, kSalt = 16;
  static constexpr Word kStart[8] = {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
                                     0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179};
  static constexpr const char* kName = "blake2b";
};

struct Blake2s {
  using Word = uint32_t;
  static constexpr int kRounds = 10, kRotations[4] = {16, 12, 8, 7};
  static constexpr size_t kBlock = 64, kDigest = 32, kKey = 32, kSalt = 8;
  static constexpr Word kStart[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                     0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  static constexpr const char* kName = "blake2s";
};

struct Parameters {
  uint64_t digest_size, fanout = 1, depth = 1, leaf_size = 0, node_offset = 0, node_depth = 0, inner_size = 0;
  bool is_last_node = false;
  std::string key, salt, person;
};

template <class Variant>
struct Blake2 {
  using Word = typename Variant::Word;
  Word chain[8];
  Word counter[2] = {0, 0};
  uint8_t buffer[Variant::kBlock] = {};
  size_t filled = 0;
  size_t digest_size;
  bool is_last_node;

  explicit Blake2(const Parameters& p) : digest_size(p.digest_size), is_last_node(p.is_last_node) {
    constexpr size_t kSize = sizeof(Word) * 8;  // of the parameter block
    uint8_t block[kSize] = {};
    block[0] = static_cast<uint8_t>(p.digest_size);
    block[1] = static_cast<uint8_t>(p.key.size());
    block[2] = static_cast<uint8_t>(p.fanout);
    block[3] = static_cast<uint8_t>(p.depth);
    size_t offset_bytes = sizeof(Word) == 8 ? 8 : 6;
    for (size_t i = 0; i < 4; ++i) block[4 + i] = static_cast<uint8_t>(p.leaf_size >> (8 * i));
    for (size_t i = 0; i < offset_bytes; ++i) block[8 + i] = static_cast<uint8_t>(p.node_offset >> (8 * i));
    block[8 + offset_bytes] = static_cast<uint8_t>(p.node_depth);
    block[9 + offset_bytes] = static_cast<uint8_t>(p.inner_size);
    std::memcpy(block + kSize / 2, p.salt.data(), p.salt.size());
    std::memcpy(block + kSize / 2 + Variant::kSalt, p.person.data(), p.person.size());
    Word words[8];
    std::memcpy(words, block, sizeof words);
    for (int i = 0; i < 8; ++i) chain[i] = Variant::kStart[i] ^ words[i];
    if (!p.key.empty()) {
      std::memcpy(buffer, p.key.data(), p.key.size());
      filled = Variant::kBlock;
    }
  }

  void compress(const uint8_t* block, bool is_last) {
    Word m[16], v[16];
    std::memcpy(m, block, sizeof m);
    for (int i = 0; i < 8; ++i) {
      v[i] = chain[i];
      v[i + 8] = Variant::kStart[i];
    }
    v[12] ^= counter[0];
    v[13] ^= counter[1];
    if (is_last) v[14] = ~v[14];
    if (is_last && is_last_node) v[15] = ~v[15];
    auto mix = [&v](int a, int b, int c, int d, Word x, Word y) {
      v[a] = v[a] + v[b] + x;
      v[d] = std::rotr(v[d] ^ v[a], Variant::kRotations[0]);
      v[c] = v[c] + v[d];
      v[b] = std::rotr(v[b] ^ v[c], Variant::kRotations[1]);
      v[a] = v[a] + v[b] + y;
      v[d] = std::rotr(v[d] ^ v[a], Variant::kRotations[2]);
      v[c] = v[c] + v[d];
      v[b] = std::rotr(v[b] ^ v[c], Variant::kRotations[3]);
    };
    for (int round = 0; round < Variant::kRounds; ++round) {
      const uint8_t* s = kPermutations[round % 10];
      for (int i = 0; i < 4; ++i) mix(i, 4 + i, 8 + i, 12 + i, m[s[2 * i]], m[s[2 * i + 1]]);
      for (int i = 0; i < 4; ++i)
        mix(i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4, m[s[8 + 2 * i]], m[s[9 + 2 * i]]);
    }
    for (int i = 0; i < 8; ++i) chain[i] ^= v[i] ^ v[i + 8];
  }

  void count(size_t bytes) {
    counter[0] += static_cast<Word>(bytes);
    if (counter[0] < bytes) ++counter[1];
  }

  // The last block stays in the buffer until it is known to be the last.
  void update(std::string_view data) {
    while (!data.empty()) {
      if (filled == Variant::kBlock) {
        count(filled);
        compress(buffer, false);
        filled = 0;
      }
      size_t n = std::min(data.size(), Variant::kBlock - filled);
      std::memcpy(buffer + filled, data.data(), n);
      filled += n;
      data.remove_prefix(n);
    }
  }

  std::string digest() const {
    Blake2 copy = *this;
    copy.count(copy.filled);
    std::memset(copy.buffer + copy.filled, 0, Variant::kBlock - copy.filled);
    copy.compress(copy.buffer, true);
    return {reinterpret_cast<const char*>(copy.chain), digest_size};
  }
};

bool bounded(Thread* T, Value v, uint64_t low, uint64_t high, const char* message, uint64_t* out) {
  if (!v) return true;
  int64_t i;
  if (!to_int64(T, v, &i)) return false;
  if (i < static_cast<int64_t>(low) || i > static_cast<int64_t>(high))
    return raise_text(T, Builtin::kValueError, message);
  *out = static_cast<uint64_t>(i);
  return true;
}

bool short_bytes(Thread* T, Value v, size_t limit, const char* what, std::string* out) {
  if (!v) return true;
  BytesOperand operand(T);
  if (!operand.get(v)) return false;
  if (operand.bytes().size() > limit)
    return raise(T, Builtin::kValueError, "maximum {} length is {} bytes", what, limit);
  *out = operand.bytes();
  return true;
}

template <class Variant>
bool update_state(Thread* T, Blake2<Variant>* state, Value data) {
  if (is_string(data)) return raise(T, Builtin::kTypeError, "Strings must be encoded before hashing");
  if (!supports_buffer(T, data)) return raise(T, Builtin::kTypeError, "object supporting the buffer API required");
  BufferScope buffer(T);
  if (!buffer.get(data)) return false;
  run_detached_if(T, buffer.bytes().size() > kDetachAbove, [&] { state->update(buffer.bytes()); });
  return true;
}

template <class Variant>
Value create(Thread* T, Type* type, CallArguments arguments) {
  Value v[13];
  const char* signature = sizeof(typename Variant::Word) == 8
                              ? "blake2b(data=b'', /, *, digest_size=64, key=b'', salt=b'', person=b'', fanout=1, "
                                "depth=1, leaf_size=0, node_offset=0, "
                                "node_depth=0, inner_size=0, last_node=False, usedforsecurity=True)"
                              : "blake2s(data=b'', /, *, digest_size=32, key=b'', salt=b'', person=b'', fanout=1, "
                                "depth=1, leaf_size=0, node_offset=0, "
                                "node_depth=0, inner_size=0, last_node=False, usedforsecurity=True)";
  if (!bind_arguments(T, signature, arguments, v)) return kEmpty;
  Parameters p;
  p.digest_size = Variant::kDigest;
  static const std::string digest_message = fmt::format("digest_size must be between 1 and {} bytes", Variant::kDigest);
  static const std::string inner_message = fmt::format("inner_size must be between 0 and is {}", Variant::kDigest);
  if (!bounded(T, v[1], 1, Variant::kDigest, digest_message.c_str(), &p.digest_size) ||
      !short_bytes(T, v[3], Variant::kSalt, "salt", &p.salt) ||
      !short_bytes(T, v[4], Variant::kSalt, "person", &p.person) ||
      !bounded(T, v[5], 0, 255, "fanout must be between 0 and 255", &p.fanout) ||
      !bounded(T, v[6], 1, 255, "depth must be between 1 and 255", &p.depth))
    return kEmpty;
  for (int i = 7; i <= 8; ++i) {
    if (!v[i]) continue;
    Value index = to_index(T, v[i]);
    if (!index) return kEmpty;
    if (int_sign(index) < 0) return raise(T, Builtin::kOverflowError, "can't convert negative value to unsigned int");
    if (int_bit_length(index) > 64) return raise(T, Builtin::kOverflowError, "int too big to convert");
    uint64_t word = mpz_get_ui(static_cast<mpz_srcptr>(IntOperand(index)));
    if (i == 7 && word > 0xffffffff) return raise(T, Builtin::kOverflowError, "leaf_size is too large");
    if (i == 8 && sizeof(typename Variant::Word) == 4 && word >> 48)
      return raise(T, Builtin::kOverflowError, "node_offset is too large");
    (i == 7 ? p.leaf_size : p.node_offset) = word;
  }
  if (!bounded(T, v[9], 0, 255, "node_depth must be between 0 and 255", &p.node_depth) ||
      !bounded(T, v[10], 0, Variant::kDigest, inner_message.c_str(), &p.inner_size) ||
      (v[11] && !truth(T, v[11], &p.is_last_node)) || !short_bytes(T, v[2], Variant::kKey, "key", &p.key))
    return kEmpty;
  Record* record = make_stateful_record(T, type, 1);
  if (!record) return kEmpty;
  auto* state = state_of<Blake2<Variant>>(record) = new Blake2<Variant>(p);
  return !v[0] || update_state(T, state, v[0]) ? Value(record) : kEmpty;
}

template <class Variant>
void finalize(Thread*, Object* object) {
  Value self(object);
  delete state_of<Blake2<Variant>>(self);
  state_of<Blake2<Variant>>(self) = nullptr;
}

template <class Variant>
Value update_method(Thread* T, Arguments args) {
  StateScope scope(T, args[0]);
  return scope && update_state(T, state_of<Blake2<Variant>>(args[0]), args[1]) ? kNone : kEmpty;
}

template <class Variant>
Value digest_method(Thread* T, Arguments args) {
  StateScope scope(T, args[0]);
  return scope ? make_bytes(T, state_of<Blake2<Variant>>(args[0])->digest()) : kEmpty;
}

template <class Variant>
Value hexdigest_method(Thread* T, Arguments args) {
  StateScope scope(T, args[0]);
  return scope ? Value(make_string(T, hex_text(state_of<Blake2<Variant>>(args[0])->digest()))) : kEmpty;
}

template <class Variant>
Value copy_method(Thread* T, Arguments args) {
  Record* record = make_stateful_record(T, args[0].as_object()->type(), 1);
  if (!record) return kEmpty;
  StateScope scope(T, args[0]);
  if (!scope) return kEmpty;
  state_of<Blake2<Variant>>(record) = new Blake2<Variant>(*state_of<Blake2<Variant>>(args[0]));
  return record;
}

template <class Variant>
bool initialize(Thread*, Value, CallArguments) {
  return true;
}

template <class Variant>
Type* make_blake2_type(Thread* T) {
  static const NativeMethod methods[] = {
      {"update($self, data, /)", update_method<Variant>,
       "Update this hash object's state with the provided bytes-like object.", kMayBlock},
      {"digest($self, /)", digest_method<Variant>, "Return the digest value as a bytes object."},
      {"hexdigest($self, /)", hexdigest_method<Variant>, "Return the digest value as a string of hexadecimal digits."},
      {"copy($self, /)", copy_method<Variant>, "Return a copy of the hash object."},
      {nullptr, nullptr, nullptr}};
  static const NativeAttribute attributes[] = {
      {"name", [](Thread* T, Value) { return Value(make_string(T, std::string_view(Variant::kName))); }, nullptr,
       nullptr},
      {"block_size", [](Thread*, Value) { return Value::small_int(static_cast<int64_t>(Variant::kBlock)); }, nullptr,
       nullptr},
      {"digest_size",
       [](Thread*, Value self) {
         return Value::small_int(static_cast<int64_t>(state_of<Blake2<Variant>>(self)->digest_size));
       },
       nullptr, nullptr},
      {nullptr, nullptr, nullptr, nullptr}};
  static const TypeSlots slots = [] {
    TypeSlots s{};
    s.create = create<Variant>;
    s.initialize = initialize<Variant>;
    s.finalize = finalize<Variant>;
    return s;
  }();
  static const std::string name = std::string("_blake2.") + Variant::kName;
  static const NativeTypeSpec spec = {name.c_str(),
                                      Kind::kRecord,
                                      record_size(1, sizeof(void*)),
                                      kTypeIsBuiltin,
                                      "Return a new BLAKE2 hash object.",
                                      &slots,
                                      methods,
                                      attributes};
  Type* type = make_native_type(T, spec);
  auto set = [&](std::string_view key, size_t value) {
    return dict_set(T, type->attributes.load().as<Dict>(), intern(T, key),
                    Value(make_cell(T, Value::small_int(static_cast<int64_t>(value)))));
  };
  bool done = type && set("SALT_SIZE", Variant::kSalt) && set("PERSON_SIZE", Variant::kSalt) &&
              set("MAX_KEY_SIZE", Variant::kKey) && set("MAX_DIGEST_SIZE", Variant::kDigest);
  return done ? type : nullptr;
}

}  // namespace

Value initialize_blake2_module(Thread* T) {
  Module* module = make_module(T, "_blake2");
  Type* b = module ? make_blake2_type<Blake2b>(T) : nullptr;
  Type* s = b ? make_blake2_type<Blake2s>(T) : nullptr;
  return s && module_set(T, module, "blake2b", b) && module_set(T, module, "blake2s", s) ? Value(module) : kEmpty;
}

}  // namespace gilded
