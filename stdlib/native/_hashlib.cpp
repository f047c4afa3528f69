// _hashlib: the digests of libcrypto.
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <cctype>
#include <climits>

#include "stdlib/native/lazy_library.h"
#include "stdlib/native/stateful_record.h"
#include "vm/object/native.h"
#include "vm/types/buffer.h"
#include "vm/types/bytes.h"
#include "vm/types/bytes_methods.h"
#include "vm/types/int.h"
#include "vm/types/iterators.h"
#include "vm/types/list.h"

namespace gilded {

namespace {

// clang-format off
#define CRYPTO_FUNCTIONS(X)                                                                                           \
  X(EVP_MD_fetch) X(EVP_MD_up_ref) X(EVP_MD_free) X(EVP_MD_get_size) X(EVP_MD_get_block_size) X(EVP_MD_get_flags)      \
  X(EVP_MD_CTX_new) X(EVP_MD_CTX_free) X(EVP_MD_CTX_copy_ex) X(EVP_DigestInit_ex) X(EVP_DigestUpdate)                  \
  X(EVP_DigestFinal_ex) X(EVP_DigestFinalXOF) X(EVP_PBE_scrypt) X(PKCS5_PBKDF2_HMAC) X(HMAC)                           \
  X(ERR_peek_last_error) X(ERR_clear_error) X(ERR_lib_error_string) X(ERR_reason_error_string)
// clang-format on

// Python's name and libcrypto's.
struct Algorithm {
  const char* name;
  const char* library_name;
};

constexpr Algorithm kAlgorithms[] = {{"md5", "MD5"},
                                     {"sha1", "SHA1"},
                                     {"sha224", "SHA2-224"},
                                     {"sha256", "SHA2-256"},
                                     {"sha384", "SHA2-384"},
                                     {"sha512", "SHA2-512"},
                                     {"sha512_224", "SHA2-512/224"},
                                     {"sha512_256", "SHA2-512/256"},
                                     {"sha3_224", "SHA3-224"},
                                     {"sha3_256", "SHA3-256"},
                                     {"sha3_384", "SHA3-384"},
                                     {"sha3_512", "SHA3-512"},
                                     {"shake_128", "SHAKE-128"},
                                     {"shake_256", "SHAKE-256"},
                                     {"blake2b", "BLAKE2B-512"},
                                     {"blake2s", "BLAKE2S-256"},
                                     {"md5-sha1", "MD5-SHA1"},
                                     {"ripemd160", "RIPEMD-160"},
                                     {"sm3", "SM3"}};

struct Crypto {
  LAZY_FUNCTIONS(CRYPTO_FUNCTIONS)
  LazyLibrary library{"libcrypto.so.3"};
  EVP_MD* digests[std::size(kAlgorithms)] = {};  // fetching one takes several times as long as using it
  Crypto() {
    CRYPTO_FUNCTIONS(LAZY_FIND)
    for (size_t i = 0; EVP_MD_fetch && i < std::size(kAlgorithms); ++i)
      digests[i] = EVP_MD_fetch(nullptr, kAlgorithms[i].library_name, nullptr);
  }
};

const Crypto& crypto() {
  static const Crypto library;
  return library;
}

struct Hash {
  EVP_MD_CTX* context;
  EVP_MD* digest;
  std::string name;

