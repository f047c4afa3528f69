#include "compiler/lexer/identifiers.h"

#include <utf8proc.h>

#include <cstdlib>

namespace gilded::compiler {

namespace {

struct Range {
  int32_t first;
  int32_t last;
};

template <size_t size>
bool in_ranges(const Range (&ranges)[size], int32_t code_point) {
  for (const Range& range : ranges) {
    if (code_point >= range.first && code_point <= range.last) return true;
  }
  return false;
}

// Other_ID_Start and Other_ID_Continue: identifier characters whose category does not show it.
constexpr Range kOtherStart[] = {{0x1885, 0x1886}, {0x2118, 0x2118}, {0x212E, 0x212E}};
constexpr Range kOtherContinue[] = {{0xB7, 0xB7},     {0x387, 0x387},   {0x1369, 0x1371}, {0x19DA, 0x19DA},
                                    {0x200C, 0x200D}, {0x30FB, 0x30FB}, {0xFF65, 0xFF65}};

// Letters whose NFKC form is no identifier (or may not start one); XID leaves them out so that identifiers stay
// identifiers when normalised.
constexpr Range kNotClosed[] = {{0x37A, 0x37A},   {0x309B, 0x309C}, {0x2E2F, 0x2E2F}, {0xFC5E, 0xFC63},
                                {0xFDFA, 0xFDFB}, {0xFE70, 0xFE70}, {0xFE72, 0xFE72}, {0xFE74, 0xFE74},
                                {0xFE76, 0xFE76}, {0xFE78, 0xFE78}, {0xFE7A, 0xFE7A}, {0xFE7C, 0xFE7C},
                                {0xFE7E, 0xFE7E}};
constexpr Range kNotStart[] = {{0xE33, 0xE33}, {0xEB3, 0xEB3}, {0xFF9E, 0xFF9F}};

}  // namespace

bool is_identifier_start(int32_t code_point) {
  if (code_point < 0x80) {
    return code_point == '_' || (code_point >= 'a' && code_point <= 'z') || (code_point >= 'A' && code_point <= 'Z');
  }
  switch (utf8proc_category(code_point)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_NL:
      return !in_ranges(kNotClosed, code_point) && !in_ranges(kNotStart, code_point);
    default:
      return in_ranges(kOtherStart, code_point);
  }
}

bool is_identifier_continue(int32_t code_point) {
  if (code_point < 0x80) return is_identifier_start(code_point) || (code_point >= '0' && code_point <= '9');
  if (is_identifier_start(code_point) || in_ranges(kNotStart, code_point)) return true;
  switch (utf8proc_category(code_point)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_PC:
      return true;
    default:
      return in_ranges(kOtherContinue, code_point);
  }
}

bool is_printable(int32_t code_point) {
  if (code_point == ' ') return true;
  switch (utf8proc_category(code_point)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_ZS:
      return false;
    default:
      return true;
  }
}

int32_t decode_utf8(std::string_view text, size_t* length) {
  auto bits = [&](size_t index) { return static_cast<int32_t>(static_cast<unsigned char>(text[index])) & 0x3F; };
  unsigned char lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) {
    *length = 1;
    return lead;
  }
  if (lead < 0xE0) {
    *length = 2;
    return ((lead & 0x1F) << 6) | bits(1);
  }
  if (lead < 0xF0) {
    *length = 3;
    return ((lead & 0x0F) << 12) | (bits(1) << 6) | bits(2);
  }
  *length = 4;
  return ((lead & 0x07) << 18) | (bits(1) << 12) | (bits(2) << 6) | bits(3);
}

void append_utf8(std::string& text, int32_t code_point) {
  if (code_point < 0x80) {
    text += static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    text += static_cast<char>(0xC0 | (code_point >> 6));
    text += static_cast<char>(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    text += static_cast<char>(0xE0 | (code_point >> 12));
    text += static_cast<char>(0x80 | ((code_point >> 6) & 0x3F));
    text += static_cast<char>(0x80 | (code_point & 0x3F));
  } else {
    text += static_cast<char>(0xF0 | (code_point >> 18));
    text += static_cast<char>(0x80 | ((code_point >> 12) & 0x3F));
    text += static_cast<char>(0x80 | ((code_point >> 6) & 0x3F));
    text += static_cast<char>(0x80 | (code_point & 0x3F));
  }
}

std::string normalize_identifier(std::string_view identifier) {
  utf8proc_uint8_t* normalized = nullptr;
  utf8proc_ssize_t size = utf8proc_map(
      reinterpret_cast<const utf8proc_uint8_t*>(identifier.data()), static_cast<utf8proc_ssize_t>(identifier.size()),
      &normalized, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT));
  if (size < 0) return std::string(identifier);
  std::string result(reinterpret_cast<char*>(normalized), static_cast<size_t>(size));
  std::free(normalized);
  return result;
}

}  // namespace gilded::compiler
