// binascii: bytes as text: hexadecimal and base64; checksums.
#include <algorithm>
#include <array>

#include "stdlib/native/zlib_library.h"
#include "vm/object/native.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/bytes.h"
#include "vm/types/bytes_methods.h"
#include "vm/types/dict.h"
#include "vm/types/int.h"
#include "vm/types/module.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  char l = static_cast<char>(c | 0x20);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

// binascii.Error, a ValueError.
Raised raise_error(Thread* T, Arguments args, std::string_view message) {
  Value module = args.callee.as<NativeFunction>()->self.load();
  String* key = intern(T, "Error");
  Value type = key ? dict_get(module.as<Module>()->dict.load(std::memory_order_acquire), key) : kEmpty;
  String* text = make_string(T, message);
  Value error = type && text ? call(T, type, {Value(text)}) : kEmpty;
  if (error) return raise_value(T, error);
  return Raised();
}

// Bytes, or a str of ASCII characters.
bool ascii_argument(Thread* T, Value v, std::string* out) {
  if (is_string(v)) {
    if (!as_string(v)->is_ascii())
      return raise(T, Builtin::kValueError, "string argument should contain only ASCII characters");
    *out = as_string(v)->ascii();
    return true;
  }
  BytesOperand operand(T);
  if (!supports_buffer(T, v))
    return raise(T, Builtin::kTypeError, "argument should be bytes, buffer or ASCII string, not '{}'", type_name(T, v));
  if (!operand.get(v)) return false;
  *out = operand.bytes();
  return true;
}

Value hexlify(Thread* T, Arguments args) {
  std::optional<char> separator;
  int64_t group;
  BytesOperand data(T);
  if (!data.get(args[0]) || !hex_arguments(T, args[1], args[2], &separator, &group)) return kEmpty;
  return make_bytes(T, hex_text(data.bytes(), separator, group));
}

Value unhexlify(Thread* T, Arguments args) {
  std::string text, out;
  if (!ascii_argument(T, args[0], &text)) return kEmpty;
  if (text.size() % 2) return raise_error(T, args, "Odd-length string");
  for (size_t i = 0; i < text.size(); i += 2) {
    int high = nibble(text[i]), low = nibble(text[i + 1]);
    if (high < 0 || low < 0) return raise_error(T, args, "Non-hexadecimal digit found");
    out += static_cast<char>(high * 16 + low);
  }
  return make_bytes(T, out);
}

Value b2a_base64(Thread* T, Arguments args) {
  bool newline = true;
  if (args.has(1) && !truth(T, args[1], &newline)) return kEmpty;
  BytesOperand data(T);
  if (!data.get(args[0])) return kEmpty;
  std::string_view bytes = data.bytes();
  size_t whole = bytes.size() / 3 * 3;
  Bytes* out = make_bytes_buffer(T, (bytes.size() + 2) / 3 * 4 + newline, false);  // nobody else sees it yet
  if (!out) return kEmpty;
  char* p = out->data;
  auto byte = [&](size_t i) -> uint32_t { return static_cast<unsigned char>(bytes[i]); };
  for (size_t i = 0; i < whole; i += 3) {
    uint32_t word = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
    *p++ = kAlphabet[word >> 18];
    *p++ = kAlphabet[(word >> 12) & 63];
    *p++ = kAlphabet[(word >> 6) & 63];
    *p++ = kAlphabet[word & 63];
  }
  if (size_t rest = bytes.size() - whole) {
    uint32_t word = byte(whole) << 16 | (rest > 1 ? byte(whole + 1) << 8 : 0);
    *p++ = kAlphabet[word >> 18];
    *p++ = kAlphabet[(word >> 12) & 63];
    *p++ = rest > 1 ? kAlphabet[(word >> 6) & 63] : '=';
    *p++ = '=';
  }
  if (newline) *p = '\n';
  return out;
}

// The values of the base64 digits; negative where there is none.
constexpr auto kSextets = [] {
  std::array<int8_t, 256> values{};
  values.fill(-1);
  for (size_t i = 0; i < 64; ++i) values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<int8_t>(i);
  return values;
}();

