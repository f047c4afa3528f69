// zlib: compression in the formats of libz, whole or as a stream.
#include <algorithm>
#include <climits>
#include <cstring>

#include "stdlib/native/stateful_record.h"
#include "stdlib/native/zlib_library.h"
#include "vm/object/native.h"
#include "vm/types/buffer.h"
#include "vm/types/bytes.h"
#include "vm/types/int.h"

namespace gilded {

namespace {

constexpr int64_t kDefaultBuffer = 16 * 1024, kDefaultMemoryLevel = 8;
constexpr size_t kLargestPiece = size_t{1} << 30;  // libz counts in unsigned int

// Raises zlib.error for a result of libz.
Raised raise_zlib(Thread* T, const z_stream& stream, int result, std::string_view doing) {
  std::string_view detail = stream.msg ? stream.msg : "";
  if (result == Z_VERSION_ERROR) detail = "library version mismatch";
  if (detail.empty()) {
    detail = result == Z_BUF_ERROR      ? "incomplete or truncated stream"
             : result == Z_STREAM_ERROR ? "inconsistent stream state"
             : result == Z_DATA_ERROR   ? "invalid input data"
                                        : "";
  }
  return raise_of_module(T, "zlib", "error",
                         detail.empty() ? fmt::format("Error {} {}", result, doing)
                                        : fmt::format("Error {} {}: {}", result, doing, detail));
}

bool int_argument(Thread* T, Value v, int* out) {
  if (!v) return true;
  int64_t i;
  if (!to_int64(T, v, &i)) return false;
  if (i < INT_MIN) return raise(T, Builtin::kOverflowError, "signed integer is less than minimum");
  if (i > INT_MAX) return raise(T, Builtin::kOverflowError, "signed integer is greater than maximum");
  *out = static_cast<int>(i);
  return true;
}

// Feeds `input` through step(stream, flush), appending what comes out; at most `limit` bytes when it is not 0. What was
// not consumed is left in *rest. Returns libz's last result.
template <class Step>
int pump(z_stream* stream, std::string_view input, int last_flush, size_t first_buffer, size_t limit, std::string* out,
         std::string_view* rest, Step step) {
  size_t buffer = std::max<size_t>(first_buffer, 1);
  int result = Z_OK;
  do {
    size_t piece = std::min(input.size(), kLargestPiece);
    stream->next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
    stream->avail_in = static_cast<uInt>(piece);
    int flush = piece == input.size() ? last_flush : Z_NO_FLUSH;
    do {
      size_t have = out->size(), room = buffer;
      if (limit) room = std::min(room, limit - have);
      if (!room) break;
      room = std::min(room, kLargestPiece);
      out->resize(have + room);
      stream->next_out = reinterpret_cast<Bytef*>(out->data() + have);
      stream->avail_out = static_cast<uInt>(room);
      result = step(stream, flush);
      out->resize(have + room - stream->avail_out);
      buffer = std::max(buffer, out->size());
      if (result != Z_OK && result != Z_BUF_ERROR) break;
    } while (stream->avail_out == 0);
    input.remove_prefix(piece - stream->avail_in);
    if (result != Z_OK && result != Z_BUF_ERROR) break;
  } while (!input.empty() && stream->avail_in == 0);
  *rest = input;
  return result;
}

// --- Functions

Value compress(Thread* T, Arguments args) {
  BufferScope data(T);
  int level = Z_DEFAULT_COMPRESSION, window = MAX_WBITS;
  if (!data.get(args[0]) || !int_argument(T, args[1], &level) || !int_argument(T, args[2], &window)) return kEmpty;
  const ZlibLibrary& z = zlib_library();
  z_stream stream{};
  int result = z.deflateInit2_(&stream, level, Z_DEFLATED, window, kDefaultMemoryLevel, Z_DEFAULT_STRATEGY,
                               ZLIB_VERSION, sizeof stream);
  if (result == Z_MEM_ERROR) return raise(T, Builtin::kMemoryError, "Out of memory while compressing data");
  if (result == Z_STREAM_ERROR) return raise_of_module(T, "zlib", "error", "Bad compression level");
  if (result != Z_OK) return raise_zlib(T, stream, result, "while compressing data");
  std::string out;
  std::string_view rest;
  result = run_detached_if(T, data.bytes().size() > kDetachAbove, [&] {
    return pump(&stream, data.bytes(), Z_FINISH, kDefaultBuffer, 0, &out, &rest, z.deflate);
  });
  z.deflateEnd(&stream);
  return result == Z_STREAM_END ? make_bytes(T, out) : raise_zlib(T, stream, result, "while compressing data");
}

Value decompress(Thread* T, Arguments args) {
  BufferScope data(T);
  int window = MAX_WBITS;
  int64_t buffer = kDefaultBuffer;
  if (!data.get(args[0]) || !int_argument(T, args[1], &window) || (args.has(2) && !to_int64(T, args[2], &buffer)))
    return kEmpty;
  if (buffer < 0) return raise(T, Builtin::kValueError, "bufsize must be non-negative");
  const ZlibLibrary& z = zlib_library();
  z_stream stream{};
  int result = z.inflateInit2_(&stream, window, ZLIB_VERSION, sizeof stream);
  if (result == Z_MEM_ERROR) return raise(T, Builtin::kMemoryError, "Out of memory while decompressing data");
  if (result != Z_OK) return raise_zlib(T, stream, result, "while preparing to decompress data");
  std::string out;
  std::string_view rest;
  result = run_detached_if(T, data.bytes().size() > kDetachAbove, [&] {
    return pump(&stream, data.bytes(), Z_SYNC_FLUSH, static_cast<size_t>(buffer), 0, &out, &rest, z.inflate);
  });
  // The message lives in the stream's own memory no longer than the stream.
  std::string message = stream.msg ? stream.msg : "";
  z.inflateEnd(&stream);
  stream.msg = message.empty() ? nullptr : message.data();
  if (result == Z_MEM_ERROR) return raise(T, Builtin::kMemoryError, "Out of memory while decompressing data");
  if (result == Z_OK) result = Z_BUF_ERROR;  // the input ended too soon
  return result == Z_STREAM_END ? make_bytes(T, out) : raise_zlib(T, stream, result, "while decompressing data");
}

template <bool is_crc>
Value checksum(Thread* T, Arguments args) {
  BufferScope data(T);
  uint64_t value = is_crc ? 0 : 1;
  if (args.has(1)) {
    Value start = to_index(T, args[1]);
    if (!start) return kEmpty;
    Mpz low;
    mpz_fdiv_r_2exp(low, IntOperand(start), 32);
    value = mpz_get_ui(low);
  }
  if (!data.get(args[0])) return kEmpty;
  std::string_view bytes = data.bytes();
  run_detached_if(T, bytes.size() > 5 * 1024, [&] {
    for (size_t i = 0; i < bytes.size(); i += kLargestPiece) {
      auto* p = reinterpret_cast<const Bytef*>(bytes.data() + i);
      auto n = static_cast<uInt>(std::min(kLargestPiece, bytes.size() - i));
      value = is_crc ? zlib_library().crc32(value, p, n) : zlib_library().adler32(value, p, n);
    }
  });
  return make_int(T, value & 0xffffffffu);
}

// --- Streams

constexpr size_t kUnused = 1, kUnconsumed = 2, kStreamSlots = 3;

struct Stream {
  z_stream stream{};
  bool is_ready = false, is_inflating = false, at_end = false, needs_input = true;
  std::string dictionary, pending;  // pending: input that _ZlibDecompressor has not used yet

