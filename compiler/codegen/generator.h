// The code generator: one walk over the tree that emits register code for every scope.
//
// Registers are handed out as a stack. Every operand() may allocate one; a RegisterScope gives back what its block
// allocated. Local variables are used in place, without a copy, unless a later operand of the same expression could
// rebind them, which only := can.
//
// Thread safety: none; one Generator belongs to one compilation.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/codegen/assembler.h"
#include "compiler/failure.h"
#include "compiler/scope/scope.h"

namespace gilded::compiler {

// A register number.
using Register = int;
// A constant of the Code; ast::Constant is its node in the tree.
using Value = Constant;

struct GeneratorOptions {
  int optimize = 0;  // 1: no asserts, __debug__ is False; 2: also no docstrings
  bool future_annotations = false;
  bool interactive = false;                        // values of expression statements are printed
  std::shared_ptr<const std::string> kept_source;  // for every Code
};

// Whether an operator has instructions whose right operand is a small constant.
constexpr bool takes_small_operand(ast::Operator op) {
  return op == ast::Operator::Add || op == ast::Operator::Sub;
}

class Generator {
 public:
  // Warnings are appended to `warnings`, unless that is nullptr.
  Generator(const SymbolTables& tables, const Source& source, Arena& arena, const GeneratorOptions& options,
            std::vector<SyntaxWarning>* warnings);

  // Throws CompileFailure.
  std::shared_ptr<const Code> run(const ast::ModuleNode* tree);

 private:
  enum class BlockKind : uint8_t {
    kLoop,
    kTry,           // protected by handlers: nothing to do on leaving
    kFinally,       // protected by a finally clause: its body runs on leaving
    kHandling,      // an exception is being handled: the previous one comes back on leaving
    kNamedHandler,  // kHandling, and the name of the except clause is unbound on leaving
    kGroupHandler,  // inside except*: must not be left
    kWith,          // __exit__ is called on leaving
    kAsyncWith,
  };
  // What encloses the statement being compiled, as far as break, continue and return must care.
  struct Block {
    BlockKind kind;
    Label* continue_label = nullptr;
    Label* break_label = nullptr;
    Register saved = 0;          // previous exception, or first register of __exit__
    ast::Identifier name;        // of kNamedHandler
    ast::Statements final_body;  // of kFinally
    const ast::Node* node = nullptr;
    size_t regions = 0;  // exception regions open outside of the block
  };

  // One frame being compiled.
  struct Unit {
    Unit* parent = nullptr;
    Scope* frame = nullptr;  // whose frame it is
    Scope* scope = nullptr;  // the current scope: frame, or a comprehension inlined into it
    std::shared_ptr<Code> code;
    std::unique_ptr<Assembler> assembler;
    std::vector<Block> blocks;
    Register first_temporary = 0;
    Register top = 0;  // first free register
    bool is_async_generator = false;
    std::vector<ast::Identifier> static_attributes;  // of a class: names that its methods assign to self
    Register expression_base =
        0;                // registers below hold what handlers and loops need; those above belong to the expression
    bool hoists = false;  // inside a loop whose constants were looked for
    std::vector<std::pair<uint32_t, Register>> hoisted;  // constants of that loop and the registers that hold them
    Register far_top = 256;                              // first free far register
  };

  // Gives the registers allocated during its life back.
  class RegisterScope {
   public:
    explicit RegisterScope(Generator& generator) : generator_(generator), top_(generator.unit_->top) {}
    ~RegisterScope() { generator_.unit_->top = top_; }
    RegisterScope(const RegisterScope&) = delete;
    RegisterScope& operator=(const RegisterScope&) = delete;

   private:
    Generator& generator_;
    Register top_;
  };

  // What is allocated so far must stay in place while expressions are evaluated.
  class ExpressionBase {
   public:
    explicit ExpressionBase(Generator& generator) : generator_(generator), base_(generator.unit_->expression_base) {
      generator_.unit_->expression_base = generator_.unit_->top;
    }
    ~ExpressionBase() { generator_.unit_->expression_base = base_; }
    ExpressionBase(const ExpressionBase&) = delete;
    ExpressionBase& operator=(const ExpressionBase&) = delete;

   private:
    Generator& generator_;
    Register base_;
  };