Value a2b_base64(Thread* T, Arguments args) {
  std::string text, out;
  bool strict = false;
  if (!ascii_argument(T, args[0], &text) || (args.has(1) && !truth(T, args[1], &strict))) return kEmpty;
  if (strict && !text.empty() && text[0] == '=') return raise_error(T, args, "Leading padding not allowed");
  uint32_t word = 0;
  int in_group = 0, padding = 0;
  size_t digits = 0;
  auto sextet = [&](size_t i) -> int { return kSextets[static_cast<unsigned char>(text[i])]; };
  out.reserve(text.size() / 4 * 3 + 3);
  for (size_t i = 0; i < text.size(); ++i) {
    // Whole groups at once.
    while (in_group == 0 && padding == 0 && i + 4 <= text.size()) {
      int a = sextet(i), b = sextet(i + 1), c = sextet(i + 2), d = sextet(i + 3);
      if ((a | b | c | d) < 0) break;
      int group = a << 18 | b << 12 | c << 6 | d;
      const char bytes[] = {static_cast<char>(group >> 16), static_cast<char>(group >> 8), static_cast<char>(group)};
      out.append(bytes, 3);
      digits += 4;
      i += 4;
    }
    if (i == text.size()) break;
    if (text[i] == '=') {
      ++padding;
      if (strict && in_group == 0) return raise_error(T, args, "Excess padding not allowed");
      if (in_group >= 2 && in_group + padding >= 4) {
        if (strict && i + 1 < text.size()) return raise_error(T, args, "Excess data after padding");
        return make_bytes(T, out);
      }
      if (strict && in_group < 2) return raise_error(T, args, "Discontinuous padding not allowed");
      continue;
    }
    int value = sextet(i);
    if (value < 0) {
      if (strict) return raise_error(T, args, "Only base64 data is allowed");
      continue;
    }
    if (strict && padding) return raise_error(T, args, "Discontinuous padding not allowed");
    padding = 0;
    ++digits;
    word = word << 6 | static_cast<uint32_t>(value);
    in_group = (in_group + 1) % 4;
    // Of four digits the first carries no whole byte yet.
    if (in_group != 1) out += static_cast<char>(word >> (in_group == 2 ? 4 : in_group == 3 ? 2 : 0));
  }
  if (in_group == 1) {
    return raise_error(
        T, args,
        fmt::format(
            "Invalid base64-encoded string: number of data characters ({}) cannot be 1 more than a multiple of 4",
            digits));
  }
  if (in_group) return raise_error(T, args, "Incorrect padding");
  return make_bytes(T, out);
}

Value crc32(Thread* T, Arguments args) {
  uint64_t crc = 0;
  if (args.has(1)) {
    Value start = to_index(T, args[1]);
    if (!start) return kEmpty;
    Mpz low;
    mpz_fdiv_r_2exp(low, IntOperand(start), 32);
    crc = mpz_get_ui(low);
  }
  BufferScope data(T);
  if (!data.get(args[0]) || !zlib_library().library.require(T)) return kEmpty;
  std::string_view bytes = data.bytes();
  constexpr size_t kPiece = size_t{1} << 30;  // libz counts in unsigned int
  for (size_t i = 0; i < bytes.size(); i += kPiece) {
    crc = zlib_library().crc32(crc, reinterpret_cast<const Bytef*>(bytes.data() + i),
                               static_cast<uInt>(std::min(kPiece, bytes.size() - i)));
  }
  return make_int(T, crc);
}

// --- uuencode: a line is its length and groups of four characters for three bytes

Value b2a_uu(Thread* T, Arguments args) {
  bool backtick = false;
  BytesOperand data(T);
  if ((args.has(1) && !truth(T, args[1], &backtick)) || !data.get(args[0])) return kEmpty;
  std::string_view bytes = data.bytes();
  if (bytes.size() > 45) return raise_error(T, args, "At most 45 bytes at once");
  auto letter = [backtick](uint32_t value) { return static_cast<char>(value || !backtick ? value + ' ' : '`'); };
  std::string out(1, letter(static_cast<uint32_t>(bytes.size())));
  for (size_t i = 0; i < bytes.size(); i += 3) {
    uint32_t word = 0;
    for (size_t k = 0; k < 3; ++k)
      word = word << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    for (int k = 0; k < 4; ++k) out += letter((word >> (18 - 6 * k)) & 63);
  }
  out += '\n';
  return make_bytes(T, out);
}

