#include "compiler/code/code_file.h"

#include <cstring>
#include <map>
#include <type_traits>
#include <utility>

namespace gilded::compiler {

namespace {

// A new member of Code must be written and read below.
static_assert(sizeof(Code) ==
              3 * sizeof(std::string) + 9 * sizeof(std::vector<int>) + 40 + sizeof(std::shared_ptr<int>));

// By the order of Constant's alternatives.
enum class Tag : uint8_t {
  kNone,
  kBool,
  kEllipsis,
  kInteger,
  kBigInteger,
  kFloat,
  kComplex,
  kText,
  kBytes,
  kTuple,
  kFrozenSet,
  kCode
};
static_assert(std::is_same_v<std::variant_alternative_t<static_cast<size_t>(Tag::kCode), decltype(Constant::value)>,
                             std::shared_ptr<const Code>>);

// Small numbers of either sign as small numbers.
uint64_t zigzag(int64_t value) {
  return static_cast<uint64_t>(value) << 1 ^ static_cast<uint64_t>(value >> 63);
}
int64_t unzigzag(uint64_t value) {
  return static_cast<int64_t>(value >> 1) ^ -static_cast<int64_t>(value & 1);
}

class Writer {
 public:
  std::string finish(const Code& code) {
    write(code);
    std::string body = std::exchange(bytes_, {});
    number(texts_in_order_.size());
    for (const std::string* text : texts_in_order_) raw(*text);
    return bytes_ + body;
  }

 private:
  void number(uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>(value | 0x80);
    bytes_ += static_cast<char>(value);
  }
  void signed_number(int64_t value) { number(zigzag(value)); }
  void raw(std::string_view text) {
    number(text.size());
    bytes_ += text;
  }
  template <class T>
  void memory(const T* data, size_t count) {
    bytes_.append(reinterpret_cast<const char*>(data), count * sizeof(T));
  }
  void text(const std::string& value) {
    auto [entry, fresh] = texts_.try_emplace(value, texts_.size());
    if (fresh) texts_in_order_.push_back(&entry->first);
    number(entry->second);
  }
  void texts(const std::vector<std::string>& values) {
    number(values.size());
    for (const std::string& value : values) text(value);
  }

  void positions(const std::vector<Position>& all) {
    auto same = [](const Position& a, const Position& b) { return memcmp(&a, &b, sizeof(Position)) == 0; };
    int32_t line = 0;
    for (size_t begin = 0; begin < all.size();) {
      size_t end = begin + 1;
      while (end < all.size() && same(all[begin], all[end])) ++end;
      const Position& p = all[begin];
      number(end - begin);
      signed_number(p.line - line);
      signed_number(p.end_line - p.line);
      signed_number(p.column);
      signed_number(p.end_column);
      line = p.line;
      begin = end;
    }
  }

  void constant(const Constant& constant) {
    bytes_ += static_cast<char>(constant.value.index());
    std::visit([this](const auto& value) { this->value(value); }, constant.value);
  }
  void value(const Constant::None&) {}
  void value(const Constant::Ellipsis&) {}
  void value(bool value) { number(value); }
  void value(int64_t value) { signed_number(value); }
  void value(double value) { memory(&value, 1); }
  void value(const Constant::BigInteger& value) {
    raw(value.text);
    signed_number(value.base);
  }
  void value(const Constant::Complex& value) { memory(&value, 1); }
  void value(const Constant::Text& value) { text(value.utf8); }
  void value(const Constant::Bytes& value) { raw(value.bytes); }
  void value(const Constant::Tuple& value) { constants(value.items); }
  void value(const Constant::FrozenSet& value) { constants(value.items); }
  void value(const std::shared_ptr<const Code>& value) { write(*value); }
  void constants(const std::vector<Constant>& all) {
    number(all.size());
    for (const Constant& c : all) constant(c);
  }

  void write(const Code& code) {
    text(code.name);
    text(code.qualified_name);
    signed_number(code.first_line);
    for (uint32_t n :
         {code.flags, code.positional_only_count, code.positional_count, code.keyword_only_count, code.register_count,
          code.suspended_registers, code.relocation, uint32_t{code.has_namespace}, uint32_t{code.is_class_body}})
      number(n);
    texts(code.local_names);
    texts(code.cell_names);
    number(code.cell_parameters.size());
    for (uint32_t n : code.cell_parameters) number(n);
    texts(code.free_names);
    number(code.instructions.size());
    memory(code.instructions.data(), code.instructions.size());
    positions(code.positions);
    constants(code.constants);
    number(code.caches.size());
    for (const CacheSite& cache : code.caches) number(cache.name);
    number(code.exceptions.size());
    for (const ExceptionEntry& e : code.exceptions) {
      for (uint32_t n : {e.start, e.end, e.target, uint32_t{e.exception_register}, uint32_t{e.is_statement}}) number(n);
    }
  }

