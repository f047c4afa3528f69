// The parser itself: recursive descent over the token array, one method per rule of the grammar.
//
// A text is parsed at most twice. The first pass is made for speed: it never backs up (a few bounded look-aheads at the
// tokens decide what Python's grammar decides by backing up) and stops at the first token that fits nowhere. Only a
// text that failed is parsed again, with `diagnosing_` on. Then extra checks run at fixed places of the grammar, which
// try out what the author may have meant; they raise a specific error or find nothing and leave no trace. Their methods
// are named check_*, live in diagnostics.cpp, and may back up at will: attempt() restores the position. Each check runs
// once per position (`checked_`), which keeps the second pass from taking exponential time.
//
// Two exceptions live inside this folder: ParseFailure ("no rule fits here") and RaisedError (a finished SyntaxError).
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/lexer/lexer.h"
#include "compiler/parser/literals.h"
#include "compiler/parser/parser.h"
#include "compiler/source.h"

namespace gilded::compiler {

struct ParseFailure {};

struct RaisedError {
  SyntaxError error;
};

// What an expression is called in messages: "function call", "literal", ...
std::string_view expression_name(const ast::ExpressionNode* expression);

class Parser {
 public:
  Parser(const Source& source, const TokenStream& stream, Arena& arena, std::vector<SyntaxWarning>* warnings)
      : source_(source), tokens_(stream.tokens.data()), stream_(stream), arena_(arena), warnings_(warnings) {}

  // Runs one or two passes. Throws RaisedError.
  ast::ModuleNode* parse_input(ParseMode mode);

  // How far the tokens have been looked at, and the error for a bracket that stays open.
  int furthest_line() const { return tokens_[furthest_].lineno; }
  bool saw_broken_token() const { return tokens_[furthest_].kind == TokenKind::ERRORTOKEN; }
  SyntaxError unclosed_error();

 private:
  using Expression = ast::ExpressionNode*;
  using Statement = ast::StatementNode*;
  using Pattern = ast::PatternNode*;

  enum class TargetKind { Star, For, Delete };
  enum class ParameterStyle { Function, Lambda };

  // ---- Tokens (parser.cpp) ----
  const Token& token() const { return tokens_[position_]; }
  const Token& token_at(size_t ahead) const {
    size_t index = position_ + ahead;
    return tokens_[index < stream_.tokens.size() ? index : stream_.tokens.size() - 1];
  }
  const Token& previous() const { return tokens_[position_ - 1]; }
  TokenKind kind() const { return tokens_[position_].kind; }
  TokenKind kind_at(size_t ahead) const { return token_at(ahead).kind; }
  bool at(TokenKind kind) const { return tokens_[position_].kind == kind; }
  std::string_view text(const Token& token) const {
    return std::string_view(source_.text()).substr(token.start, token.end - token.start);
  }
  bool at_word(std::string_view word) const { return at(TokenKind::NAME) && text(token()) == word; }
  void advance() {
    ++position_;
    if (position_ > furthest_) furthest_ = position_;
  }
  bool accept(TokenKind kind) {
    if (!at(kind)) return false;
    advance();
    return true;
  }
  void expect(TokenKind kind) {
    if (!accept(kind)) fail();
  }
  // The grammar allows nothing else here, and says so at once.
  void expect_forced(TokenKind kind);
  [[noreturn]] void fail() const { throw ParseFailure{}; }
  ast::Identifier identifier(const Token& token);
  ast::Identifier expect_name();

