#include "compiler/codegen/assembler.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cstring>

namespace gilded::compiler {

void Assembler::emit_cached(const ast::Position& at, Opcode opcode, int a, int b, ast::Identifier name) {
  if (!reachable_) return;
  uint32_t cache = static_cast<uint32_t>(code_.caches.size());
  code_.caches.push_back({text_constant(name)});
  emit_aux(at, opcode, a, b, 0, cache);
}

void Assembler::mark_passing_slice(int a) {
  if (!reachable_) return;
  uint32_t& word = code_.instructions.back();
  if (opcode_of(word) == Opcode::BUILD_SLICE && operand_a(word) == u(a))
    word = encode_abc(Opcode::BUILD_SLICE, u(a), operand_b(word), 1);
}

// ---- Jumps

void Assembler::reach(Label& label) {
  if (label.address >= 0) return;  // a loop's head, weakened already
  if (label.reached) {
    label.state.intersect(bound_);
  } else {
    label.reached = true;
    label.state = bound_;
  }
}

void Assembler::refer(Label& label, uint32_t jump) {
  if (label.address >= 0) {
    patch(jump, label.address);
    return;
  }
  fixups_.push_back({jump, label.fixups});
  label.fixups = static_cast<int32_t>(fixups_.size()) - 1;
}

void Assembler::patch(uint32_t jump, int32_t address) {
  uint32_t* words = &code_.instructions[jump];
  int64_t end = static_cast<int64_t>(jump) + info(opcode_of(*words)).length();
  if (!set_jump_distance(words, address - end)) throw JumpTooFar{};
}

void Assembler::jump(const ast::Position& at, Label& label, Opcode opcode) {
  if (!reachable_) return;
  reach(label);
  put(at, encode_x(opcode, 0));
  refer(label, here() - 1);
  reachable_ = false;
}

void Assembler::jump_if(const ast::Position& at, Opcode opcode, int a, Label& label) {
  if (!reachable_) return;
  reach(label);
  if (long_jumps_) {
    Opcode inverse = opcode == Opcode::JUMP_IF_TRUE    ? Opcode::JUMP_IF_FALSE
                     : opcode == Opcode::JUMP_IF_FALSE ? Opcode::JUMP_IF_TRUE
                     : opcode == Opcode::JUMP_IF_NONE  ? Opcode::JUMP_IF_NOT_NONE
                                                       : Opcode::JUMP_IF_NONE;
    put(at, encode_ad(inverse, u(a), 1));
    put(at, encode_x(Opcode::JUMP, 0));
    refer(label, here() - 1);
    return;
  }
  put(at, encode_ad(opcode, u(a), 0));
  refer(label, here() - 1);
}

void Assembler::jump_aux(const ast::Position& at, Opcode opcode, int a, int b, int c, Label& label) {
  if (!reachable_) return;
  reach(label);
  put(at, encode_abc(opcode, u(a), u(b), u(c)));
  put(at, 0);
  refer(label, here() - 2);
}

void Assembler::bind(Label& label) {
  assert(label.address < 0);
  label.address = static_cast<int32_t>(here());
  joined_ = true;
  if (label.reached) {
    if (reachable_) {
      bound_.intersect(label.state);
    } else {
      bound_ = label.state;
      reachable_ = true;
    }
  }
  for (int32_t at = label.fixups; at >= 0; at = fixups_[static_cast<size_t>(at)].next) {
    const Fixup& fixup = fixups_[static_cast<size_t>(at)];
    patch(fixup.jump, label.address);
  }
  label.fixups = -1;
}

// ---- Exception table

void Assembler::open_region(Label& handler, int exception_register, bool is_statement) {
  regions_.push_back({&handler, exception_register, is_statement, here(), bound_});
}

void Assembler::record(const Region& region, size_t depth) {
  if (region.start == here()) return;
  Label& handler = *region.handler;
  // An exception may come before anything in the region was assigned, and after anything in it was deleted.
  BoundSet state = region.state;
  state.remove_all(unbindable_);
  if (handler.reached) {
    handler.state.intersect(state);
  } else {
    handler.reached = true;
    handler.state = state;
  }
  entries_.push_back({region.start, here(), &handler, region.exception_register, region.is_statement, depth});
}

void Assembler::close_region() {
  record(regions_.back(), regions_.size());
  regions_.pop_back();
}

std::vector<Assembler::Region> Assembler::suspend_regions(size_t count) {
  std::vector<Region> suspended(regions_.begin() + static_cast<ptrdiff_t>(count), regions_.end());
  for (size_t i = regions_.size(); i > count; i--) {
    Region& region = suspended[i - 1 - count];
    record(region, i);
    if (region.start != here()) region.is_statement = false;  // only its first part starts the statement
  }
  regions_.resize(count);
  return suspended;
}

void Assembler::resume_regions(std::vector<Region> regions, size_t count) {
  assert(regions_.size() == count);
  (void)count;
  for (Region& region : regions) {
    region.start = here();
    regions_.push_back(region);
  }
}

// A jump to a jump goes where that one goes, unless that one is a line of its own, which tracers must see.
void Assembler::thread_jumps() {
  auto& words = code_.instructions;
  auto plain_target = [&](int64_t at, int32_t line) {
    for (int hops = 0; hops < 8 && at >= 0 && at < static_cast<int64_t>(words.size()); hops++) {
      uint32_t word = words[static_cast<size_t>(at)];
      int32_t here = code_.positions[static_cast<size_t>(at)].line;
      if (opcode_of(word) != Opcode::JUMP || (here != 0 && here != line)) break;
      at += 1 + operand_x(word);
    }
    return at;
  };
  for (size_t at = 0; at < words.size();) {
    uint32_t word = words[at];
    const OpcodeInfo& about = info(opcode_of(word));
    int64_t end = static_cast<int64_t>(at) + about.length();
    int32_t line = code_.positions[at].line;
    // Backwards it would have to poll; one without room for the distance stays.
    if (auto distance = jump_distance(&words[at]); distance && *distance >= 0) {
      int64_t threaded = plain_target(end + *distance, line) - end;
      if (threaded >= 0) (void)set_jump_distance(&words[at], threaded);
    }
    at += static_cast<size_t>(about.length());
  }
}

// The end of a function that several ways lead to returns None on the line that ran last: each line has an exit of its
// own, so that the line of every instruction is known without a look at what ran before. The exit in place belongs to
// the instruction before it, or to the first jump if nothing falls into it.
void Assembler::split_exits() {
  auto& words = code_.instructions;
  auto& positions = code_.positions;
  constexpr size_t kLength = 2;  // LOAD_CONST and RETURN
  constexpr size_t kMostExits = 64;
  if (words.size() <= kLength) return;
  const size_t exit = words.size() - kLength;
  if (opcode_of(words[exit]) != Opcode::LOAD_CONST || opcode_of(words[exit + 1]) != Opcode::RETURN ||
      positions[exit].line != 0)
    return;

  std::vector<size_t> jumps;    // to the exit
  bool has_other_ways = false;  // that keep the exit without a line
  size_t last = 0;
  for (size_t at = 0; at < exit;) {
    size_t end = at + static_cast<size_t>(info(opcode_of(words[at])).length());
    if (auto distance = jump_distance(&words[at]);
        distance && static_cast<int64_t>(end) + *distance == static_cast<int64_t>(exit)) {
      if (positions[at].line != 0 && opcode_of(words[at]) != Opcode::SEND)
        jumps.push_back(at);
      else
        has_other_ways = true;
    }
    last = at;
    at = end;
  }

  std::vector<std::pair<int32_t, size_t>> exits;  // by line: where they are
  auto take_exit_in_place = [&](size_t user) {
    for (size_t i = exit; i < exit + kLength; ++i) positions[i] = positions[user];
    exits.emplace_back(positions[user].line, exit);
  };
  if (!has_other_ways) {
    if (falls_through(opcode_of(words[last])))
      take_exit_in_place(last);
    else if (!jumps.empty())
      take_exit_in_place(jumps.front());
  }
  for (size_t at : jumps) {
    const Position position = positions[at];
    auto known = std::find_if(exits.begin(), exits.end(), [&](const auto& one) { return one.first == position.line; });
    size_t place = known != exits.end() ? known->second : words.size();
    size_t end = at + static_cast<size_t>(info(opcode_of(words[at])).length());
    if ((known == exits.end() && exits.size() >= kMostExits) ||
        !set_jump_distance(&words[at], static_cast<int64_t>(place) - static_cast<int64_t>(end))) {
      for (size_t i = exit; i < exit + kLength; ++i) positions[i] = {};
      return;
    }
    if (known != exits.end()) continue;
    for (size_t i = exit; i < exit + kLength; ++i) {
      words.push_back(uint32_t{words[i]});
      positions.push_back(position);
    }
    exits.emplace_back(position.line, place);
  }
}

void Assembler::finish() {
  thread_jumps();
  split_exits();
  std::sort(entries_.begin(), entries_.end(), [](const Entry& left, const Entry& right) {
    return left.depth != right.depth ? left.depth > right.depth : left.start < right.start;
  });
  code_.exceptions.reserve(entries_.size());
  for (const Entry& entry : entries_) {
    code_.exceptions.push_back({entry.start, entry.end, static_cast<uint32_t>(entry.handler->address),
                                static_cast<uint16_t>(entry.exception_register), entry.is_statement});
  }
}

// ---- Constants

namespace {

// A text that two constants share only if Python could not tell them apart.
void append_key(const Constant& constant, std::string& key) {
  key += static_cast<char>('a' + constant.value.index());
  std::visit(
      [&key](const auto& value) {
        using T = std::decay_t<decltype(value)>;
        auto append_double = [&key](double number) {
          char bytes[sizeof number];
          std::memcpy(bytes, &number, sizeof number);
          key.append(bytes, sizeof number);
        };
        auto append_text = [&key](const std::string& text) { key += fmt::format("{}:", text.size()) + text; };
        if constexpr (std::is_same_v<T, bool>) {
          key += value ? '1' : '0';
        } else if constexpr (std::is_same_v<T, int64_t>) {
          key += fmt::format("{};", value);
        } else if constexpr (std::is_same_v<T, Constant::BigInteger>) {
          key += fmt::format("{},", value.base);
          append_text(value.text);
        } else if constexpr (std::is_same_v<T, double>) {
          append_double(value);
        } else if constexpr (std::is_same_v<T, Constant::Complex>) {
          append_double(value.real);
          append_double(value.imaginary);
        } else if constexpr (std::is_same_v<T, Constant::Text>) {
          append_text(value.utf8);
        } else if constexpr (std::is_same_v<T, Constant::Bytes>) {
          append_text(value.bytes);
        } else if constexpr (std::is_same_v<T, Constant::Tuple> || std::is_same_v<T, Constant::FrozenSet>) {
          key += fmt::format("{}(", value.items.size());
          for (const Constant& item : value.items) append_key(item, key);
        } else if constexpr (std::is_same_v<T, std::shared_ptr<const Code>>) {
          key += fmt::format("{}", static_cast<const void*>(value.get()));
        }
      },
      constant.value);
}

}  // namespace

uint32_t Assembler::text_constant(std::string_view text) {
  if (text.empty()) {
    if (empty_text_ < 0) empty_text_ = add_constant({Constant::Text{}});
    return static_cast<uint32_t>(empty_text_);
  }
  auto [found, is_new] = texts_.try_emplace(arena_.intern(text).data(), 0);
  if (is_new) found->second = add_constant({Constant::Text{std::string(text)}});
  return found->second;
}

uint32_t Assembler::integer_constant(int64_t value) {
  auto [found, is_new] = integers_.try_emplace(value, 0);
  if (is_new) found->second = add_constant({value});
  return found->second;
}

uint32_t Assembler::none_constant() {
  if (none_ < 0) none_ = add_constant({Constant::None{}});
  return static_cast<uint32_t>(none_);
}

uint32_t Assembler::code_constant(std::shared_ptr<const Code> code) {
  return add_constant({std::move(code)});
}

uint32_t Assembler::constant(Constant value) {
  if (std::holds_alternative<Constant::None>(value.value)) return none_constant();
  if (auto* integer = std::get_if<int64_t>(&value.value)) return integer_constant(*integer);
  if (auto* text = std::get_if<Constant::Text>(&value.value)) return text_constant(text->utf8);
  std::string key;
  append_key(value, key);
  auto [found, is_new] = others_.try_emplace(std::move(key), 0);
  if (is_new) found->second = add_constant(std::move(value));
  return found->second;
}

}  // namespace gilded::compiler
