#include "compiler/compiler.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "compiler/ast/transfer.h"
#include "compiler/codegen/generator.h"
#include "compiler/failure.h"
#include "compiler/parser/parser.h"
#include "compiler/scope/scope.h"
#ifndef NDEBUG
#include "compiler/code/verifier.h"
#endif

namespace gilded::compiler {

namespace {

using namespace ast;

constexpr std::array<std::string_view, 10> kFutureFeatures = {
    "nested_scopes",  "generators",       "division",       "absolute_import", "with_statement",
    "print_function", "unicode_literals", "barry_as_FLUFL", "generator_stop",  "annotations"};

// An unknown feature is reported at the start of its line, without an end.
[[noreturn]] void fail_future(const Source& source, const ast::Position& position, std::string message) {
  SyntaxError error = syntax_error_at(source, position, std::move(message));
  error.offset = 1;
  error.end_lineno = error.end_offset = 0;
  error.pass = SyntaxError::Pass::kScope;
  throw CompileFailure{std::move(error)};
}

// Reads the `from __future__` lines, which only a docstring may precede. Throws CompileFailure for one that is unknown
// or too late.
bool future_annotations(const ModuleNode* tree, const Source& source) {
  if (is<Expression>(tree)) return false;
  Statements body = is<Module>(tree) ? as<Module>(tree)->body : as<Interactive>(tree)->body;
  bool annotations = false, done = false, seen_docstring = false;
  for (StatementNode* statement : body) {
    if (is<ImportFrom>(statement) && as<ImportFrom>(statement)->module == "__future__" &&
        as<ImportFrom>(statement)->level == 0) {
      if (done) fail_at(source, *statement, "from __future__ imports must occur at the beginning of the file");
      for (Alias* alias : as<ImportFrom>(statement)->names) {
        if (alias->name == "braces") fail_future(source, *statement, "not a chance");
        if (std::find(kFutureFeatures.begin(), kFutureFeatures.end(), alias->name) == kFutureFeatures.end()) {
          fail_future(source, *statement, fmt::format("future feature {} is not defined", alias->name));
        }
        if (alias->name == "annotations") annotations = true;
      }
    } else if (is<Expr>(statement) && is<ast::Constant>(as<Expr>(statement)->value) && !seen_docstring &&
               std::holds_alternative<StringValue>(as<ast::Constant>(as<Expr>(statement)->value)->value) &&
               statement == body.front()) {
      seen_docstring = true;
    } else {
      done = true;
    }
  }
  return annotations;
}

// The passes after the parser.
Result<std::shared_ptr<const Code>> generate(ModuleNode* tree, const Source& source, Mode mode, Arena& arena,
                                             const CompileOptions& options, std::vector<SyntaxWarning>* warnings) {
  try {
    GeneratorOptions generator_options;
    generator_options.optimize = options.optimize;
    generator_options.future_annotations = future_annotations(tree, source) || options.future_annotations;
    if (options.keep_source) generator_options.kept_source = std::make_shared<const std::string>(source.text());
    generator_options.interactive = mode == Mode::kSingle;
    auto tables = SymbolTables::analyze(tree, source, arena, generator_options.future_annotations);
    if (!tables.ok()) {
      if (tables.error().pass == SyntaxError::Pass::kParser) tables.error().pass = SyntaxError::Pass::kScope;
      return std::move(tables.error());
    }
    std::shared_ptr<const Code> code = Generator(*tables, source, arena, generator_options, warnings).run(tree);
#ifndef NDEBUG
    if (auto problem = verify(*code)) {
      SyntaxError error;
      error.type = "SystemError";
      error.message = fmt::format("the compiler made bad code: {}", *problem);
      error.filename = source.filename();
      return error;
    }
#endif
    return code;
  } catch (CompileFailure& failure) {
    if (failure.error.pass == SyntaxError::Pass::kParser) failure.error.pass = SyntaxError::Pass::kCode;
    return std::move(failure.error);
  } catch (const std::bad_alloc&) {
    SyntaxError error;
    error.type = "MemoryError";
    error.filename = source.filename();
    error.has_text = false;
    return error;
  }
}

ParseMode parse_mode(Mode mode) {
  return mode == Mode::kExec ? ParseMode::Exec : mode == Mode::kEval ? ParseMode::Eval : ParseMode::Single;
}

}  // namespace

Result<std::shared_ptr<const Code>> compile(const Source& source, Mode mode, const CompileOptions& options,
                                            std::vector<SyntaxWarning>* warnings) {
  Arena arena;
  auto tree = parse(source, parse_mode(mode), arena, warnings);
  if (!tree.ok()) return std::move(tree.error());
  return generate(*tree, source, mode, arena, options, warnings);
}

Result<std::string> parse_to_bytes(const Source& source, Mode mode) {
  Arena arena;
  auto tree = parse(source, parse_mode(mode), arena);
  if (!tree.ok()) return std::move(tree.error());
  return write_tree(*tree);
}

Result<std::shared_ptr<const Code>> compile_bytes(std::string_view tree_bytes, const std::string& filename, Mode mode,
                                                  const CompileOptions& options) {
  Arena arena;
  SyntaxError error;
  error.type = "ValueError";
  error.filename = filename;
  ModuleNode* tree = read_tree(tree_bytes, arena, &error.message);
  if (!tree) return error;
  auto source = Source::from_text("", filename);
  if (!source) return std::move(source.error());
  return generate(tree, *source, mode, arena, options, nullptr);
}

}  // namespace gilded::compiler