  ~Hash() {
    crypto().EVP_MD_CTX_free(context);
    crypto().EVP_MD_free(digest);
  }
};

// The message of libcrypto's last error as ValueError or another class of the module.
Raised raise_crypto(Thread* T, const char* class_name = nullptr) {
  const Crypto& c = crypto();
  unsigned long code = c.ERR_peek_last_error();
  const char* library = code ? c.ERR_lib_error_string(code) : nullptr;
  const char* reason = code ? c.ERR_reason_error_string(code) : nullptr;
  std::string text = !code               ? "unknown reasons"
                     : library && reason ? fmt::format("[{}] {}", library, reason)
                     : reason            ? reason
                                         : "unknown reasons";
  c.ERR_clear_error();
  return class_name ? raise_of_module(T, "_hashlib", class_name, text) : raise_text(T, Builtin::kValueError, text);
}

// The digest called so in Python or by libcrypto; null without an exception: there is none.
EVP_MD* fetch_digest(std::string_view name, std::string* python_name) {
  std::string lower(name);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  *python_name = lower;
  for (size_t i = 0; i < std::size(kAlgorithms); ++i) {
    if (lower != kAlgorithms[i].name) continue;
    EVP_MD* known = crypto().digests[i];
    return known && crypto().EVP_MD_up_ref(known) ? known : nullptr;
  }
  std::string text(name);
  EVP_MD* digest = crypto().EVP_MD_fetch(nullptr, text.c_str(), nullptr);
  if (!digest) crypto().ERR_clear_error();
  return digest;
}

// What can be hashed; a str cannot.
bool check_data(Thread* T, Value data) {
  if (is_string(data)) return raise(T, Builtin::kTypeError, "Strings must be encoded before hashing");
  if (!supports_buffer(T, data)) return raise(T, Builtin::kTypeError, "object supporting the buffer API required");
  return true;
}

bool update_hash(Thread* T, Hash* hash, Value data) {
  BufferScope buffer(T);
  if (!buffer.get(data)) return false;
  std::string_view bytes = buffer.bytes();
  int done = run_detached_if(T, bytes.size() > kDetachAbove,
                             [&] { return crypto().EVP_DigestUpdate(hash->context, bytes.data(), bytes.size()); });
  return done || raise_crypto(T);
}

Type* hash_type(Thread* T, bool is_extendable) {
  Value module = get_item(T, T->runtime->modules, intern(T, "_hashlib"));
  Value type = module ? get_attribute(T, module, is_extendable ? "HASHXOF" : "HASH") : kEmpty;
  return type ? type.as<Type>() : nullptr;
}

Value make_hash(Thread* T, EVP_MD* digest, std::string name, Value data) {
  const Crypto& c = crypto();
  auto* hash = new Hash{c.EVP_MD_CTX_new(), digest, std::move(name)};
  Type* type = hash_type(T, (c.EVP_MD_get_flags(digest) & EVP_MD_FLAG_XOF) != 0);
  Record* record = type ? make_stateful_record(T, type, 1) : nullptr;
  if (!record) {
    delete hash;
    return kEmpty;
  }
  state_of<Hash>(record) = hash;
  if (!hash->context || !c.EVP_DigestInit_ex(hash->context, digest, nullptr)) return raise_crypto(T);
  return !data || update_hash(T, hash, data) ? Value(record) : kEmpty;
}

Value new_hash(Thread* T, std::string_view name, Value data) {
  if (data && !check_data(T, data)) return kEmpty;
  std::string python_name;
  EVP_MD* digest = fetch_digest(name, &python_name);
  if (!digest)
    return raise_of_module(T, "_hashlib", "UnsupportedDigestmodError", fmt::format("unsupported hash type {}", name));
  return make_hash(T, digest, python_name, data);
}

Value new_function(Thread* T, Arguments args) {
  if (!is_string(args[0])) return raise(T, Builtin::kTypeError, "name must be a string");
  return new_hash(T, to_utf8(as_string(args[0])), args[1]);
}

template <size_t kIndex>
Value construct(Thread* T, Arguments args) {
  return new_hash(T, kAlgorithms[kIndex].name, args[0]);
}

// --- HASH

// A copy of the context, so that the object can go on. Null: exception.
EVP_MD_CTX* copy_context(Thread* T, Value self) {
  StateScope scope(T, self);
  if (!scope) return nullptr;
  EVP_MD_CTX* copy = crypto().EVP_MD_CTX_new();
  if (copy && crypto().EVP_MD_CTX_copy_ex(copy, state_of<Hash>(self)->context)) return copy;
  crypto().EVP_MD_CTX_free(copy);
  return raise_crypto(T);
}

bool digest_bytes(Thread* T, Value self, std::string* out) {
  EVP_MD_CTX* context = copy_context(T, self);
  if (!context) return false;
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  int done = crypto().EVP_DigestFinal_ex(context, bytes, &size);
  crypto().EVP_MD_CTX_free(context);
  if (!done) return raise_crypto(T);
  out->assign(reinterpret_cast<char*>(bytes), size);
  return true;
}

bool extended_digest(Thread* T, Value self, Value length, std::string* out) {
  int64_t size;
  if (!to_int64(T, length, &size)) return false;
  if (size < 0 || size > INT_MAX) return raise_memory_error(T);
  EVP_MD_CTX* context = copy_context(T, self);
  if (!context) return false;
  out->resize(static_cast<size_t>(size));
  int done =
      size == 0 || crypto().EVP_DigestFinalXOF(context, reinterpret_cast<unsigned char*>(out->data()), out->size());
  crypto().EVP_MD_CTX_free(context);
  return done || raise_crypto(T);
}

Value update_method(Thread* T, Arguments args) {
  if (!check_data(T, args[1])) return kEmpty;
  StateScope scope(T, args[0]);
  return scope && update_hash(T, state_of<Hash>(args[0]), args[1]) ? kNone : kEmpty;
}

Value digest_method(Thread* T, Arguments args) {
  std::string bytes;
  return digest_bytes(T, args[0], &bytes) ? make_bytes(T, bytes) : kEmpty;
}

Value hexdigest_method(Thread* T, Arguments args) {
  std::string bytes;
  return digest_bytes(T, args[0], &bytes) ? Value(make_string(T, hex_text(bytes))) : kEmpty;
}

Value extended_digest_method(Thread* T, Arguments args) {
  std::string bytes;
  return extended_digest(T, args[0], args[1], &bytes) ? make_bytes(T, bytes) : kEmpty;
}

Value extended_hexdigest_method(Thread* T, Arguments args) {
  std::string bytes;
  return extended_digest(T, args[0], args[1], &bytes) ? Value(make_string(T, hex_text(bytes))) : kEmpty;
}

Value copy_method(Thread* T, Arguments args) {
  EVP_MD_CTX* context = copy_context(T, args[0]);
  if (!context) return kEmpty;
  Hash* original = state_of<Hash>(args[0]);
  std::string ignored;
  auto* hash = new Hash{context, fetch_digest(original->name, &ignored), original->name};
  Record* record = make_stateful_record(T, args[0].as_object()->type(), 1);
  if (!record) {
    delete hash;
    return kEmpty;
  }
  state_of<Hash>(record) = hash;
  return record;
}

Value hash_repr(Thread* T, Value self) {
  return make_string(T, fmt::format("<{} {} object @ {}>", state_of<Hash>(self)->name, type_name(T, self),
                                    static_cast<void*>(self.as_object())));
}

void hash_finalize(Thread*, Object* object) {
  Value self(object);
  delete state_of<Hash>(self);
  state_of<Hash>(self) = nullptr;
}

const NativeMethod kHashMethods[] = {
    {"update($self, obj, /)", update_method, "Update this hash object's state with the provided string.", kMayBlock},
    {"digest($self, /)", digest_method, "Return the digest value as a bytes object."},
    {"hexdigest($self, /)", hexdigest_method, "Return the digest value as a string of hexadecimal digits."},
    {"copy($self, /)", copy_method, "Return a copy of the hash object."},
    {nullptr, nullptr, nullptr}};

const NativeMethod kExtendableMethods[] = {
    {"digest($self, /, length)", extended_digest_method, "Return the digest value as a bytes object."},
    {"hexdigest($self, /, length)", extended_hexdigest_method,
     "Return the digest value as a string of hexadecimal digits."},
    {nullptr, nullptr, nullptr}};

const NativeAttribute kHashAttributes[] = {
    {"digest_size",
     [](Thread*, Value self) {
       Hash* hash = state_of<Hash>(self);
       bool is_extendable = (crypto().EVP_MD_get_flags(hash->digest) & EVP_MD_FLAG_XOF) != 0;
       return Value::small_int(is_extendable ? 0 : crypto().EVP_MD_get_size(hash->digest));
     },
     nullptr, nullptr},
    {"block_size",
     [](Thread*, Value self) { return Value::small_int(crypto().EVP_MD_get_block_size(state_of<Hash>(self)->digest)); },
     nullptr, nullptr},
    {"name", [](Thread* T, Value self) { return Value(make_string(T, state_of<Hash>(self)->name)); }, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr}};

const TypeSlots kHashSlots = [] {
  TypeSlots slots{};
  slots.repr = hash_repr;
  slots.finalize = hash_finalize;
  return slots;
}();

const NativeTypeSpec kHashSpec = {"_hashlib.HASH",
                                  Kind::kRecord,
                                  record_size(1, sizeof(Hash*)),
                                  kTypeIsBuiltin | kTypeIsBase,
                                  "A running hash of one of libcrypto's digests.",
                                  &kHashSlots,
                                  kHashMethods,
                                  kHashAttributes};
const NativeTypeSpec kExtendableSpec = {"_hashlib.HASHXOF",
                                        Kind::kRecord,
                                        record_size(1, sizeof(Hash*)),
                                        kTypeIsBuiltin,
                                        "A running hash whose digest has any length.",
                                        &kHashSlots,
                                        kExtendableMethods,
                                        nullptr};

// --- Derived keys

bool text_argument(Thread* T, Value v, const char* function, std::string* out) {
  if (!is_string(v))
    return raise(T, Builtin::kTypeError, "{}() argument 'hash_name' must be str, not {}", function,
                 argument_type_name(T, v));
  *out = to_utf8(as_string(v));
  return true;
}

Value pbkdf2(Thread* T, Arguments args) {
  std::string name, ignored;
  if (!text_argument(T, args[0], "pbkdf2_hmac", &name)) return kEmpty;
  BufferScope password(T), salt(T);
  int64_t iterations, length = 0;
  if (!password.get(args[1]) || !salt.get(args[2]) || !to_int64(T, args[3], &iterations)) return kEmpty;
  EVP_MD* digest = fetch_digest(name, &ignored);
  if (!digest)
    return raise_of_module(T, "_hashlib", "UnsupportedDigestmodError", "[digital envelope routines] unsupported");
  length = crypto().EVP_MD_get_size(digest);
  bool valid = true;
  if (args.has(4) && !args[4].is_none()) valid = to_int64(T, args[4], &length);
  const char* problem = iterations < 1         ? "iteration value must be greater than 0."
                        : iterations > INT_MAX ? "iteration value is too great."
                        : length < 1           ? "key length must be greater than 0."
                        : length > INT_MAX     ? "key length is too great."
                                               : nullptr;
  if (!valid || problem) {
    crypto().EVP_MD_free(digest);
    return valid ? raise_text(T,
                              iterations > INT_MAX || length > INT_MAX ? Builtin::kOverflowError : Builtin::kValueError,
                              problem)
                 : Raised();
  }
  std::string key(static_cast<size_t>(length), '\0');
  int done = run_detached_if(T, true, [&] {
    return crypto().PKCS5_PBKDF2_HMAC(password.bytes().data(), static_cast<int>(password.bytes().size()),
                                      reinterpret_cast<const unsigned char*>(salt.bytes().data()),
                                      static_cast<int>(salt.bytes().size()), static_cast<int>(iterations), digest,
                                      static_cast<int>(length), reinterpret_cast<unsigned char*>(key.data()));
  });
  crypto().EVP_MD_free(digest);
  return done ? make_bytes(T, key) : raise_crypto(T);
}

Value scrypt(Thread* T, Arguments args) {
  BufferScope password(T), salt(T);
  int64_t n = 0, r = 0, p = 0, memory = 0, length = 64;
  if (!password.get(args[0])) return kEmpty;
  if (!args.has(1) || args[1].is_none()) return raise(T, Builtin::kTypeError, "salt is required");
  if (!salt.get(args[1])) return kEmpty;
  const char* const kNames[] = {"n", "r", "p"};
  int64_t* const kTargets[] = {&n, &r, &p};
  for (size_t i = 0; i < 3; ++i) {
    if (!args.has(2 + i) || args[2 + i].is_none()) {
      return raise(T, Builtin::kTypeError, "{} is required and must be an unsigned int", kNames[i]);
    }
    if (!to_int64(T, args[2 + i], kTargets[i])) return kEmpty;
  }
  if (n < 2 || (n & (n - 1))) return raise(T, Builtin::kValueError, "n must be a power of 2.");
  if (args.has(5) && !to_int64(T, args[5], &memory)) return kEmpty;
  if (args.has(6) && !to_int64(T, args[6], &length)) return kEmpty;
  if (memory < 0 || memory > INT_MAX)
    return raise(T, Builtin::kValueError, "maxmem must be positive and smaller than {}", INT_MAX);
  if (length < 1 || length > INT_MAX)
    return raise(T, Builtin::kValueError, "dklen must be greater than 0 and smaller than {}", INT_MAX);
  std::string key(static_cast<size_t>(length), '\0');
  int done = run_detached_if(T, true, [&] {
    return crypto().EVP_PBE_scrypt(
        password.bytes().data(), password.bytes().size(), reinterpret_cast<const unsigned char*>(salt.bytes().data()),
        salt.bytes().size(), static_cast<uint64_t>(n), static_cast<uint64_t>(r), static_cast<uint64_t>(p),
        static_cast<uint64_t>(memory), reinterpret_cast<unsigned char*>(key.data()), key.size());
  });
  return done ? make_bytes(T, key) : raise_crypto(T);
}

// hmac.digest of a named hash in one step.
Value hmac_digest(Thread* T, Arguments args) {
  BufferScope key(T), message(T);
  std::string name, ignored;
  if (!key.get(args[0]) || !message.get(args[1]) || !text_argument(T, args[2], "hmac_digest", &name)) return kEmpty;
  EVP_MD* digest = fetch_digest(name, &ignored);
  if (!digest || (crypto().EVP_MD_get_flags(digest) & EVP_MD_FLAG_XOF)) {
    if (digest) crypto().EVP_MD_free(digest);
    return raise_of_module(T, "_hashlib", "UnsupportedDigestmodError", fmt::format("Unsupported digestmod {}", name));
  }
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  const void* done = run_detached_if(T, message.bytes().size() > kDetachAbove, [&] {
    return static_cast<const void*>(crypto().HMAC(digest, key.bytes().data(), static_cast<int>(key.bytes().size()),
                                                  reinterpret_cast<const unsigned char*>(message.bytes().data()),
                                                  message.bytes().size(), bytes, &size));
  });
  crypto().EVP_MD_free(digest);
  return done ? make_bytes(T, {reinterpret_cast<char*>(bytes), size}) : raise_crypto(T);
}

Value available(Thread* T, Arguments) {
  List* list = make_list(T);
  for (const Algorithm& algorithm : kAlgorithms) {
    std::string ignored;
    EVP_MD* digest = fetch_digest(algorithm.name, &ignored);
    if (!digest) continue;
    crypto().EVP_MD_free(digest);
    if (!list || !list_append(T, list, make_string(T, std::string_view(algorithm.name)))) return kEmpty;
  }
  return list;
}

const NativeMethod kFunctions[] = {
    {"new(name, string=b'', *, usedforsecurity=True)", new_function, "A new hash object of the named algorithm.",
     kMayBlock},
    {"openssl_md5(string=b'', *, usedforsecurity=True)", construct<0>,
     "Returns a md5 hash object; optionally initialized with a string", kMayBlock},
    {"openssl_sha1(string=b'', *, usedforsecurity=True)", construct<1>,
     "Returns a sha1 hash object; optionally initialized with a string", kMayBlock},
    {"openssl_sha224(string=b'', *, usedforsecurity=True)", construct<2>,
     "Returns a sha224 hash object; optionally initialized with a string", kMayBlock},
    {"openssl_sha256(string=b'', *, usedforsecurity=True)", construct<3>,
     "Returns a sha256 hash object; optionally initialized with a string", kMayBlock},
    {"openssl_sha384(string=b'', *, usedforsecurity=True)", construct<4>,
     "Returns a sha384 hash object; optionally initialized with a string", kMayBlock},
    {"openssl_sha512(string=b'', *, usedforsecurity=True)", construct<5>,
     "Returns a sha512 hash object; optionally initialized with a string", kMayBlock},
    {"openssl_sha3_224(string=b'', *, usedforsecurity=True)", construct<8>,
     "Returns a sha3-224 hash object; optionally initialized with a string", kMayBlock},
    {"openssl_sha3_256(string=b'', *, usedforsecurity=True)", construct<9>,
     "Returns a sha3-256 hash object; optionally initialized with a string", kMayBlock},
    {"openssl_sha3_384(string=b'', *, usedforsecurity=True)", construct<10>,
     "Returns a sha3-384 hash object; optionally initialized with a string", kMayBlock},
    {"openssl_sha3_512(string=b'', *, usedforsecurity=True)", construct<11>,
     "Returns a sha3-512 hash object; optionally initialized with a string", kMayBlock},
    {"openssl_shake_128(string=b'', *, usedforsecurity=True)", construct<12>,
     "Returns a shake-128 variable hash object; optionally initialized with a string", kMayBlock},
    {"openssl_shake_256(string=b'', *, usedforsecurity=True)", construct<13>,
     "Returns a shake-256 variable hash object; optionally initialized with a string", kMayBlock},
    {"pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None)", pbkdf2,
     "Password based key derivation function 2 (PKCS #5 v2.0) with HMAC as pseudorandom function.", kMayBlock},
    {"scrypt(password, *, salt=None, n=None, r=None, p=None, maxmem=0, dklen=64)", scrypt,
     "scrypt password-based key derivation function.", kMayBlock},
    {"hmac_digest(key, msg, digest)", hmac_digest, "Single-shot HMAC.", kMayBlock},
    {"available()", available, "The names of all algorithms."},
    {nullptr, nullptr, nullptr}};

}  // namespace

Value initialize_hashlib_module(Thread* T) {
  if (!crypto().library.require(T)) return kEmpty;
  Module* module = make_module(T, "_hashlib");
  if (!module || !add_functions(T, module, kFunctions)) return kEmpty;
  Type* hash = make_native_type(T, kHashSpec);
  Type* extendable = hash ? make_native_type(T, kExtendableSpec, hash) : nullptr;
  bool done = extendable && module_set(T, module, "HASH", hash) && module_set(T, module, "HASHXOF", extendable) &&
              add_exception_class(T, module, "UnsupportedDigestmodError", Builtin::kValueError, "_hashlib");
  return done ? Value(module) : kEmpty;
}

}  // namespace gilded