  // ---- Errors (parser.cpp) ----
  // Positions are bytes; -1 as end means that only the start is known.
  [[noreturn]] void raise_at(int lineno, int col_offset, int end_lineno, int end_col_offset, std::string message,
                             std::string type = "SyntaxError");
  [[noreturn]] void raise(const ast::Position& place, std::string message) {
    raise_at(place.lineno, place.col_offset, place.end_lineno, place.end_col_offset, std::move(message));
  }
  [[noreturn]] void raise(const Token& place, std::string message) {
    raise_at(place.lineno, place.col_offset, place.end_lineno, place.end_col_offset, std::move(message));
  }
  template <typename First, typename Last>
  [[noreturn]] void raise_range(const First& first, const Last& last, std::string message) {
    raise_at(first.lineno, first.col_offset, last.end_lineno, last.end_col_offset, std::move(message));
  }
  // From here into the last token that has been looked at.
  template <typename First>
  [[noreturn]] void raise_from(const First& first, std::string message) {
    const Token& last = tokens_[furthest_];
    raise_at(first.lineno, first.col_offset, last.end_lineno, last.end_col_offset - 1, std::move(message));
  }
  RaisedError make_error(int lineno, int col_offset, int end_lineno, int end_col_offset, std::string message,
                         std::string type) const;
  // At the last token that has been looked at.
  [[noreturn]] void raise_here(std::string message, std::string type = "SyntaxError");
  [[noreturn]] void raise_unclosed();
  [[noreturn]] void raise_generic(size_t failed_token);
  void warn(const Token& at, std::string message);
  bool ends_abruptly() const;
  bool is_missing_line_end(const Token& token) const;

  // ---- Making nodes ----
  // A node from `start` to the last token read; the layout tokens at the end of a block do not count.
  template <typename T, typename Start>
  T* make(const Start& start) {
    T* node = arena_.make<T>();
    const Token* last = &previous();
    while (last->kind >= TokenKind::NEWLINE && last->kind <= TokenKind::DEDENT && last != tokens_) --last;
    node->lineno = start.lineno;
    node->col_offset = start.col_offset;
    node->end_lineno = last->end_lineno;
    node->end_col_offset = last->end_col_offset;
    return node;
  }

  // Collects the items of a sequence on a shared stack and copies them to the arena at the end.
  template <typename T>
  class Collector {
   public:
    explicit Collector(Parser& parser) : stack_(parser.collected_), first_(stack_.size()) {}
    ~Collector() { stack_.resize(first_); }
    Collector(const Collector&) = delete;
    Collector& operator=(const Collector&) = delete;
    void add(T* item) { stack_.push_back(item); }
    size_t size() const { return stack_.size() - first_; }
    T* operator[](size_t index) const { return static_cast<T*>(stack_[first_ + index]); }
    std::span<T*> finish(Arena& arena) const {
      size_t count = size();
      if (count == 0) return {};
      T** items = static_cast<T**>(arena.allocate(sizeof(T*) * count, alignof(T*)));
      for (size_t i = 0; i < count; ++i) items[i] = (*this)[i];
      return {items, count};
    }

   private:
    std::vector<ast::Node*>& stack_;
    size_t first_;
  };

  // Counts how deep the rules are nested, so that no text can overflow the C++ stack.
  class DepthGuard {
   public:
    explicit DepthGuard(Parser& parser) : depth_(parser.depth_) {
      if (++depth_ > kDeepestNesting) {
        --depth_;  // the destructor will not run
        parser.raise_too_deep();
      }
    }
    ~DepthGuard() { --depth_; }
    DepthGuard(const DepthGuard&) = delete;
    DepthGuard& operator=(const DepthGuard&) = delete;

   private:
    int& depth_;
  };
  [[noreturn]] void raise_too_deep();

  // ---- Second pass helpers ----
  // Runs `rule`; on ParseFailure goes back to where it started and answers a default value.
  template <typename Rule>
  auto attempt(Rule rule) -> decltype(rule()) {
    size_t start = position_;
    int depth = depth_;
    try {
      return rule();
    } catch (ParseFailure&) {
      position_ = start;
      depth_ = depth;
      return {};
    }
  }
  // Steps over an operator and reads its right side. If that fits no rule, the second pass goes back to before the
  // operator and answers nullptr: what came before it may still be a part of something.
  template <typename Rule>
  Expression parse_after_operator(Rule rule) {
    if (!second_pass_) {
      advance();
      return rule();
    }
    return attempt([&] {
      advance();
      return rule();
    });
  }
  // Runs `rule` with the checks switched off.
  template <typename Rule>
  auto without_checks(Rule rule) -> decltype(rule()) {
    struct Restore {
      bool& flag;
      bool value;
      ~Restore() { flag = value; }
    } restore{diagnosing_, diagnosing_};
    diagnosing_ = false;
    return rule();
  }
  enum class Check : uint8_t {
    Expression,
    NamedExpression,
    Group,
    Comprehension,
    DictItems,
    CallArguments,
    KeywordArgument,
    Parameters,
    ReplacementField,
    Count
  };
  // True the first time it is asked at this position.
  bool first_time(Check check) {
    return checked_.insert(position_ * static_cast<size_t>(Check::Count) + static_cast<size_t>(check)).second;
  }

