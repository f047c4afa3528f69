// _lzma: streams of liblzma, for the module lzma.
#include <algorithm>
#include <cstdlib>

#include "stdlib/native/lzma_library.h"
#include "stdlib/native/stateful_record.h"
#include "vm/object/native.h"
#include "vm/types/buffer.h"
#include "vm/types/bytes.h"
#include "vm/types/int.h"

namespace gilded {

namespace {

constexpr size_t kUnused = 1, kStreamSlots = 2;
constexpr size_t kFirstBuffer = 8 * 1024;
constexpr int64_t kUnknownCheck = 16;  // the ids of checks end at 15
enum Format : int64_t { kFormatAuto, kFormatXz, kFormatAlone, kFormatRaw };

struct Stream {
  lzma_stream stream = LZMA_STREAM_INIT;
  bool is_finished = false, needs_input = true;
  int64_t check = kUnknownCheck;
  std::string pending;  // input that the decompressor has not used yet

  ~Stream() { lzma_library().lzma_end(&stream); }
};

Raised raise_lzma(Thread* T, std::string_view message) {
  return raise_of_module(T, "_lzma", "LZMAError", message);
}

// False: an exception is set. What only informs is no failure.
bool check_result(Thread* T, Stream* state, lzma_ret result) {
  switch (result) {
    case LZMA_OK:
    case LZMA_NO_CHECK:
    case LZMA_GET_CHECK:
    case LZMA_STREAM_END:
      return true;
    case LZMA_UNSUPPORTED_CHECK:
      return raise_lzma(T, "Unsupported integrity check");
    case LZMA_MEM_ERROR:
      return raise(T, Builtin::kMemoryError, "");
    case LZMA_MEMLIMIT_ERROR:
      return raise_lzma(T, "Memory usage limit exceeded");
    case LZMA_FORMAT_ERROR:
      return raise_lzma(T, "Input format not supported by decoder");
    case LZMA_OPTIONS_ERROR:
      return raise_lzma(T, "Invalid or unsupported options");
    case LZMA_DATA_ERROR:
      return raise_lzma(T, "Corrupt input data");
    case LZMA_BUF_ERROR:
      return raise_lzma(T, "Insufficient buffer space");
    case LZMA_PROG_ERROR:
      return raise_lzma(T, "Internal error");
    default:
      (void)state;
      return raise_lzma(T, fmt::format("Unrecognized error from liblzma: {}", static_cast<int>(result)));
  }
}

// --- Chains of filters

bool unsigned_argument(Thread* T, Value v, uint64_t largest, uint64_t* out) {
  v = to_index(T, v);
  if (!v) return false;
  if (int_sign(v) < 0) return raise(T, Builtin::kOverflowError, "can't convert negative int to unsigned");
  Mpz copy;
  mpz_set(copy, IntOperand(v));
  if (mpz_sizeinbase(copy, 2) > 64 || mpz_get_ui(copy) > largest)
    return raise(T, Builtin::kOverflowError, "Python int too large to convert to C integer");
  *out = mpz_get_ui(copy);
  return true;
}

// Reads the dicts that describe filters into the form of liblzma, and owns it.
class FilterChain {
 public:
  FilterChain() { filters_[0].id = LZMA_VLI_UNKNOWN; }
  ~FilterChain() {
    for (lzma_filter* f = filters_; f->id != LZMA_VLI_UNKNOWN; ++f) std::free(f->options);
  }
  FilterChain(const FilterChain&) = delete;
  FilterChain& operator=(const FilterChain&) = delete;
  const lzma_filter* get() const { return filters_; }

  bool read(Thread* T, Value sequence) {
    int64_t count = length(T, sequence);
    if (count < 0) return false;
    if (count > LZMA_FILTERS_MAX)
      return raise(T, Builtin::kValueError, "Too many filters - liblzma supports a maximum of {}", LZMA_FILTERS_MAX);
    for (int64_t i = 0; i < count; ++i) {
      Value description = get_item(T, sequence, Value::small_int(i));
      if (!description || !read_filter(T, description, &filters_[i])) return false;
      filters_[i + 1].id = LZMA_VLI_UNKNOWN;
    }
    return true;
  }