  std::string bytes_;
  std::map<std::string, size_t> texts_;
  std::vector<const std::string*> texts_in_order_;
};

class Reader {
 public:
  Reader(std::string_view bytes, const std::string& filename) : at_(bytes.data()), filename_(filename) {
    texts_.resize(number());
    for (std::string_view& text : texts_) text = raw();
  }

  std::shared_ptr<const Code> read() {
    auto code = std::make_shared<Code>();
    code->filename = filename_;
    code->name = text();
    code->qualified_name = text();
    code->first_line = static_cast<int32_t>(signed_number());
    for (uint32_t* n : {&code->flags, &code->positional_only_count, &code->positional_count, &code->keyword_only_count,
                        &code->register_count, &code->suspended_registers, &code->relocation})
      *n = small();
    code->has_namespace = small() != 0;
    code->is_class_body = small() != 0;
    texts(&code->local_names);
    texts(&code->cell_names);
    code->cell_parameters.resize(number());
    for (uint32_t& n : code->cell_parameters) n = small();
    texts(&code->free_names);
    code->instructions.resize(number());
    memory(code->instructions.data(), code->instructions.size());
    positions(&code->positions, code->instructions.size());
    constants(&code->constants);
    code->caches.resize(number());
    for (CacheSite& cache : code->caches) cache.name = small();
    code->exceptions.resize(number());
    for (ExceptionEntry& e : code->exceptions) {
      e.start = small();
      e.end = small();
      e.target = small();
      e.exception_register = static_cast<uint16_t>(small());
      e.is_statement = small() != 0;
    }
    return code;
  }

 private:
  uint64_t number() {
    uint64_t value = 0;
    for (int shift = 0;; shift += 7) {
      auto byte = static_cast<uint8_t>(*at_++);
      value |= uint64_t{byte & 0x7fu} << shift;
      if (byte < 0x80) return value;
    }
  }
  uint32_t small() { return static_cast<uint32_t>(number()); }
  int64_t signed_number() { return unzigzag(number()); }
  std::string_view raw() {
    size_t size = number();
    return {std::exchange(at_, at_ + size), size};
  }
  template <class T>
  void memory(T* data, size_t count) {
    if (count) memcpy(data, std::exchange(at_, at_ + count * sizeof(T)), count * sizeof(T));
  }
  std::string text() { return std::string(texts_[number()]); }
  void texts(std::vector<std::string>* values) {
    values->resize(number());
    for (std::string& value : *values) value = text();
  }

  void positions(std::vector<Position>* all, size_t count) {
    all->reserve(count);
    int32_t line = 0;
    while (all->size() < count) {
      size_t words = number();
      Position p;
      p.line = line += static_cast<int32_t>(signed_number());
      p.end_line = p.line + static_cast<int32_t>(signed_number());
      p.column = static_cast<int32_t>(signed_number());
      p.end_column = static_cast<int32_t>(signed_number());
      all->insert(all->end(), words, p);
    }
  }

  Constant constant() {
    auto tag = static_cast<Tag>(*at_++);
    switch (tag) {
      case Tag::kNone:
        return {Constant::None{}};
      case Tag::kEllipsis:
        return {Constant::Ellipsis{}};
      case Tag::kBool:
        return {number() != 0};
      case Tag::kInteger:
        return {signed_number()};
      case Tag::kBigInteger: {
        std::string digits(raw());
        return {Constant::BigInteger{std::move(digits), static_cast<int>(signed_number())}};
      }
      case Tag::kFloat: {
        double value;
        memory(&value, 1);
        return {value};
      }
      case Tag::kComplex: {
        Constant::Complex value;
        memory(&value, 1);
        return {value};
      }
      case Tag::kText:
        return {Constant::Text{text()}};
      case Tag::kBytes:
        return {Constant::Bytes{std::string(raw())}};
      case Tag::kTuple: {
        Constant::Tuple tuple;
        constants(&tuple.items);
        return {std::move(tuple)};
      }
      case Tag::kFrozenSet: {
        Constant::FrozenSet set;
        constants(&set.items);
        return {std::move(set)};
      }
      case Tag::kCode:
        return {read()};
    }
    return {};
  }
  void constants(std::vector<Constant>* all) {
    size_t count = number();
    all->reserve(count);
    for (size_t i = 0; i < count; ++i) all->push_back(constant());
  }

  const char* at_;
  const std::string& filename_;
  std::vector<std::string_view> texts_;
};

}  // namespace

std::string write_code(const Code& code) {
  return Writer().finish(code);
}

std::shared_ptr<const Code> read_code(std::string_view bytes, const std::string& filename) {
  return Reader(bytes, filename).read();
}

}  // namespace gilded::compiler