  // What a name means where it is used.
  struct Variable {
    enum class Kind : uint8_t { kRegister, kCell, kClassCell, kClassNamespace, kName, kGlobal } kind;
    Register place = -1;  // of kRegister, kCell, kClassCell (a cell, but the class namespace comes first)
    Symbol* symbol = nullptr;
    ast::Identifier name;
    bool fallback_is_cell = false;  // of kClassNamespace: what the name means if the class does not have it
  };

  Assembler& code() { return *unit_->assembler; }
  [[noreturn]] void fail(const ast::Position& position, std::string message) {
    fail_at(source_, position, std::move(message));
  }

  // ---- Registers (names.cpp)
  Register allocate(int count = 1);
  // Instructions reach registers below kNearRegisters. Of a frame with more variables the first kNearVariables stay
  // where the virtual machine expects them; those whose places the temporaries take move beyond the others.
  static constexpr Register kNearRegisters = Code::kNearRegisters;
  static constexpr Register kNearVariables = Code::kNearVariables;
  Register located(size_t number) const;
  // At each place where a generator is suspended: registers from `top` on hold nothing then.
  void note_suspension();
  // The register itself, or a copy of it in a new temporary where it is far.
  Register near(const ast::Position& at, Register place);
  // As into(), with all registers of the current expression put away meanwhile.
  void into_spilled(const ast::ExpressionNode* node, Register target);
  bool is_temporary(Register place) const { return place >= unit_->first_temporary; }
  bool is_top(Register place) const { return place == unit_->top - 1 && is_temporary(place); }
  // `target` if it is the topmost temporary, which may be used as scratch; else a new one.
  Register scratch_at(Register target) { return is_top(target) ? target : allocate(); }
  void move(const ast::Position& at, Register target, Register source);
  void load_constant(const ast::Position& at, Register target, Constant value);
  void load_constant_index(const ast::Position& at, Register target, uint32_t index);
  void load_none(const ast::Position& at, Register target) { load_constant_index(at, target, code().none_constant()); }
  void load_text(const ast::Position& at, Register target, std::string_view text) {
    load_constant_index(at, target, code().text_constant(text));
  }

  // ---- Names (names.cpp)
  ast::Identifier mangled(ast::Identifier name) { return mangle(unit_->scope->private_name, name, arena_); }
  Variable find_variable(ast::Identifier name);
  Register free_cell(ast::Identifier name);  // the register of the cell of an enclosing frame's variable
  Register cell_for_closure(ast::Identifier name);
  void load_name(const ast::Position& at, ast::Identifier name, Register target);
  void store_name(const ast::Position& at, ast::Identifier name, Register value);
  void delete_name(const ast::Position& at, ast::Identifier name);
  // The register of a local variable that certainly holds a value (after a check, if need be), else -1.
  Register local_in_place(const ast::Position& at, ast::Identifier name);
  // The register of a local variable that a result can be written to directly, else -1.
  Register local_target(ast::Identifier name);
  void check_bound(const ast::Position& at, const Variable& variable);
  uint32_t name_operand(ast::Identifier name);  // for 16-bit name operands

  // ---- Units and functions (functions.cpp)
  std::shared_ptr<const Code> generate(Scope* scope, const ast::Node* node, const ast::Position& first,
                                       void (Generator::*body)(const ast::Node*), const ast::Arguments* arguments);
  void lay_out_registers(Scope* scope, const ast::Arguments* arguments);
  std::string qualified_name_for(Scope* scope);
  void begin_unit(const ast::Position& at);
  void finish_unit();
  ast::Position end_position(const ast::Node& statement) const;
  void module_body(const ast::Node* node);
  void function_body(const ast::Node* node);
  void lambda_body(const ast::Node* node);
  void class_body(const ast::Node* node);
  void generator_expression_body(const ast::Node* node);
  void type_parameters_body(const ast::Node* node);
  void type_expression_body(const ast::Node* node);
  void make_closure(const ast::Position& at, std::shared_ptr<const Code> made, Register window, uint32_t flags);
  uint32_t defaults(const ast::Position& at, const ast::Arguments* arguments, Register positional, Register named);
  uint32_t annotations(const ast::Position& at, const ast::FunctionFields* node, Register window);
  void annotation_value(const ast::ExpressionNode* node, Register target);
  void function_definition(const ast::FunctionFields* node, bool is_async);
  void function_object(const ast::FunctionFields* node, Register target);
  void class_definition(const ast::ClassDef* node);
  void class_object(const ast::ClassDef* node, Register target);
  void class_call(const ast::ClassDef* node, Register target, ast::Identifier generic_base);
  void call_type_parameters(const ast::Node* node, ast::TypeParameters list, const ast::Arguments* arguments,
                            Register target);
  void finish_function_object(const ast::FunctionFields* node, Register target, bool generic);
  // `value` is a field of the tree, whose place is the key of its scope.
  void evaluator(ast::ExpressionNode* const& value, Register target);
  // Evaluates the decorators, lets `make` put the object after them, applies them and stores the result.
  template <typename Make>
  void decorated(const ast::StatementNode* node, ast::Identifier name, ast::Expressions decorators, const Make& make);
  void type_alias(const ast::TypeAlias* node);
  void type_parameters(ast::TypeParameters list, Register target);
  void collect_static_attribute(const ast::Attribute* node);