  static bool read_filter(Thread* T, Value description, lzma_filter* out) {
    if (!find_attribute(T, description, intern(T, "__getitem__"))) {
      return T->exception ? false
                          : static_cast<bool>(
                                raise(T, Builtin::kTypeError, "Filter specifier must be a dict or dict-like object"));
    }
    Value id = item(T, description, "id");
    if (!id) {
      if (T->exception) {
        if (is_instance(T, T->exception, Value(exception_type(T, Builtin::kKeyError))) != 1) return false;
        clear_exception(T);
        return raise(T, Builtin::kValueError, "Filter specifier must have an \"id\" entry");
      }
      return false;
    }
    uint64_t number;
    if (!unsigned_argument(T, id, UINT64_MAX, &number)) return false;
    lzma_filter filter{number, nullptr};
    bool done = false;
    switch (number) {
      case LZMA_FILTER_LZMA1:
      case LZMA_FILTER_LZMA2:
        done = read_lzma(T, description, &filter);
        break;
      case LZMA_FILTER_DELTA:
        done = read_delta(T, description, &filter);
        break;
      case LZMA_FILTER_X86:
      case LZMA_FILTER_POWERPC:
      case LZMA_FILTER_IA64:
      case LZMA_FILTER_ARM:
      case LZMA_FILTER_ARMTHUMB:
      case LZMA_FILTER_SPARC:
        done = read_branch(T, description, &filter);
        break;
      default:
        return raise(T, Builtin::kValueError, "Invalid filter ID: {}", number);
    }
    if (!done) {
      std::free(filter.options);
      return false;
    }
    *out = filter;
    return true;
  }

 private:
  static Value item(Thread* T, Value mapping, std::string_view key) { return get_item(T, mapping, intern(T, key)); }

  // Every key must be one of `known`, a text with a blank around each name.
  static bool has_only(Thread* T, Value mapping, std::string_view known, std::string_view kind) {
    return for_each(T, mapping, [&](Value key) {
      if (is_kind(key, Kind::kString) &&
          known.find(fmt::format(" {} ", to_utf8(key.as<String>()))) != std::string_view::npos)
        return true;
      return static_cast<bool>(raise(T, Builtin::kValueError, "Invalid filter specifier for {} filter", kind));
    });
  }

  // The number under `key`; left alone when there is none.
  template <class Number>
  static bool number(Thread* T, Value mapping, std::string_view key, Number* out) {
    Value name = intern(T, key);
    int found = name ? contains(T, mapping, name) : -1;
    if (found <= 0) return found == 0;
    Value value = get_item(T, mapping, name);
    uint64_t read;
    if (!value || !unsigned_argument(T, value, UINT32_MAX, &read)) return false;
    *out = static_cast<Number>(read);
    return true;
  }

  static bool read_lzma(Thread* T, Value d, lzma_filter* filter) {
    uint32_t preset = LZMA_PRESET_DEFAULT;
    if (!number(T, d, "preset", &preset)) return false;
    auto* options = static_cast<lzma_options_lzma*>(std::calloc(1, sizeof(lzma_options_lzma)));
    filter->options = options;
    if (lzma_library().lzma_lzma_preset(options, preset))
      return raise_lzma(T, fmt::format("Invalid compression preset: {}", preset));
    return has_only(T, d, " id preset dict_size lc lp pb mode nice_len mf depth ", "LZMA") &&
           number(T, d, "dict_size", &options->dict_size) && number(T, d, "lc", &options->lc) &&
           number(T, d, "lp", &options->lp) && number(T, d, "pb", &options->pb) &&
           number(T, d, "mode", &options->mode) && number(T, d, "nice_len", &options->nice_len) &&
           number(T, d, "mf", &options->mf) && number(T, d, "depth", &options->depth);
  }
  static bool read_delta(Thread* T, Value d, lzma_filter* filter) {
    auto* options = static_cast<lzma_options_delta*>(std::calloc(1, sizeof(lzma_options_delta)));
    filter->options = options;
    options->type = LZMA_DELTA_TYPE_BYTE;
    options->dist = 1;
    return has_only(T, d, " id dist ", "delta") && number(T, d, "dist", &options->dist);
  }
  static bool read_branch(Thread* T, Value d, lzma_filter* filter) {
    auto* options = static_cast<lzma_options_bcj*>(std::calloc(1, sizeof(lzma_options_bcj)));
    filter->options = options;
    return has_only(T, d, " id start_offset ", "BCJ") && number(T, d, "start_offset", &options->start_offset);
  }