  // ---- Statements (statements.cpp) ----
  ast::ModuleNode* parse_whole(ParseMode mode);
  void parse_statement(Collector<ast::StatementNode>& body);
  void parse_simple_statements(Collector<ast::StatementNode>& body);
  Statement parse_simple_statement();
  Statement parse_expression_statement();
  Statement parse_annotated_assignment(const Token& start, Expression target);
  Statement parse_assignment_chain(const Token& start, Expression first);
  Statement parse_augmented_assignment(const Token& start, Expression target, ast::Operator op);
  Statement parse_diagnosed_assignment(bool* decided);
  Expression parse_assigned_value();
  Statement parse_return();
  Statement parse_raise();
  Statement parse_delete();
  Statement parse_assert();
  Statement parse_import();
  Statement parse_import_from();
  ast::Alias* parse_import_from_name();
  template <typename T>
  Statement parse_name_list();
  ast::Identifier parse_dotted_name();
  Statement parse_type_alias();
  ast::Statements parse_block();
  Statement parse_if(bool is_elif);
  Statement parse_while();
  Statement parse_for(bool is_async, const Token& start);
  Statement parse_with(bool is_async, const Token& start);
  std::vector<ast::WithItem*> parse_parenthesized_with_items();
  void measure_with_items();
  size_t matching_bracket(size_t open) const;
  ast::WithItem* parse_with_item();
  Statement parse_try();
  ast::ExceptHandler* parse_except(bool star);
  ast::Statements parse_else();
  Statement parse_async();
  Statement parse_decorated();
  Statement parse_function(bool is_async, const Token& start, ast::Expressions decorators);
  Statement parse_class(const Token& start, ast::Expressions decorators);
  ast::TypeParameters parse_type_parameters();
  ast::TypeParameterNode* parse_type_parameter();
  bool starts_match() const;
  Statement parse_match();
  Expression parse_subject();
  ast::MatchCase* parse_case();

  // ---- Patterns (patterns.cpp) ----
  Pattern parse_patterns();
  Pattern parse_star_or_pattern();
  Pattern parse_pattern();
  Pattern parse_or_pattern();
  Pattern parse_closed_pattern();
  Pattern parse_group_or_sequence_pattern();
  Pattern parse_mapping_pattern();
  Pattern parse_class_pattern(const Token& start, Expression cls);
  Expression parse_pattern_key();
  Expression parse_pattern_number();
  Expression parse_pattern_name(const Token& start);

  // ---- Expressions (expressions.cpp) ----
  Expression parse_star_expressions();
  Expression parse_star_expression();
  Expression parse_star_named_expression();
  Expression parse_expressions();
  Expression parse_yield_or_star_expressions();
  Expression parse_yield();
  Expression parse_named_expression();
  Expression parse_assignment_or_expression();
  Expression parse_expression();
  Expression parse_expression_unchecked();
  Expression parse_disjunction();
  Expression parse_plain_disjunction();
  Expression parse_conjunction();
  Expression parse_inversion();
  Expression parse_comparison();
  bool accept_comparison(ast::CompareOperator* op);
  Expression parse_binary(int lowest_precedence);
  Expression parse_bitwise_or() { return parse_binary(1); }
  Expression parse_factor();
  Expression parse_power();
  Expression parse_primary();
  enum class BareGenerator { Allowed, Refused };
  Expression parse_call(const Token& start, Expression function, BareGenerator bare_generator = BareGenerator::Allowed);
  void parse_arguments(Collector<ast::Node>& items, BareGenerator bare_generator);
  Expression parse_trailer(const Token& start, Expression value);
  Expression parse_slices();
  Expression parse_slice_or_starred();
  Expression parse_slice();
  Expression parse_atom();
  Expression parse_parenthesized();
  Expression parse_list_display();
  Expression parse_brace_display();
  Expression parse_number_atom();
  Expression parse_lambda();
  ast::Arguments* parse_parameters(ParameterStyle style, TokenKind end);
  ast::Arg* parse_parameter(ParameterStyle style, bool star_annotation);
  ast::Sequence<ast::Comprehension> parse_comprehension_clauses();
  bool starts_comprehension() {
    if (at(TokenKind::KEYWORD_ASYNC)) {
      furthest_ = std::max(furthest_, position_ + 1);
      return kind_at(1) == TokenKind::KEYWORD_FOR;
    }
    return at(TokenKind::KEYWORD_FOR);
  }
  bool starts_expression() const;
  template <typename T>
  Expression constant(const Token& start, T value);