  ~Stream() {
    if (is_ready) is_inflating ? zlib_library().inflateEnd(&stream) : zlib_library().deflateEnd(&stream);
  }
};

Type* type_of_module(Thread* T, std::string_view name) {
  Value module = get_item(T, T->runtime->modules, intern(T, "zlib"));
  Value type = module ? get_attribute(T, module, name) : kEmpty;
  return type ? type.as<Type>() : nullptr;
}

Record* make_stream(Thread* T, Type* type, bool is_inflating) {
  Record* record = type ? make_stateful_record(T, type, kStreamSlots) : nullptr;
  Value nothing = record ? make_bytes(T, "") : kEmpty;
  if (!nothing) return nullptr;
  record->set(kUnused, nothing);
  record->set(kUnconsumed, nothing);
  auto* state = state_of<Stream>(record) = new Stream;
  state->is_inflating = is_inflating;
  return record;
}

bool dictionary_argument(Thread* T, Value v, std::string* out) {
  if (!v || v.is_none()) return true;
  BufferScope buffer(T);
  if (!supports_buffer(T, v)) return raise(T, Builtin::kTypeError, "zdict argument must support the buffer protocol");
  if (!buffer.get(v)) return false;
  *out = buffer.bytes();
  return true;
}

Value compressobj(Thread* T, Arguments args) {
  int level = Z_DEFAULT_COMPRESSION, method = Z_DEFLATED, window = MAX_WBITS, memory = kDefaultMemoryLevel,
      strategy = Z_DEFAULT_STRATEGY;
  if (!int_argument(T, args[0], &level) || !int_argument(T, args[1], &method) || !int_argument(T, args[2], &window) ||
      !int_argument(T, args[3], &memory) || !int_argument(T, args[4], &strategy))
    return kEmpty;
  std::string dictionary;
  if (args.has(5)) {
    BufferScope buffer(T);
    if (!args[5].is_none()) {
      if (!buffer.get(args[5])) return kEmpty;
      dictionary = buffer.bytes();
    }
  }
  Record* record = make_stream(T, type_of_module(T, "_Compress"), false);
  if (!record) return kEmpty;
  Stream* state = state_of<Stream>(record);
  int result = zlib_library().deflateInit2_(&state->stream, level, method, window, memory, strategy, ZLIB_VERSION,
                                            sizeof(z_stream));
  if (result == Z_MEM_ERROR) return raise(T, Builtin::kMemoryError, "Can't allocate memory for compression object");
  if (result == Z_STREAM_ERROR) return raise(T, Builtin::kValueError, "Invalid initialization option");
  if (result != Z_OK) return raise_zlib(T, state->stream, result, "while creating compression object");
  state->is_ready = true;
  if (!dictionary.empty() &&
      zlib_library().deflateSetDictionary(&state->stream, reinterpret_cast<const Bytef*>(dictionary.data()),
                                          static_cast<uInt>(dictionary.size())) != Z_OK)
    return raise(T, Builtin::kValueError, "Invalid dictionary");
  return record;
}

bool start_inflating(Thread* T, Stream* state, int window) {
  int result = zlib_library().inflateInit2_(&state->stream, window, ZLIB_VERSION, sizeof(z_stream));
  if (result == Z_MEM_ERROR) return raise(T, Builtin::kMemoryError, "Can't allocate memory for decompression object");
  if (result == Z_STREAM_ERROR) return raise(T, Builtin::kValueError, "Invalid initialization option");
  if (result != Z_OK) return raise_zlib(T, state->stream, result, "while creating decompression object");
  state->is_ready = true;
  // A raw stream has no header to ask for the dictionary.
  if (!state->dictionary.empty() && window < 0 &&
      zlib_library().inflateSetDictionary(&state->stream, reinterpret_cast<const Bytef*>(state->dictionary.data()),
                                          static_cast<uInt>(state->dictionary.size())) != Z_OK)
    return raise_zlib(T, state->stream, Z_DATA_ERROR, "while setting zdict");
  return true;
}

Value decompressobj(Thread* T, Arguments args) {
  int window = MAX_WBITS;
  std::string dictionary;
  if (!int_argument(T, args[0], &window) || !dictionary_argument(T, args[1], &dictionary)) return kEmpty;
  Record* record = make_stream(T, type_of_module(T, "_Decompress"), true);
  if (!record) return kEmpty;
  state_of<Stream>(record)->dictionary = std::move(dictionary);
  return start_inflating(T, state_of<Stream>(record), window) ? Value(record) : kEmpty;
}

// inflate() that gives the dictionary when the stream asks for it.
int inflate_step(Stream* state, z_stream* stream, int flush) {
  int result = zlib_library().inflate(stream, flush);
  if (result != Z_NEED_DICT || state->dictionary.empty()) return result;
  result = zlib_library().inflateSetDictionary(stream, reinterpret_cast<const Bytef*>(state->dictionary.data()),
                                               static_cast<uInt>(state->dictionary.size()));
  return result == Z_OK ? zlib_library().inflate(stream, flush) : result;
}

Value compress_method(Thread* T, Arguments args) {
  BufferScope data(T);
  if (!data.get(args[1])) return kEmpty;
  StateScope scope(T, args[0]);
  if (!scope) return kEmpty;
  Stream* state = state_of<Stream>(args[0]);
  std::string out;
  std::string_view rest;
  int result = run_detached_if(T, data.bytes().size() > kDetachAbove, [&] {
    return pump(&state->stream, data.bytes(), Z_NO_FLUSH, kDefaultBuffer, 0, &out, &rest, zlib_library().deflate);
  });
  if (result == Z_STREAM_ERROR) return raise_zlib(T, state->stream, result, "while compressing data");
  return make_bytes(T, out);
}

Value compress_flush_method(Thread* T, Arguments args) {
  int mode = Z_FINISH;
  if (!int_argument(T, args[1], &mode)) return kEmpty;
  if (mode == Z_NO_FLUSH) return make_bytes(T, "");
  StateScope scope(T, args[0]);
  if (!scope) return kEmpty;
  Stream* state = state_of<Stream>(args[0]);
  std::string out;
  std::string_view rest;
  int result = run_detached_if(
      T, true, [&] { return pump(&state->stream, {}, mode, kDefaultBuffer, 0, &out, &rest, zlib_library().deflate); });
  if (result == Z_STREAM_END && mode == Z_FINISH) {
    zlib_library().deflateEnd(&state->stream);
    state->is_ready = false;
  } else if (result != Z_OK && result != Z_BUF_ERROR) {
    return raise_zlib(T, state->stream, result, "while flushing");
  }
  return make_bytes(T, out);
}

Value copy_method(Thread* T, Arguments args) {
  Stream* original = state_of<Stream>(args[0]);
  Record* record = make_stream(T, args[0].as_object()->type(), original->is_inflating);
  if (!record) return kEmpty;
  StateScope scope(T, args[0]);
  if (!scope) return kEmpty;
  Stream* copy = state_of<Stream>(record);
  int result = original->is_inflating ? zlib_library().inflateCopy(&copy->stream, &original->stream)
                                      : zlib_library().deflateCopy(&copy->stream, &original->stream);
  if (result == Z_STREAM_ERROR) return raise(T, Builtin::kValueError, "Inconsistent stream state");
  if (result == Z_MEM_ERROR)
    return raise(T, Builtin::kMemoryError, "Can't allocate memory for {} object",
                 original->is_inflating ? "decompression" : "compression");
  if (result != Z_OK) return raise_zlib(T, original->stream, result, "while copying object");
  copy->is_ready = true;
  copy->at_end = original->at_end;
  copy->dictionary = original->dictionary;
  record->set(kUnused, args[0].as<Record>()->get(kUnused));
  record->set(kUnconsumed, args[0].as<Record>()->get(kUnconsumed));
  return record;
}

// What is left of the input goes to unused_data at the end of the stream, else to unconsumed_tail.
bool keep_rest(Thread* T, Record* record, Stream* state, std::string_view rest) {
  if (state->at_end) {
    std::string all(record->get(kUnused).as<Bytes>()->view());
    Value unused = make_bytes(T, all.append(rest));
    Value nothing = make_bytes(T, "");
    if (!unused || !nothing) return false;
    record->set(kUnused, unused);
    record->set(kUnconsumed, nothing);
    return true;
  }
  Value tail = make_bytes(T, rest);
  if (!tail) return false;
  record->set(kUnconsumed, tail);
  return true;
}

// decompress() and flush() of a Decompress object.
Value inflate_input(Thread* T, Value self, std::string_view input, size_t first_buffer, size_t limit, bool is_flush) {
  StateScope scope(T, self);
  if (!scope) return kEmpty;
  Stream* state = state_of<Stream>(self);
  std::string out;
  std::string_view rest = input;
  if (state->at_end) return keep_rest(T, self.as<Record>(), state, input) ? make_bytes(T, out) : kEmpty;
  int result = run_detached_if(T, input.size() > kDetachAbove, [&] {
    return pump(&state->stream, input, is_flush ? Z_FINISH : Z_SYNC_FLUSH, first_buffer, limit, &out, &rest,
                [state](z_stream* stream, int flush) { return inflate_step(state, stream, flush); });
  });
  if (result == Z_STREAM_END) state->at_end = true;
  if (!keep_rest(T, self.as<Record>(), state, rest)) return kEmpty;
  if (result != Z_STREAM_END && result != Z_OK && result != Z_BUF_ERROR)
    return raise_zlib(T, state->stream, result, is_flush ? "while flushing" : "while decompressing data");
  return make_bytes(T, out);
}

Value decompress_method(Thread* T, Arguments args) {
  BufferScope data(T);
  int64_t limit = 0;
  if (!data.get(args[1]) || (args.has(2) && !to_int64(T, args[2], &limit))) return kEmpty;
  if (limit < 0) return raise(T, Builtin::kValueError, "max_length must be non-negative");
  return inflate_input(T, args[0], data.bytes(), kDefaultBuffer, static_cast<size_t>(limit), false);
}

Value decompress_flush_method(Thread* T, Arguments args) {
  int64_t length = kDefaultBuffer;
  if (args.has(1) && !to_int64(T, args[1], &length)) return kEmpty;
  if (length <= 0) return raise(T, Builtin::kValueError, "length must be greater than zero");
  std::string tail(args[0].as<Record>()->get(kUnconsumed).as<Bytes>()->view());
  return inflate_input(T, args[0], tail, static_cast<size_t>(length), 0, true);
}

void stream_finalize(Thread*, Object* object) {
  Value self(object);
  delete state_of<Stream>(self);
  state_of<Stream>(self) = nullptr;
}

// --- _ZlibDecompressor: the interface of bz2's and lzma's decompressors

Value decompressor_create(Thread* T, Type* type, CallArguments arguments) {
  Value v[2];
  int window = MAX_WBITS;
  std::string dictionary;
  if (!bind_arguments(T, "_ZlibDecompressor(wbits=15, zdict=b'')", arguments, v) || !int_argument(T, v[0], &window) ||
      !dictionary_argument(T, v[1], &dictionary))
    return kEmpty;
  Record* record = make_stream(T, type, true);
  if (!record) return kEmpty;
  state_of<Stream>(record)->dictionary = std::move(dictionary);
  return start_inflating(T, state_of<Stream>(record), window) ? Value(record) : kEmpty;
}

bool decompressor_initialize(Thread*, Value, CallArguments) {
  return true;
}

Value decompressor_decompress(Thread* T, Arguments args) {
  BufferScope data(T);
  int64_t limit = -1;
  if (!data.get(args[1]) || (args.has(2) && !to_int64(T, args[2], &limit))) return kEmpty;
  StateScope scope(T, args[0]);
  if (!scope) return kEmpty;
  Stream* state = state_of<Stream>(args[0]);
  if (state->at_end) return raise(T, Builtin::kEOFError, "End of stream already reached");
  state->pending.append(data.bytes());
  std::string out;
  std::string_view rest = state->pending;
  if (limit == 0) {
    state->needs_input = false;
    return make_bytes(T, out);
  }
  int result = run_detached_if(T, state->pending.size() > kDetachAbove, [&] {
    return pump(&state->stream, state->pending, Z_SYNC_FLUSH, kDefaultBuffer,
                limit < 0 ? 0 : static_cast<size_t>(limit), &out, &rest,
                [state](z_stream* stream, int flush) { return inflate_step(state, stream, flush); });
  });
  std::string left(rest);
  if (result == Z_STREAM_END) {
    state->at_end = true;
    state->needs_input = false;
    Value unused = make_bytes(T, left);
    if (!unused) return kEmpty;
    args[0].as<Record>()->set(kUnused, unused);
    state->pending.clear();
  } else if (result != Z_OK && result != Z_BUF_ERROR) {
    return raise_zlib(T, state->stream, result, "while decompressing data");
  } else {
    state->needs_input = left.empty() && state->stream.avail_out != 0;
    state->pending = std::move(left);
  }
  return make_bytes(T, out);
}

// --- Tables

const NativeMethod kFunctions[] = {
    {"adler32(data, value=1, /)", checksum<false>, "Compute an Adler-32 checksum of data.", kMayBlock},
    {"crc32(data, value=0, /)", checksum<true>, "Compute a CRC-32 checksum of data.", kMayBlock},
    {"compress(data, /, level=Z_DEFAULT_COMPRESSION, wbits=MAX_WBITS)", compress,
     "Returns a bytes object containing compressed data.", kMayBlock},
    {"decompress(data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE)", decompress,
     "Returns a bytes object containing the uncompressed data.", kMayBlock},
    {"compressobj(level=Z_DEFAULT_COMPRESSION, method=DEFLATED, wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL, "
     "strategy=Z_DEFAULT_STRATEGY, zdict=None)",
     compressobj, "Return a compressor object."},
    {"decompressobj(wbits=MAX_WBITS, zdict=b'')", decompressobj, "Return a decompressor object."},
    {nullptr, nullptr, nullptr}};

const NativeMethod kCompressMethods[] = {
    {"compress($self, data, /)", compress_method, "Returns a bytes object containing compressed data.", kMayBlock},
    {"flush($self, mode=Z_FINISH, /)", compress_flush_method,
     "Return a bytes object containing any remaining compressed data.", kMayBlock},
    {"copy($self, /)", copy_method, "Return a copy of the compression object."},
    {"__copy__($self, /)", copy_method, nullptr},
    {"__deepcopy__($self, memo, /)", copy_method, nullptr},
    {nullptr, nullptr, nullptr}};

const NativeMethod kDecompressMethods[] = {
    {"decompress($self, data, /, max_length=0)", decompress_method,
     "Return a bytes object containing the decompressed version of the data.", kMayBlock},
    {"flush($self, length=DEF_BUF_SIZE, /)", decompress_flush_method,
     "Return a bytes object containing any remaining decompressed data.", kMayBlock},
    {"copy($self, /)", copy_method, "Return a copy of the decompression object."},
    {"__copy__($self, /)", copy_method, nullptr},
    {"__deepcopy__($self, memo, /)", copy_method, nullptr},
    {nullptr, nullptr, nullptr}};

const NativeMethod kDecompressorMethods[] = {{"decompress($self, data, max_length=-1)", decompressor_decompress,
                                              "Decompress *data*, returning uncompressed data as bytes.", kMayBlock},
                                             {nullptr, nullptr, nullptr}};

Value get_unused(Thread*, Value self) {
  return self.as<Record>()->get(kUnused);
}
Value get_end(Thread*, Value self) {
  return Value::boolean(state_of<Stream>(self)->at_end);
}

const NativeAttribute kDecompressAttributes[] = {
    {"unused_data", get_unused, nullptr, "Data found after the end of the compressed stream."},
    {"unconsumed_tail", [](Thread*, Value self) { return self.as<Record>()->get(kUnconsumed); }, nullptr,
     "Input that the last call did not use."},
    {"eof", get_end, nullptr, "True if the end-of-stream marker has been reached."},
    {nullptr, nullptr, nullptr, nullptr}};

const NativeAttribute kDecompressorAttributes[] = {
    {"unused_data", get_unused, nullptr, "Data found after the end of the compressed stream."},
    {"needs_input", [](Thread*, Value self) { return Value::boolean(state_of<Stream>(self)->needs_input); }, nullptr,
     "True if more input is needed before more decompressed data can be produced."},
    {"eof", get_end, nullptr, "True if the end-of-stream marker has been reached."},
    {nullptr, nullptr, nullptr, nullptr}};

const TypeSlots kStreamTypeSlots = [] {
  TypeSlots slots{};
  slots.finalize = stream_finalize;
  return slots;
}();
const TypeSlots kDecompressorSlots = [] {
  TypeSlots slots{};
  slots.create = decompressor_create;
  slots.initialize = decompressor_initialize;
  slots.finalize = stream_finalize;
  return slots;
}();

constexpr uint32_t kStreamSize = record_size(kStreamSlots, sizeof(Stream*));
const NativeTypeSpec kCompressSpec = {"zlib.Compress", Kind::kRecord,     kStreamSize,      kTypeIsBuiltin,
                                      nullptr,         &kStreamTypeSlots, kCompressMethods, nullptr};
const NativeTypeSpec kDecompressSpec = {
    "zlib.Decompress", Kind::kRecord,     kStreamSize,        kTypeIsBuiltin,
    nullptr,           &kStreamTypeSlots, kDecompressMethods, kDecompressAttributes};
const NativeTypeSpec kDecompressorSpec = {"zlib._ZlibDecompressor",
                                          Kind::kRecord,
                                          kStreamSize,
                                          kTypeIsBuiltin,
                                          "Create a decompressor object for decompressing data incrementally.",
                                          &kDecompressorSlots,
                                          kDecompressorMethods,
                                          kDecompressorAttributes};

struct Constant {
  const char* name;
  int64_t value;
};
constexpr Constant kConstants[] = {{"MAX_WBITS", MAX_WBITS},
                                   {"DEFLATED", Z_DEFLATED},
                                   {"DEF_MEM_LEVEL", kDefaultMemoryLevel},
                                   {"DEF_BUF_SIZE", kDefaultBuffer},
                                   {"Z_NO_COMPRESSION", Z_NO_COMPRESSION},
                                   {"Z_BEST_SPEED", Z_BEST_SPEED},
                                   {"Z_BEST_COMPRESSION", Z_BEST_COMPRESSION},
                                   {"Z_DEFAULT_COMPRESSION", Z_DEFAULT_COMPRESSION},
                                   {"Z_FILTERED", Z_FILTERED},
                                   {"Z_HUFFMAN_ONLY", Z_HUFFMAN_ONLY},
                                   {"Z_RLE", Z_RLE},
                                   {"Z_FIXED", Z_FIXED},
                                   {"Z_DEFAULT_STRATEGY", Z_DEFAULT_STRATEGY},
                                   {"Z_FINISH", Z_FINISH},
                                   {"Z_NO_FLUSH", Z_NO_FLUSH},
                                   {"Z_PARTIAL_FLUSH", Z_PARTIAL_FLUSH},
                                   {"Z_SYNC_FLUSH", Z_SYNC_FLUSH},
                                   {"Z_FULL_FLUSH", Z_FULL_FLUSH},
                                   {"Z_BLOCK", Z_BLOCK},
                                   {"Z_TREES", Z_TREES}};

}  // namespace

Value initialize_zlib_module(Thread* T) {
  if (!zlib_library().library.require(T)) return kEmpty;
  Module* module = make_module(T, "zlib");
  if (!module || !add_functions(T, module, kFunctions)) return kEmpty;
  for (const Constant& constant : kConstants) {
    if (!module_set(T, module, constant.name, Value::small_int(constant.value))) return kEmpty;
  }
  Type* compress_type = make_native_type(T, kCompressSpec);
  Type* decompress_type = make_native_type(T, kDecompressSpec);
  Type* decompressor = make_native_type(T, kDecompressorSpec);
  bool done =
      compress_type && decompress_type && decompressor && module_set(T, module, "_Compress", compress_type) &&
      module_set(T, module, "_Decompress", decompress_type) &&
      module_set(T, module, "_ZlibDecompressor", decompressor) &&
      module_set(T, module, "ZLIB_VERSION", make_string(T, std::string_view(ZLIB_VERSION))) &&
      module_set(T, module, "ZLIB_RUNTIME_VERSION", make_string(T, std::string_view(zlib_library().zlibVersion()))) &&
      add_exception_class(T, module, "error", Builtin::kException, "zlib");
  return done ? Value(module) : kEmpty;
}

}  // namespace gilded
