#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "compiler/code/disassembler.h"
#include "compiler/codegen/generator.h"

namespace gilded::compiler {

using namespace ast;

// One attempt at a pattern: where to go when it does not match, and what it has captured so far. Names are bound only
// when the whole pattern has matched, so captured values wait in registers.
struct Generator::PatternContext {
  Label* mismatch;
  std::vector<std::pair<Identifier, Register>> captures;
  bool allow_irrefutable = false;  // the last alternative, or a guarded case
};

namespace {

bool is_wildcard(const PatternNode* node) {
  return is<MatchAs>(node) && as<MatchAs>(node)->name.empty() && as<MatchAs>(node)->pattern == nullptr;
}

bool is_star_wildcard(const PatternNode* node) {
  return is<MatchStar>(node) && as<MatchStar>(node)->name.empty();
}

}  // namespace

void Generator::match(const Match* node) {
  RegisterScope registers(*this);
  Register subject = allocate();
  into(node->subject, subject);
  Label end;
  for (size_t i = 0; i < node->cases.size(); i++) {
    MatchCase* match_case = node->cases[i];
    RegisterScope case_registers(*this);
    Label next;
    PatternContext context{&next, {}, match_case->guard != nullptr || i + 1 == node->cases.size()};
    // A case that looks at nothing has a line all the same, for tracers.
    if (is_wildcard(match_case->pattern)) code().emit(*match_case->pattern, Opcode::NOP);
    pattern(match_case->pattern, subject, context);
    for (auto& [name, value] : context.captures) store_name(*match_case->pattern, name, value);
    unit_->top = subject + 1;
    if (match_case->guard != nullptr) branch(match_case->guard, next, false);
    statements(match_case->body);
    code().jump(no_position_, end);
    code().bind(next);
  }
  code().bind(end);
}

void Generator::capture(const ast::Position& at, Identifier name, Register value, PatternContext& context) {
  for (auto& [other, place] : context.captures) {
    if (other.data() == name.data()) fail(at, fmt::format("multiple assignments to name '{}' in pattern", name));
  }
  context.captures.emplace_back(name, value);
}

void Generator::pattern(const PatternNode* node, Register subject, PatternContext& context) {
  guard_.check(source_);
  ast::Position at = *node;
  bool irrefutable = context.allow_irrefutable;
  switch (node->kind) {
    case NodeKind::MatchValue: {
      if (is<JoinedStr>(as<MatchValue>(node)->value))
        fail(at, "patterns may only match literals and attribute lookups");
      const ExpressionNode* value = as<MatchValue>(node)->value;
      if (auto small = small_operand(value))
        code().jump_aux(at, Opcode::JUMP_EQUAL_INT, 0, subject, *small, *context.mismatch);
      else
        code().jump_aux(at, Opcode::JUMP_EQUAL, 0, subject, operand(value), *context.mismatch);
      break;
    }
    case NodeKind::MatchSingleton: {
      auto constant = constant_of(as<MatchSingleton>(node)->value);
      if (std::holds_alternative<Value::None>(constant.value)) {
        code().jump_if(at, Opcode::JUMP_IF_NOT_NONE, subject, *context.mismatch);
        break;
      }
      Register value = allocate();
      load_constant(at, value, std::move(constant));
      code().emit_aux(at, Opcode::IS, value, subject, value, 0);
      code().jump_if(at, Opcode::JUMP_IF_FALSE, value, *context.mismatch);
      break;
    }
    case NodeKind::MatchSequence:
      sequence_pattern(as<MatchSequence>(node), subject, context);
      break;
    case NodeKind::MatchMapping:
      mapping_pattern(as<MatchMapping>(node), subject, context);
      break;
    case NodeKind::MatchClass:
      class_pattern(as<MatchClass>(node), subject, context);
      break;
    case NodeKind::MatchStar:
      break;  // its sequence takes care of it
    case NodeKind::MatchAs: {
      auto* capture_node = as<MatchAs>(node);
      if (capture_node->pattern == nullptr) {
        if (!irrefutable) {
          fail(at, capture_node->name.empty()
                       ? "wildcard makes remaining patterns unreachable"
                       : fmt::format("name capture '{}' makes remaining patterns unreachable", capture_node->name));
        }
        if (!capture_node->name.empty()) capture(at, capture_node->name, subject, context);
        break;
      }
      pattern(capture_node->pattern, subject, context);
      capture(at, capture_node->name, subject, context);
      break;
    }
    case NodeKind::MatchOr:
      or_pattern(as<MatchOr>(node), subject, context);
      break;
    default:
      break;
  }
  context.allow_irrefutable = irrefutable;
}

void Generator::sequence_pattern(const MatchSequence* node, Register subject, PatternContext& context) {
  ast::Position at = *node;
  Patterns patterns = node->patterns;
  size_t star = patterns.size();
  bool only_wildcards = true;
  for (size_t i = 0; i < patterns.size(); i++) {
    if (is<MatchStar>(patterns[i])) {
      if (star != patterns.size()) fail(at, "multiple starred names in sequence pattern");
      star = i;
    }
    only_wildcards = only_wildcards && (is_wildcard(patterns[i]) || is_star_wildcard(patterns[i]));
  }
  bool starred = star != patterns.size();
  Register test = allocate();
  code().emit(at, Opcode::MATCH_SEQUENCE, test, subject);
  code().jump_if(at, Opcode::JUMP_IF_FALSE, test, *context.mismatch);
  Register length = test;
  size_t minimum = starred ? patterns.size() - 1 : patterns.size();
  if (!starred || minimum > 0) {
    code().emit(at, Opcode::GET_LENGTH, length, subject);
    Register size = allocate();
    load_constant(at, size, {static_cast<int64_t>(minimum)});
    code().jump_aux(at, starred ? Opcode::JUMP_GREATER_EQUAL : Opcode::JUMP_EQUAL, 0, length, size, *context.mismatch);
  }
  context.allow_irrefutable = true;
  if (only_wildcards) return;
  if (starred && is_star_wildcard(patterns[star])) {
    // The items around *_ are fetched one by one; nothing else is looked at.
    for (size_t i = 0; i < patterns.size(); i++) {
      if (is_wildcard(patterns[i]) || i == star) continue;
      Register item = allocate();
      load_constant(at, item, {i < star ? static_cast<int64_t>(i) : static_cast<int64_t>(patterns.size() - i)});
      if (i > star) code().emit(at, Opcode::SUBTRACT, item, length, item);
      code().emit(at, Opcode::GET_ITEM, item, subject, item);
      pattern(patterns[i], item, context);
    }
    return;
  }
  if (patterns.size() > 150) fail(at, "too many patterns in a sequence pattern");
  unit_->top = test;  // the length is known to be right: deep patterns need the room
  Register first = allocate(static_cast<int>(patterns.size()));
  if (starred) {
    code().emit_aux(at, Opcode::UNPACK_EX, first, subject, static_cast<int>(star),
                    static_cast<uint32_t>(patterns.size() - star - 1));
  } else {
    code().emit(at, Opcode::UNPACK_SEQUENCE, first, subject, static_cast<int>(patterns.size()));
  }
  for (size_t i = 0; i < patterns.size(); i++) {
    Register item = first + static_cast<Register>(i);
    if (i == star) {
      if (!as<MatchStar>(patterns[i])->name.empty())
        capture(*patterns[i], as<MatchStar>(patterns[i])->name, item, context);
    } else {
      pattern(patterns[i], item, context);
    }
  }
}

void Generator::mapping_pattern(const MatchMapping* node, Register subject, PatternContext& context) {
  ast::Position at = *node;
  size_t count = node->keys.size();
  // Equal keys look alike in here: numbers of all types that are equal are.
  auto equality_key = [](const Value& constant) {
    if (auto* truth = std::get_if<bool>(&constant.value)) return constant_text({int64_t{*truth}});
    const double* number = std::get_if<double>(&constant.value);
    if (auto* complex = std::get_if<Value::Complex>(&constant.value); complex != nullptr && complex->imaginary == 0) {
      number = &complex->real;
    }
    if (number != nullptr && std::trunc(*number) == *number && std::fabs(*number) < 1e15) {
      return constant_text({static_cast<int64_t>(*number)});
    }
    return constant_text(constant);
  };
  std::set<std::string> seen;
  for (ExpressionNode* key : node->keys) {
    if (is<JoinedStr>(key)) fail(at, "mapping pattern keys may only match literals and attribute lookups");
    auto constant = fold(key);
    if (!constant) continue;
    if (!seen.insert(equality_key(*constant)).second) {
      fail(at, fmt::format("mapping pattern checks duplicate key ({})", constant_text(*constant)));
    }
  }
  Register test = allocate();
  code().emit(at, Opcode::MATCH_MAPPING, test, subject);
  code().jump_if(at, Opcode::JUMP_IF_FALSE, test, *context.mismatch);
  context.allow_irrefutable = true;
  if (count == 0 && node->rest.empty()) return;
  if (count > 60) fail(at, "too many keys in a mapping pattern");
  Register keys = test;
  if (count > 0) {
    Register size = allocate();
    code().emit(at, Opcode::GET_LENGTH, test, subject);
    load_constant(at, size, {static_cast<int64_t>(count)});
    code().jump_aux(at, Opcode::JUMP_GREATER_EQUAL, 0, test, size, *context.mismatch);
    {
      RegisterScope registers(*this);
      Register first = unit_->top;
      for (ExpressionNode* key : node->keys) into(key, allocate());
      code().emit(at, Opcode::BUILD_TUPLE, keys, first, static_cast<int>(count));
    }
    Register values = size;
    code().emit(at, Opcode::MATCH_KEYS, values, subject, keys);
    code().jump_if(at, Opcode::JUMP_IF_NONE, values, *context.mismatch);
    if (node->rest.empty()) {
      // Deep patterns need the room.
      move(at, test, values);
      values = test;
      unit_->top = test + 1;
    }
    Register first = allocate(static_cast<int>(count));
    code().emit(at, Opcode::UNPACK_SEQUENCE, first, values, static_cast<int>(count));
    for (size_t i = 0; i < count; i++) pattern(node->patterns[i], first + static_cast<Register>(i), context);
  }
  if (node->rest.empty()) return;
  Register rest = allocate();
  code().emit(at, Opcode::BUILD_MAP, rest, rest, 0);
  code().emit(at, Opcode::DICT_UPDATE, rest, subject);
  if (count > 0) {
    RegisterScope registers(*this);
    Register first = allocate(static_cast<int>(count));
    code().emit(at, Opcode::UNPACK_SEQUENCE, first, keys, static_cast<int>(count));
    for (size_t i = 0; i < count; i++) code().emit(at, Opcode::DELETE_ITEM, 0, rest, first + static_cast<Register>(i));
  }
  capture(at, node->rest, rest, context);
}

void Generator::class_pattern(const MatchClass* node, Register subject, PatternContext& context) {
  ast::Position at = *node;
  size_t positional = node->patterns.size(), named = node->kwd_attrs.size();
  Value::Tuple names;
  for (size_t i = 0; i < named; i++) {
    for (size_t j = 0; j < i; j++) {
      if (node->kwd_attrs[i].data() == node->kwd_attrs[j].data()) {
        fail(*node->kwd_patterns[i], fmt::format("attribute name repeated in class pattern: {}", node->kwd_attrs[i]));
      }
    }
    names.items.push_back({Value::Text{std::string(node->kwd_attrs[i])}});
  }
  if (positional + named > 100) fail(at, "too many sub-patterns in class pattern");
  Register type = allocate(2);
  into(node->cls, type);
  load_constant(at, type + 1, {std::move(names)});
  code().emit_aux(at, Opcode::MATCH_CLASS, type, subject, type, static_cast<uint32_t>(positional));
  code().jump_if(at, Opcode::JUMP_IF_NONE, type, *context.mismatch);
  size_t count = positional + named;
  context.allow_irrefutable = true;
  if (count == 0) return;
  unit_->top = type + 1;
  Register first = allocate(static_cast<int>(count));
  code().emit(at, Opcode::UNPACK_SEQUENCE, first, type, static_cast<int>(count));
  for (size_t i = 0; i < count; i++) {
    pattern(i < positional ? node->patterns[i] : node->kwd_patterns[i - positional], first + static_cast<Register>(i),
            context);
  }
}

void Generator::or_pattern(const MatchOr* node, Register subject, PatternContext& context) {
  Label matched;
  std::vector<std::pair<Identifier, Register>> agreed;  // where each captured name's value ends up
  for (size_t i = 0; i < node->patterns.size(); i++) {
    bool last = i + 1 == node->patterns.size();
    Label next;
    PatternContext alternative{last ? context.mismatch : &next, {}, last && context.allow_irrefutable};
    pattern(node->patterns[i], subject, alternative);
    if (i == 0) {
      // Copies: the values of the others must go to the same places.
      for (auto& [name, value] : alternative.captures) {
        Register place = allocate();
        move(*node->patterns[i], place, value);
        agreed.emplace_back(name, place);
      }
    } else {
      if (agreed.size() != alternative.captures.size()) fail(*node, "alternative patterns bind different names");
      for (auto& [name, value] : alternative.captures) {
        auto same = std::find_if(agreed.begin(), agreed.end(),
                                 [&, key = name](const auto& entry) { return entry.first.data() == key.data(); });
        if (same == agreed.end()) fail(*node, "alternative patterns bind different names");
        move(*node->patterns[i], same->second, value);
      }
    }
    if (!last) {
      code().jump(no_position_, matched);
      code().bind(next);
    }
  }
  code().bind(matched);
  for (auto& [name, place] : agreed) capture(*node, name, place, context);
}

}  // namespace gilded::compiler