Value a2b_uu(Thread* T, Arguments args) {
  std::string text, out;
  if (!ascii_argument(T, args[0], &text)) return kEmpty;
  // An empty line counts as one whose length character is NUL.
  auto length = static_cast<size_t>(((text.empty() ? 0 : static_cast<unsigned char>(text[0])) - ' ') & 63);
  size_t i = 1;
  uint32_t word = 0, bits = 0;
  while (out.size() < length) {
    uint32_t value = 0;
    unsigned char c = i < text.size() ? static_cast<unsigned char>(text[i++]) : '\n';
    if (c == '\n' || c == '\r') {
      i = std::min(i, text.size());
      if (i > 1 && (text[i - 1] == '\n' || text[i - 1] == '\r')) --i;
    } else if (c < ' ' || c > ' ' + 64) {
      return raise_error(T, args, "Illegal char");
    } else {
      value = (c - ' ') & 63u;
    }
    word = (word << 6 | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out += static_cast<char>(word >> bits);
    }
  }
  for (; i < text.size(); ++i) {
    if (text[i] != ' ' && text[i] != ' ' + 64 && text[i] != '\n' && text[i] != '\r')
      return raise_error(T, args, "Trailing garbage");
  }
  return make_bytes(T, out);
}

// --- quoted-printable: =XX for bytes that are no printable ASCII; "=" at the end of a line joins it to the next

Value a2b_qp(Thread* T, Arguments args) {
  std::string text, out;
  bool header = false;
  if (!ascii_argument(T, args[0], &text) || (args.has(1) && !truth(T, args[1], &header))) return kEmpty;
  for (size_t i = 0; i < text.size();) {
    if (text[i] == '=') {
      if (++i >= text.size()) break;
      if (text[i] == '\n' || text[i] == '\r') {
        size_t end = text.find('\n', i);
        i = end == std::string::npos ? text.size() : end + 1;
      } else if (text[i] == '=') {  // broken encoders write ==
        out += '=';
        ++i;
      } else if (i + 1 < text.size() && nibble(text[i]) >= 0 && nibble(text[i + 1]) >= 0) {
        out += static_cast<char>(nibble(text[i]) * 16 + nibble(text[i + 1]));
        i += 2;
      } else {
        out += '=';
      }
    } else {
      out += header && text[i] == '_' ? ' ' : text[i];
      ++i;
    }
  }
  return make_bytes(T, out);
}

Value b2a_qp(Thread* T, Arguments args) {
  constexpr size_t kLongestLine = 76;
  bool quote_tabs = false, is_text = true, header = false;
  BytesOperand data(T);
  if ((args.has(1) && !truth(T, args[1], &quote_tabs)) || (args.has(2) && !truth(T, args[2], &is_text)) ||
      (args.has(3) && !truth(T, args[3], &header)) || !data.get(args[0]))
    return kEmpty;
  std::string_view in = data.bytes();
  // Lines end as the first one does.
  size_t first_end = in.find('\n');
  std::string_view line_end =
      first_end != std::string_view::npos && first_end > 0 && in[first_end - 1] == '\r' ? "\r\n" : "\n";
  std::string out;
  size_t line = 0;  // characters on the present line
  auto append_quoted = [&out](char c) {
    constexpr char kDigits[] = "0123456789ABCDEF";
    out += '=';
    out += kDigits[static_cast<unsigned char>(c) >> 4];
    out += kDigits[c & 15];
  };
  for (size_t i = 0; i < in.size();) {
    char c = in[i];
    auto u = static_cast<unsigned char>(c);
    bool last = i + 1 == in.size();
    bool at_line_end = !last && (in[i + 1] == '\n' || (in[i + 1] == '\r' && i + 2 < in.size() && in[i + 2] == '\n'));
    bool lone_dot = c == '.' && line == 0 && (last || in[i + 1] == '\n' || in[i + 1] == '\r' || in[i + 1] == '\0');
    bool quoted = u > 126 || c == '=' || (header && c == '_') || lone_dot || (!is_text && (c == '\r' || c == '\n')) ||
                  ((c == '\t' || c == ' ') && last) || (u < 33 && c != '\r' && c != '\n' && c != '\t' && c != ' ') ||
                  (u < 33 && c != '\r' && c != '\n' && (quote_tabs && (c == '\t' || c == ' ')));
    if (quoted) {
      if (line + 3 >= kLongestLine) {
        out += '=';
        out += line_end;
        line = 0;
      }
      append_quoted(c);
      line += 3;
      ++i;
      continue;
    }
    if (is_text && (c == '\n' || (c == '\r' && !last && in[i + 1] == '\n'))) {
      // A space or tab before the end of a line would get lost.
      if (!out.empty() && (out.back() == ' ' || out.back() == '\t')) {
        char blank = out.back();
        out.pop_back();
        append_quoted(blank);
      }
      out += line_end;
      line = 0;
      i += c == '\r' ? 2 : 1;
      continue;
    }
    if (!last && !at_line_end && in[i + 1] != '\n' && line + 1 >= kLongestLine) {
      out += '=';
      out += line_end;
      line = 0;
    }
    ++line;
    out += header && c == ' ' ? '_' : c;
    ++i;
  }
  return make_bytes(T, out);
}