  // ---- Statements (statements.cpp)
  void statements(ast::Statements body);
  static const ast::Constant* docstring(ast::Statements body);
  static std::string clean_docstring(std::string_view text);
  ast::Statements without_docstring(ast::Statements body);
  void statement(const ast::StatementNode* node);
  void expression_statement(const ast::Expr* node);
  void assign(const ast::Assign* node);
  void augmented_assign(const ast::AugAssign* node);
  void annotated_assign(const ast::AnnAssign* node);
  void delete_target(const ast::ExpressionNode* target);
  void store(const ast::ExpressionNode* target, Register value);
  void unpack(const ast::Position& at, ast::Expressions targets, Register value);
  Register consecutive_locals(ast::Expressions targets);
  bool assign_pairwise(ast::Expressions targets, ast::Expressions values);
  void return_statement(const ast::Return* node);
  void if_statement(const ast::If* node);
  void while_loop(const ast::While* node);
  void for_loop(const ast::For* node);
  void async_for_loop(const ast::AsyncFor* node);
  void loop_exit(const ast::StatementNode* node, bool is_continue);
  void import(const ast::Import* node);
  void import_from(const ast::ImportFrom* node);
  void assert_statement(const ast::Assert* node);
  void raise(const ast::Raise* node);
  void push_block(const ast::Node* node, Block block);
  void pop_block() { unit_->blocks.pop_back(); }
  // Leaves all blocks but the outer `count`, runs `leave` there, and puts everything back.
  template <typename Leave>
  void unwinding(size_t count, const Leave& leave);
  void leave_block(const Block& block);
  bool leaving_runs_code(size_t count) const;

  // ---- Constants of loops (hoisting.cpp)
  // Answers whether end_hoisting() must be called after the loop.
  bool hoist_constants(const ast::StatementNode* loop);
  void end_hoisting();
  // The register that holds this literal throughout the current loop, else -1.
  Register hoisted(const ast::ExpressionNode* node);

  // ---- Exceptions (exceptions.cpp)
  void try_statement(const ast::Try* node);
  void try_except(const ast::TryFields* node);
  void try_finally(const ast::TryFields* node, bool is_star);
  void try_star(const ast::TryStar* node);
  void try_except_star(const ast::TryFields* node);
  void with(const ast::WithFields* node, size_t index, bool is_async);
  void call_exit_with_none(const ast::Position& at, Register window, bool is_async);
  void unbind_handler_name(const ast::Position& at, ast::Identifier name);

  // ---- Pattern matching (patterns.cpp)
  struct PatternContext;
  void match(const ast::Match* node);
  void pattern(const ast::PatternNode* node, Register subject, PatternContext& context);
  void sequence_pattern(const ast::MatchSequence* node, Register subject, PatternContext& context);
  void mapping_pattern(const ast::MatchMapping* node, Register subject, PatternContext& context);
  void class_pattern(const ast::MatchClass* node, Register subject, PatternContext& context);
  void or_pattern(const ast::MatchOr* node, Register subject, PatternContext& context);
  void capture(const ast::Position& at, ast::Identifier name, Register value, PatternContext& context);