  lzma_filter filters_[LZMA_FILTERS_MAX + 1];
};

// --- Streams

Record* make_stream(Thread* T, Type* type) {
  Record* record = make_stateful_record(T, type, kStreamSlots);
  Value nothing = record ? make_bytes(T, "") : kEmpty;
  if (!nothing) return nullptr;
  record->set(kUnused, nothing);
  state_of<Stream>(record) = new Stream;
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
bool is_given(Value v) {
  return v && !v.is_none();
}

// Feeds `input` to liblzma and appends what comes out, at most `limit` bytes unless it is negative. What was not used
// is left in *rest.
lzma_ret run_stream(lzma_stream* stream, std::string_view input, lzma_action action, int64_t limit, std::string* out,
                    std::string_view* rest) {
  size_t buffer = kFirstBuffer;
  lzma_ret result = LZMA_OK;
  for (;;) {
    size_t room = buffer;
    if (limit >= 0) room = std::min(room, static_cast<size_t>(limit) - out->size());
    if (!room) break;
    size_t have = out->size();
    out->resize(have + room);
    stream->next_in = reinterpret_cast<const uint8_t*>(input.data());
    stream->avail_in = input.size();
    stream->next_out = reinterpret_cast<uint8_t*>(out->data() + have);
    stream->avail_out = room;
    result = lzma_library().lzma_code(stream, action);
    // No progress was possible: nothing to read or no room, which is no failure of the stream.
    if (result == LZMA_BUF_ERROR && (stream->avail_in == 0 || stream->avail_out > 0)) result = LZMA_OK;
    bool is_full = stream->avail_out == 0;
    out->resize(have + room - stream->avail_out);
    input.remove_prefix(input.size() - stream->avail_in);
    buffer = std::max(buffer, out->size());
    bool is_over = result != LZMA_OK && result != LZMA_GET_CHECK && result != LZMA_NO_CHECK;
    if (is_over || (!is_full && input.empty() && action == LZMA_RUN)) break;
  }
  *rest = input;
  return result;
}

// --- Compressor

Value compressor_create(Thread* T, Type* type, CallArguments arguments) {
  Value v[4];
  int64_t format = kFormatXz, check = -1;
  if (!bind_arguments(T, "LZMACompressor(format=FORMAT_XZ, check=-1, preset=None, filters=None)", arguments, v) ||
      (v[0] && !to_int64(T, v[0], &format)) || (v[1] && !to_int64(T, v[1], &check)))
    return kEmpty;
  bool has_preset = is_given(v[2]), has_filters = is_given(v[3]);
  if (has_preset && has_filters) return raise(T, Builtin::kValueError, "Cannot specify both preset and filter chain");
  uint64_t preset = LZMA_PRESET_DEFAULT;
  if (has_preset && !unsigned_argument(T, v[2], UINT32_MAX, &preset)) return kEmpty;
  if (format != kFormatXz && check != -1 && check != LZMA_CHECK_NONE)
    return raise(T, Builtin::kValueError, "Integrity checks are only supported by FORMAT_XZ");
  if (format < kFormatXz || format > kFormatRaw)
    return raise(T, Builtin::kValueError, "Invalid container format: {}", format);
  if (format == kFormatRaw && !has_filters)
    return raise(T, Builtin::kValueError, "Must specify filters for FORMAT_RAW");
  FilterChain chain;
  if (has_filters && !chain.read(T, v[3])) return kEmpty;
  Record* record = make_stream(T, type);
  if (!record) return kEmpty;
  Stream* state = state_of<Stream>(record);
  const LzmaLibrary& library = lzma_library();
  lzma_ret result;
  if (format == kFormatXz) {
    auto kind = static_cast<lzma_check>(check == -1 ? static_cast<int64_t>(LZMA_CHECK_CRC64) : check);
    result = has_filters ? library.lzma_stream_encoder(&state->stream, chain.get(), kind)
                         : library.lzma_easy_encoder(&state->stream, static_cast<uint32_t>(preset), kind);
  } else if (format == kFormatAlone) {
    lzma_options_lzma options;
    if (has_filters) {
      bool is_one = chain.get()[0].id == LZMA_FILTER_LZMA1 && chain.get()[1].id == LZMA_VLI_UNKNOWN;
      if (!is_one)
        return raise(T, Builtin::kValueError, "Invalid filter chain for FORMAT_ALONE - must be a single LZMA1 filter");
      options = *static_cast<lzma_options_lzma*>(chain.get()[0].options);
    } else if (library.lzma_lzma_preset(&options, static_cast<uint32_t>(preset))) {
      return raise_lzma(T, fmt::format("Invalid compression preset: {}", preset));
    }
    result = library.lzma_alone_encoder(&state->stream, &options);
  } else {
    result = library.lzma_raw_encoder(&state->stream, chain.get());
  }
  return check_result(T, state, result) ? Value(record) : kEmpty;
}

Value compressor_run(Thread* T, Value self, std::string_view input, lzma_action action) {
  StateScope scope(T, self);
  if (!scope) return kEmpty;
  Stream* state = state_of<Stream>(self);
  if (state->is_finished)
    return raise(T, Builtin::kValueError, "{}",
                 action == LZMA_FINISH ? "Repeated call to flush()" : "Compressor has been flushed");
  if (action == LZMA_FINISH) state->is_finished = true;
  std::string out;
  std::string_view rest;
  lzma_ret result = run_detached_if(T, action == LZMA_FINISH || input.size() > kDetachAbove,
                                    [&] { return run_stream(&state->stream, input, action, -1, &out, &rest); });
  return check_result(T, state, result) ? Value(make_bytes(T, out)) : kEmpty;
}

Value compressor_compress(Thread* T, Arguments args) {
  BufferScope data(T);
  return data.get(args[1]) ? compressor_run(T, args[0], data.bytes(), LZMA_RUN) : kEmpty;
}

Value compressor_flush(Thread* T, Arguments args) {
  return compressor_run(T, args[0], {}, LZMA_FINISH);
}

// --- Decompressor

Value decompressor_create(Thread* T, Type* type, CallArguments arguments) {
  Value v[3];
  int64_t format = kFormatAuto;
  if (!bind_arguments(T, "LZMADecompressor(format=FORMAT_AUTO, memlimit=None, filters=None)", arguments, v) ||
      (v[0] && !to_int64(T, v[0], &format)))
    return kEmpty;
  uint64_t limit = UINT64_MAX;
  bool has_filters = is_given(v[2]);
  if (is_given(v[1])) {
    if (format == kFormatRaw) return raise(T, Builtin::kValueError, "Cannot specify memory limit with FORMAT_RAW");
    if (!unsigned_argument(T, v[1], UINT64_MAX, &limit)) return kEmpty;
  }
  if (format == kFormatRaw && !has_filters)
    return raise(T, Builtin::kValueError, "Must specify filters for FORMAT_RAW");
  if (format != kFormatRaw && has_filters)
    return raise(T, Builtin::kValueError, "Cannot specify filters except with FORMAT_RAW");
  if (format < kFormatAuto || format > kFormatRaw)
    return raise(T, Builtin::kValueError, "Invalid container format: {}", format);
  FilterChain chain;
  if (has_filters && !chain.read(T, v[2])) return kEmpty;
  Record* record = make_stream(T, type);
  if (!record) return kEmpty;
  Stream* state = state_of<Stream>(record);
  const LzmaLibrary& library = lzma_library();
  const uint32_t flags = LZMA_TELL_ANY_CHECK | LZMA_TELL_NO_CHECK;
  lzma_ret result;
  switch (format) {
    case kFormatAuto:
      result = library.lzma_auto_decoder(&state->stream, limit, flags);
      break;
    case kFormatXz:
      result = library.lzma_stream_decoder(&state->stream, limit, flags);
      break;
    case kFormatAlone:
      state->check = LZMA_CHECK_NONE;
      result = library.lzma_alone_decoder(&state->stream, limit);
      break;
    default:
      state->check = LZMA_CHECK_NONE;
      result = library.lzma_raw_decoder(&state->stream, chain.get());
  }
  return check_result(T, state, result) ? Value(record) : kEmpty;
}

Value decompressor_decompress(Thread* T, Arguments args) {
  BufferScope data(T);
  int64_t limit = -1;
  if (!data.get(args[1]) || (args.has(2) && !to_int64(T, args[2], &limit))) return kEmpty;
  StateScope scope(T, args[0]);
  if (!scope) return kEmpty;
  Stream* state = state_of<Stream>(args[0]);
  if (state->is_finished) return raise(T, Builtin::kEOFError, "Already at end of stream");
  state->pending.append(data.bytes());
  std::string out;
  std::string_view rest;
  lzma_ret result = run_detached_if(T, state->pending.size() > kDetachAbove, [&] {
    lzma_ret r;
    // The kind of check is told once, before the first data.
    while ((r = run_stream(&state->stream, state->pending, LZMA_RUN, limit, &out, &rest)) == LZMA_GET_CHECK ||
           r == LZMA_NO_CHECK) {
      state->check = lzma_library().lzma_get_check(&state->stream);
      state->pending.erase(0, state->pending.size() - rest.size());
      if (state->pending.empty()) return LZMA_OK;
    }
    return r;
  });
  if (state->check == kUnknownCheck && state->stream.total_in >= 12)
    state->check = lzma_library().lzma_get_check(&state->stream);
  if (!check_result(T, state, result)) {
    state->pending.clear();
    return kEmpty;
  }
  std::string left(rest);
  if (result == LZMA_STREAM_END) {
    state->is_finished = true;
    state->needs_input = false;
    state->pending.clear();
    Value unused = make_bytes(T, left);
    if (!unused) return kEmpty;
    args[0].as<Record>()->set(kUnused, unused);
  } else {
    // A full buffer may hide output that liblzma still holds.
    state->needs_input = left.empty() && (limit < 0 || out.size() < static_cast<size_t>(limit));
    state->pending = std::move(left);
  }
  return make_bytes(T, out);
}

// --- Functions

Value is_check_supported(Thread* T, Arguments args) {
  int64_t id;
  if (!to_int64(T, args[0], &id)) return kEmpty;
  return Value::boolean(id >= 0 && id <= LZMA_CHECK_ID_MAX &&
                        lzma_library().lzma_check_is_supported(static_cast<lzma_check>(id)));
}

Value encode_filter_properties(Thread* T, Arguments args) {
  lzma_filter filter{};
  if (!FilterChain::read_filter(T, args[0], &filter)) return kEmpty;
  uint32_t size = 0;
  lzma_ret result = lzma_library().lzma_properties_size(&size, &filter);
  std::string out(size, '\0');
  if (result == LZMA_OK)
    result = lzma_library().lzma_properties_encode(&filter, reinterpret_cast<uint8_t*>(out.data()));
  std::free(filter.options);
  return check_result(T, nullptr, result) ? Value(make_bytes(T, out)) : kEmpty;
}

bool put(Thread* T, Dict* dict, std::string_view name, uint64_t number) {
  Value value = make_int(T, number);
  return value && dict_set(T, dict, intern(T, name), value);
}

Value decode_filter_properties(Thread* T, Arguments args) {
  BufferScope data(T);
  lzma_filter filter{};
  uint64_t id;
  if (!unsigned_argument(T, args[0], UINT64_MAX, &id) || !data.get(args[1])) return kEmpty;
  filter.id = id;
  lzma_ret result = lzma_library().lzma_properties_decode(
      &filter, nullptr, reinterpret_cast<const uint8_t*>(data.bytes().data()), data.bytes().size());
  if (!check_result(T, nullptr, result)) return kEmpty;
  Dict* dict = make_dict(T);
  bool done = dict && put(T, dict, "id", id);
  if (done && filter.options) {
    if (id == LZMA_FILTER_LZMA1 || id == LZMA_FILTER_LZMA2) {
      auto* options = static_cast<lzma_options_lzma*>(filter.options);
      if (id == LZMA_FILTER_LZMA1)
        done = put(T, dict, "lc", options->lc) && put(T, dict, "lp", options->lp) && put(T, dict, "pb", options->pb);
      done = done && put(T, dict, "dict_size", options->dict_size);
    } else if (id == LZMA_FILTER_DELTA) {
      done = put(T, dict, "dist", static_cast<lzma_options_delta*>(filter.options)->dist);
    } else {
      done = put(T, dict, "start_offset", static_cast<lzma_options_bcj*>(filter.options)->start_offset);
    }
  }
  std::free(filter.options);
  return done ? Value(dict) : kEmpty;
}

// --- Tables

const NativeMethod kFunctions[] = {
    {"is_check_supported(check_id, /)", is_check_supported, "Whether liblzma was built with this integrity check."},
    {"_encode_filter_properties(filter, /)", encode_filter_properties,
     "The properties of a filter as they stand in a file, without its id."},
    {"_decode_filter_properties(filter_id, encoded_props, /)", decode_filter_properties,
     "A dict that describes a filter, from its properties in a file."},
    {nullptr, nullptr, nullptr}};

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
    {"check", [](Thread* T, Value self) { return make_int(T, state_of<Stream>(self)->check); }, nullptr,
     "The id of the stream's integrity check; CHECK_UNKNOWN before it was read."},
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
const NativeTypeSpec kCompressorSpec = {"_lzma.LZMACompressor",
                                        Kind::kRecord,
                                        kStreamSize,
                                        kTypeIsBuiltin,
                                        "A stream to be compressed piece by piece.",
                                        &kCompressorSlots,
                                        kCompressorMethods,
                                        nullptr};
const NativeTypeSpec kDecompressorSpec = {"_lzma.LZMADecompressor",
                                          Kind::kRecord,
                                          kStreamSize,
                                          kTypeIsBuiltin,
                                          "A stream to be decompressed piece by piece.",
                                          &kDecompressorSlots,
                                          kDecompressorMethods,
                                          kDecompressorAttributes};

struct Constant {
  const char* name;
  uint64_t value;
};
constexpr Constant kConstants[] = {{"FORMAT_AUTO", kFormatAuto},
                                   {"FORMAT_XZ", kFormatXz},
                                   {"FORMAT_ALONE", kFormatAlone},
                                   {"FORMAT_RAW", kFormatRaw},
                                   {"CHECK_NONE", LZMA_CHECK_NONE},
                                   {"CHECK_CRC32", LZMA_CHECK_CRC32},
                                   {"CHECK_CRC64", LZMA_CHECK_CRC64},
                                   {"CHECK_SHA256", LZMA_CHECK_SHA256},
                                   {"CHECK_ID_MAX", LZMA_CHECK_ID_MAX},
                                   {"CHECK_UNKNOWN", kUnknownCheck},
                                   {"FILTER_LZMA1", LZMA_FILTER_LZMA1},
                                   {"FILTER_LZMA2", LZMA_FILTER_LZMA2},
                                   {"FILTER_DELTA", LZMA_FILTER_DELTA},
                                   {"FILTER_X86", LZMA_FILTER_X86},
                                   {"FILTER_IA64", LZMA_FILTER_IA64},
                                   {"FILTER_ARM", LZMA_FILTER_ARM},
                                   {"FILTER_ARMTHUMB", LZMA_FILTER_ARMTHUMB},
                                   {"FILTER_SPARC", LZMA_FILTER_SPARC},
                                   {"FILTER_POWERPC", LZMA_FILTER_POWERPC},
                                   {"MF_HC3", LZMA_MF_HC3},
                                   {"MF_HC4", LZMA_MF_HC4},
                                   {"MF_BT2", LZMA_MF_BT2},
                                   {"MF_BT3", LZMA_MF_BT3},
                                   {"MF_BT4", LZMA_MF_BT4},
                                   {"MODE_FAST", LZMA_MODE_FAST},
                                   {"MODE_NORMAL", LZMA_MODE_NORMAL},
                                   {"PRESET_DEFAULT", LZMA_PRESET_DEFAULT},
                                   {"PRESET_EXTREME", LZMA_PRESET_EXTREME}};

}  // namespace

Value initialize_lzma_module(Thread* T) {
  if (!lzma_library().library.require(T)) return kEmpty;
  Module* module = make_module(T, "_lzma");
  if (!module || !add_functions(T, module, kFunctions)) return kEmpty;
  for (const Constant& constant : kConstants) {
    Value value = make_int(T, constant.value);
    if (!value || !module_set(T, module, constant.name, value)) return kEmpty;
  }
  Type* compressor = make_native_type(T, kCompressorSpec);
  Type* decompressor = compressor ? make_native_type(T, kDecompressorSpec) : nullptr;
  bool done = decompressor && module_set(T, module, "LZMACompressor", compressor) &&
              module_set(T, module, "LZMADecompressor", decompressor) &&
              add_exception_class(T, module, "LZMAError", Builtin::kException, "_lzma");
  return done ? Value(module) : kEmpty;
}

}  // namespace gilded