Value crc_hqx(Thread* T, Arguments args) {
  int64_t start;
  if (!to_int64(T, args[1], &start)) return kEmpty;
  BytesOperand data(T);
  if (!data.get(args[0])) return kEmpty;
  uint32_t crc = static_cast<uint32_t>(start) & 0xffff;
  for (char c : data.bytes()) {
    crc ^= static_cast<uint32_t>(static_cast<unsigned char>(c)) << 8;
    for (int k = 0; k < 8; ++k) crc = (crc << 1 ^ (crc & 0x8000 ? 0x1021u : 0u)) & 0xffff;
  }
  return Value::small_int(crc);
}

const NativeMethod kFunctions[] = {
    {"hexlify(data, sep=<unrepresentable>, bytes_per_sep=1)", hexlify, "Hexadecimal representation of binary data."},
    {"b2a_hex(data, sep=<unrepresentable>, bytes_per_sep=1)", hexlify, "Hexadecimal representation of binary data."},
    {"unhexlify(hexstr, /)", unhexlify, "Binary data of hexadecimal representation."},
    {"a2b_hex(hexstr, /)", unhexlify, "Binary data of hexadecimal representation."},
    {"b2a_base64(data, /, *, newline=True)", b2a_base64, "Base64-code line of data."},
    {"a2b_base64(data, /, *, strict_mode=False)", a2b_base64, "Decode a line of base64 data."},
    {"crc32(data, crc=0, /)", crc32, "Compute CRC-32 incrementally."},
    {"b2a_uu(data, /, *, backtick=False)", b2a_uu, "Uuencode line of data."},
    {"a2b_uu(data, /)", a2b_uu, "Decode a line of uuencoded data."},
    {"b2a_qp(data, quotetabs=False, istext=True, header=False)", b2a_qp,
     "Encode a string using quoted-printable encoding."},
    {"a2b_qp(data, header=False)", a2b_qp, "Decode a string of qp-encoded data."},
    {"crc_hqx(data, crc, /)", crc_hqx, "Compute CRC-CCITT incrementally."},
    {nullptr, nullptr, nullptr}};

}  // namespace

Value initialize_binascii_module(Thread* T) {
  Module* module = make_module(T, "binascii");
  if (!module || !add_functions(T, module, kFunctions)) return kEmpty;
  // class Error(ValueError)
  Dict* namespace_dict = make_dict(T);
  String* name = make_string(T, "Error");
  Tuple* bases = make_tuple(T, {Value(exception_type(T, Builtin::kValueError))});
  if (!namespace_dict || !name || !bases ||
      !dict_set(T, namespace_dict, names(T).dunder_module, make_string(T, "binascii")))
    return kEmpty;
  Value error = call(T, Value(types(T).type), {Value(name), Value(bases), Value(namespace_dict)});
  Dict* second_namespace = error ? make_dict(T) : nullptr;
  if (!second_namespace || !dict_set(T, second_namespace, names(T).dunder_module, make_string(T, "binascii")))
    return kEmpty;
  Value incomplete =
      call(T, Value(types(T).type),
           {Value(make_string(T, "Incomplete")), Value(make_tuple(T, {Value(exception_type(T, Builtin::kException))})),
            Value(second_namespace)});
  return incomplete && module_set(T, module, "Error", error) && module_set(T, module, "Incomplete", incomplete)
             ? Value(module)
             : kEmpty;
}

}  // namespace gilded