  // ---- Expressions (expressions.cpp)
  // The value in some register: a local variable's own, or a temporary (`hint` itself if that is a temporary).
  Register operand(const ast::ExpressionNode* node, Register hint = -1);
  // The value in `target`. A target that is a variable changes only as the last effect.
  void into(const ast::ExpressionNode* node, Register target);
  void discard(const ast::ExpressionNode* node);
  void branch(const ast::ExpressionNode* node, Label& label, bool jump_if);
  void branch_compare(const ast::Compare* node, Label& label, bool jump_if);
  void binary(const ast::BinOp* node, Register target);
  bool percent_format(const ast::BinOp* node, Register target);
  void unary(const ast::UnaryOp* node, Register target);
  void bool_operation(const ast::BoolOp* node, Register target);
  void compare(const ast::Compare* node, Register target);
  void compare_step(const ast::Position& at, ast::CompareOperator op, Register target, Register left, Register right);
  Register compare_operand(const ast::ExpressionNode* node, ast::CompareOperator op, Register hint);
  void named(const ast::NamedExpr* node, Register target);
  void sequence(const ast::ExpressionNode* node, ast::Expressions elements, Opcode build, Register target);
  void dictionary(const ast::Dict* node, Register target);
  void subscript(const ast::Subscript* node, Register target);
  void slice(const ast::Slice* node, Register target);
  void joined_string(const ast::JoinedStr* node, Register target);
  void formatted_value(const ast::FormattedValue* node, Register target);
  void lambda(const ast::Lambda* node, Register target);
  void yield(const ast::Yield* node, Register target);
  void drive(const ast::Position& at, Register target, Register value, bool is_await);
  void await_value(const ast::Position& at, Register target, Register value, int origin);

  // ---- Calls (calls.cpp)
  void call(const ast::Call* node, Register target);
  bool super_attribute(const ast::Attribute* node, Register target, bool as_method);
  // Operand c of a call in this unit.
  int call_form(bool is_method) const;
  // Arguments from R[window + 4 + skipped] on, then the call itself; the result is in R[window]. REQUIRES: window is
  // the top register.
  void call_arguments(const ast::Position& at, Register window, int skipped, ast::Expressions arguments,
                      ast::Sequence<ast::Keyword> keywords, ast::Identifier extra = {});
  bool needs_call_ex(ast::Expressions arguments, ast::Sequence<ast::Keyword> keywords, int extra) const;
  void call_ex(const ast::Position& at, Register window, ast::Expressions arguments,
               ast::Sequence<ast::Keyword> keywords, int given, ast::Identifier extra);
  // The end of call_ex: the dict of keyword arguments, and the call.
  void call_keywords_ex(const ast::Position& at, Register window, ast::Sequence<ast::Keyword> keywords);
  void check_keywords(ast::Sequence<ast::Keyword> keywords);
  ast::Position method_position(const ast::Attribute* node) const;

  // ---- Comprehensions (comprehensions.cpp)
  struct Comprehended;
  void comprehension(const ast::ExpressionNode* node, Register target);
  void generator_expression(const ast::GeneratorExp* node, Register target);
  void comprehension_as_function(const ast::ExpressionNode* node, ast::Sequence<ast::Comprehension> generators,
                                 Register target);
  void comprehension_loops(const Comprehended& what, size_t index, Register iterable);
  void comprehension_element(const Comprehended& what);

  // ---- Warnings (warnings.cpp)
  void warn(const ast::Position& at, std::string message);
  std::string_view certain_type(const ast::ExpressionNode* node);
  void warn_about_call(const ast::Call* node);
  void warn_about_subscript(const ast::Subscript* node);
  void warn_about_comparison(const ast::Compare* node);

  // ---- Constant folding (folding.cpp)
  std::optional<Constant> fold(const ast::ExpressionNode* node);
  // Operand c of the instructions with a small constant on the right (opcodes.def: i), where `node` is such a constant.
  std::optional<int> small_operand(const ast::ExpressionNode* node);
  static Constant constant_of(const ast::ConstantValue& value);
  static std::optional<bool> truth(const Constant& value);
  std::optional<bool> constant_truth(const ast::ExpressionNode* node);

  const SymbolTables& tables_;
  const Source& source_;
  Arena& arena_;
  GeneratorOptions options_;
  std::vector<SyntaxWarning>* warnings_;
  StackGuard guard_;
  Unit* unit_ = nullptr;
  bool long_jumps_ = false;
  ast::Position no_position_;
  ast::Identifier class_cell_, class_namespace_, debug_, super_, iterator_;
};

}  // namespace gilded::compiler