  // ---- Targets (expressions.cpp) ----
  Expression parse_star_targets(TokenKind end);
  Expression parse_star_target();
  static bool is_augmented_assignment(TokenKind kind);
  bool is_target(const ast::ExpressionNode* expression, TargetKind kind) const;
  void set_context(ast::ExpressionNode* expression, ast::ExpressionContext context);

  // ---- Strings (strings.cpp) ----
  Expression parse_strings();
  ast::Constant* parse_plain_string();
  void parse_fstring(std::vector<ast::ExpressionNode*>& parts);
  void parse_replacement_field(std::vector<ast::ExpressionNode*>& parts, bool raw);
  Expression parse_format_spec(const Token& colon, bool raw);
  std::string decode_fstring_text(const Token& piece, bool raw);
  void warn_about_escapes(const Token& literal, const std::vector<EscapeWarning>& found);
  std::vector<ast::ExpressionNode*> merge_text_pieces(const std::vector<ast::ExpressionNode*>& parts);
  std::string debug_text(uint32_t start, uint32_t end) const;

  // ---- Checks of the second pass (diagnostics.cpp) ----
  void check_expression();
  void check_legacy_expression();
  void check_named_expression();
  void check_assignment();
  void check_annotation_target();
  void check_group();
  void check_not_operand();
  void check_star_operand();
  void check_comprehension_clause();
  void check_comprehension();
  void check_dict_items();
  void check_call_arguments();
  void check_keyword_argument();
  void check_starred_assignment(const Token& star, std::string_view what);
  void check_parameters(ParameterStyle style);
  void check_block_header(const Token& start, std::string_view what);
  void check_import_from_names();
  void check_import();
  void check_with(const Token& start);
  void check_except();
  void check_try_end();
  void check_mixed_except(bool star);
  void check_match();
  void check_replacement_field();
  void raise_invalid_target(TargetKind kind, const ast::ExpressionNode* expression);
  const ast::ExpressionNode* find_invalid_target(const ast::ExpressionNode* expression, TargetKind kind) const;
  bool is_legacy_statement_name(const ast::ExpressionNode* expression) const;

  static constexpr int kDeepestNesting = 2000;

  const Source& source_;
  const Token* tokens_;
  const TokenStream& stream_;
  Arena& arena_;
  std::vector<SyntaxWarning>* warnings_;
  size_t position_ = 0;
  size_t furthest_ = 0;
  size_t failed_token_ = 0;  // where the first pass gave up
  int depth_ = 0;
  bool diagnosing_ = false;
  std::vector<ast::Node*> collected_;
  std::unordered_set<size_t> checked_;
  // What each disjunction of the second pass came to: its node (nullptr: a failure) and where it ended. A disjunction
  // that was first read without checks is not checked later either.
  struct Remembered {
    ast::ExpressionNode* node;
    size_t end;
  };
  std::unordered_map<size_t, Remembered> disjunctions_;
  bool second_pass_ = false;
  bool adds_line_end_ = true;
  bool incomplete_ = false;  // the first pass failed at the end of the text
};

template <typename T>
ast::ExpressionNode* Parser::constant(const Token& start, T value) {
  auto* node = make<ast::Constant>(start);
  node->value = value;
  return node;
}

}  // namespace gilded::compiler
