// _bz2: streams of libbz2, for the module bz2.
#include <algorithm>
#include <climits>

#include "stdlib/native/bzip2_library.h"
#include "stdlib/native/stateful_record.h"
#include "vm/object/native.h"
#include "vm/types/buffer.h"
#include "vm/types/bytes.h"
#include "vm/types/int.h"

namespace gilded {

namespace {

constexpr size_t kUnused = 1, kStreamSlots = 2;
constexpr size_t kLargestPiece = size_t{1} << 30;  // libbz2 counts in unsigned int
constexpr size_t kFirstBuffer = 8 * 1024;

struct Stream {
  bz_stream stream{};
  bool is_ready = false, is_decompressing = false, is_finished = false, needs_input = true;
  std::string pending;  // input that the decompressor has not used yet

  ~Stream() {
    if (is_ready)
      is_decompressing ? bzip2_library().BZ2_bzDecompressEnd(&stream) : bzip2_library().BZ2_bzCompressEnd(&stream);
  }
};

Raised raise_bzip2(Thread* T, int result) {
  switch (result) {
    case BZ_PARAM_ERROR:
      return raise(T, Builtin::kValueError, "Internal error - invalid parameters passed to libbzip2");
    case BZ_MEM_ERROR:
      return raise(T, Builtin::kMemoryError, "");
    case BZ_DATA_ERROR:
    case BZ_DATA_ERROR_MAGIC:
      return raise(T, Builtin::kOSError, "Invalid data stream");
    case BZ_IO_ERROR:
      return raise(T, Builtin::kOSError, "Unknown I/O error");
    case BZ_UNEXPECTED_EOF:
      return raise(T, Builtin::kEOFError, "Compressed file ended before the logical end-of-stream was detected");
    case BZ_SEQUENCE_ERROR:
      return raise(T, Builtin::kRuntimeError, "Internal error - Invalid sequence of commands sent to libbzip2");
    default:
      return raise(T, Builtin::kOSError, "Unrecognized error from libbzip2: {}", result);
  }
}

bool is_failure(int result) {
  return result < 0;
}

Record* make_stream(Thread* T, Type* type, bool is_decompressing) {
  Record* record = make_stateful_record(T, type, kStreamSlots);
  Value nothing = record ? make_bytes(T, "") : kEmpty;
  if (!nothing) return nullptr;
  record->set(kUnused, nothing);
  auto* state = state_of<Stream>(record) = new Stream;
  state->is_decompressing = is_decompressing;
  return record;
}

void stream_finalize(Thread*, Object* object) {
  Value self(object);
  delete state_of<Stream>(self);
  state_of<Stream>(self) = nullptr;
}

bool stream_initialize(Thread*, Value, CallArguments) {
  return true;
}

// --- Compressor

Value compressor_create(Thread* T, Type* type, CallArguments arguments) {
  Value v[1];
  int64_t level = 9;
  if (!bind_arguments(T, "BZ2Compressor(compresslevel=9, /)", arguments, v) || (v[0] && !to_int64(T, v[0], &level)))
    return kEmpty;
  if (level < 1 || level > 9) return raise(T, Builtin::kValueError, "compresslevel must be between 1 and 9");
  Record* record = make_stream(T, type, false);
  if (!record) return kEmpty;
  int result = bzip2_library().BZ2_bzCompressInit(&state_of<Stream>(record)->stream, static_cast<int>(level), 0, 0);
  if (is_failure(result)) return raise_bzip2(T, result);
  state_of<Stream>(record)->is_ready = true;
  return record;
}

// Gives the input to libbz2 and appends what comes out.
int compress_input(bz_stream* stream, std::string_view input, int action, std::string* out) {
  size_t buffer = kFirstBuffer;
  for (;;) {
    size_t piece = std::min(input.size(), kLargestPiece);
    if (action == BZ_RUN && input.empty()) return BZ_RUN_OK;
    stream->next_in = const_cast<char*>(input.data());
    stream->avail_in = static_cast<unsigned>(piece);
    size_t have = out->size();
    out->resize(have + buffer);
    stream->next_out = out->data() + have;
    stream->avail_out = static_cast<unsigned>(buffer);
    int result = bzip2_library().BZ2_bzCompress(stream, action);
    out->resize(have + buffer - stream->avail_out);
    input.remove_prefix(piece - stream->avail_in);
    buffer = std::min(std::max(buffer, out->size()), kLargestPiece);
    if (is_failure(result) || result == BZ_STREAM_END) return result;
  }
}

Value compressor_run(Thread* T, Value self, std::string_view input, int action) {
  StateScope scope(T, self);
  if (!scope) return kEmpty;
  Stream* state = state_of<Stream>(self);
  if (state->is_finished) {
    return raise(T, Builtin::kValueError, "{}",
                 action == BZ_FINISH ? "Repeated call to flush()" : "Compressor has been flushed");
  }
  if (action == BZ_FINISH) state->is_finished = true;
  std::string out;
  int result = run_detached_if(T, action == BZ_FINISH || input.size() > kDetachAbove,
                               [&] { return compress_input(&state->stream, input, action, &out); });
  return is_failure(result) ? Value(raise_bzip2(T, result)) : Value(make_bytes(T, out));
}

Value compressor_compress(Thread* T, Arguments args) {
  BufferScope data(T);
  return data.get(args[1]) ? compressor_run(T, args[0], data.bytes(), BZ_RUN) : kEmpty;
}

Value compressor_flush(Thread* T, Arguments args) {
  return compressor_run(T, args[0], {}, BZ_FINISH);
}

// --- Decompressor

Value decompressor_create(Thread* T, Type* type, CallArguments arguments) {
  Value v[1];
  if (!bind_arguments(T, "BZ2Decompressor()", arguments, v, 0)) return kEmpty;
  Record* record = make_stream(T, type, true);
  if (!record) return kEmpty;
  int result = bzip2_library().BZ2_bzDecompressInit(&state_of<Stream>(record)->stream, 0, 0);
  if (is_failure(result)) return raise_bzip2(T, result);
  state_of<Stream>(record)->is_ready = true;
  return record;
}

// At most `limit` bytes unless it is negative; what was not used is left in *rest.
int decompress_input(bz_stream* stream, std::string_view input, int64_t limit, std::string* out,
                     std::string_view* rest) {
  size_t buffer = kFirstBuffer;
  int result = BZ_OK;
  for (;;) {
    size_t room = buffer;
    if (limit >= 0) room = std::min(room, static_cast<size_t>(limit) - out->size());
    if (!room) break;
    size_t piece = std::min(input.size(), kLargestPiece), have = out->size();
    stream->next_in = const_cast<char*>(input.data());
    stream->avail_in = static_cast<unsigned>(piece);
    out->resize(have + room);
    stream->next_out = out->data() + have;
    stream->avail_out = static_cast<unsigned>(room);
    result = bzip2_library().BZ2_bzDecompress(stream);
    bool is_full = stream->avail_out == 0;
    out->resize(have + room - stream->avail_out);
    input.remove_prefix(piece - stream->avail_in);
    buffer = std::min(std::max(buffer, out->size()), kLargestPiece);
    if (is_failure(result) || result == BZ_STREAM_END || (input.empty() && !is_full)) break;
  }
  *rest = input;
  return result;
}

Value decompressor_decompress(Thread* T, Arguments args) {
  BufferScope data(T);
  int64_t limit = -1;
  if (!data.get(args[1]) || (args.has(2) && !to_int64(T, args[2], &limit))) return kEmpty;
  StateScope scope(T, args[0]);
  if (!scope) return kEmpty;
  Stream* state = state_of<Stream>(args[0]);
  if (state->is_finished) return raise(T, Builtin::kEOFError, "End of stream already reached");
  state->pending.append(data.bytes());
  std::string out;
  std::string_view rest;
  int result = run_detached_if(T, state->pending.size() > kDetachAbove,
                               [&] { return decompress_input(&state->stream, state->pending, limit, &out, &rest); });
  if (is_failure(result)) {
    state->pending.clear();
    return raise_bzip2(T, result);
  }
  std::string left(rest);
  if (result == BZ_STREAM_END) {
    state->is_finished = true;
    state->needs_input = false;
    state->pending.clear();
    Value unused = make_bytes(T, left);
    if (!unused) return kEmpty;
    args[0].as<Record>()->set(kUnused, unused);
  } else {
    // A full buffer may hide output that libbz2 still holds.
    state->needs_input = left.empty() && (limit < 0 || out.size() < static_cast<size_t>(limit));
    state->pending = std::move(left);
  }
  return make_bytes(T, out);
}

// --- Tables

const NativeMethod kCompressorMethods[] = {
    {"compress($self, data, /)", compressor_compress, "Take more data; return what is compressed by now.", kMayBlock},
    {"flush($self, /)", compressor_flush, "End the stream; return the rest of it.", kMayBlock},
    {nullptr, nullptr, nullptr}};

const NativeMethod kDecompressorMethods[] = {
    {"decompress($self, data, max_length=-1)", decompressor_decompress,
     "Take more data; return what it decompresses to, at most max_length bytes.", kMayBlock},
    {nullptr, nullptr, nullptr}};

const NativeAttribute kDecompressorAttributes[] = {
    {"unused_data", [](Thread*, Value self) { return self.as<Record>()->get(kUnused); }, nullptr,
     "What was found behind the end of the stream."},
    {"needs_input", [](Thread*, Value self) { return Value::boolean(state_of<Stream>(self)->needs_input); }, nullptr,
     "True if nothing more can come out before more is put in."},
    {"eof", [](Thread*, Value self) { return Value::boolean(state_of<Stream>(self)->is_finished); }, nullptr,
     "True if the end of the stream was reached."},
    {nullptr, nullptr, nullptr, nullptr}};

const TypeSlots kCompressorSlots = [] {
  TypeSlots slots{};
  slots.create = compressor_create;
  slots.initialize = stream_initialize;
  slots.finalize = stream_finalize;
  return slots;
}();
const TypeSlots kDecompressorSlots = [] {
  TypeSlots slots{};
  slots.create = decompressor_create;
  slots.initialize = stream_initialize;
  slots.finalize = stream_finalize;
  return slots;
}();

constexpr uint32_t kStreamSize = record_size(kStreamSlots, sizeof(Stream*));
const NativeTypeSpec kCompressorSpec = {
    "_bz2.BZ2Compressor", Kind::kRecord,      kStreamSize, kTypeIsBuiltin, "A stream to be compressed piece by piece.",
    &kCompressorSlots,    kCompressorMethods, nullptr};
const NativeTypeSpec kDecompressorSpec = {"_bz2.BZ2Decompressor",
                                          Kind::kRecord,
                                          kStreamSize,
                                          kTypeIsBuiltin,
                                          "A stream to be decompressed piece by piece.",
                                          &kDecompressorSlots,
                                          kDecompressorMethods,
                                          kDecompressorAttributes};

}  // namespace

Value initialize_bz2_module(Thread* T) {
  if (!bzip2_library().library.require(T)) return kEmpty;
  Module* module = make_module(T, "_bz2");
  Type* compressor = module ? make_native_type(T, kCompressorSpec) : nullptr;
  Type* decompressor = compressor ? make_native_type(T, kDecompressorSpec) : nullptr;
  return decompressor && module_set(T, module, "BZ2Compressor", compressor) &&
                 module_set(T, module, "BZ2Decompressor", decompressor)
             ? Value(module)
             : kEmpty;
}

}  // namespace gilded
