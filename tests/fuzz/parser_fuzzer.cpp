// Any bytes as a source file: the lexer and the parser answer with a tree or with a sensible SyntaxError.
//
// Beyond "no crash", what is checked: an error names its type and a place inside the text; an expression that parses
// can be written as text, and that text is written the same when it is parsed again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "compiler/ast/dump.h"
#include "compiler/ast/unparse.h"
#include "compiler/lexer/dump.h"
#include "compiler/parser/parser.h"

namespace {

using namespace gilded::compiler;

void require(bool condition) {
  if (!condition) abort();
}

void check_error(const Source& source, const SyntaxError& error) {
  require(!error.type.empty());
  require(error.lineno >= 0 && error.lineno <= source.line_count() + 1);
  require(error.offset >= -1);
}

// The expression of a text written anew, or "" where the text is none.
std::string written_anew(std::string_view text) {
  auto source = Source::from_text(text, "again.py");
  if (!source.ok()) return "";
  Arena arena;
  auto tree = parse(*source, ParseMode::Eval, arena);
  return tree.ok() ? unparse(ast::as<ast::Expression>(*tree)->body) : "";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  auto source = Source::from_bytes(bytes, "fuzz.py");
  if (!source.ok()) {
    require(!source.error().message.empty());
    return 0;
  }
  for (ParseMode mode : {ParseMode::Exec, ParseMode::Single, ParseMode::Eval}) {
    Arena arena;
    std::vector<SyntaxWarning> warnings;
    auto tree = parse(*source, mode, arena, &warnings);
    if (!tree.ok()) {
      check_error(*source, tree.error());
      continue;
    }
    std::string shown = dump(**tree);
    require(!shown.empty());
    // An f-string may hold escapes that its text cannot be written with.
    if (mode != ParseMode::Eval || shown.find("JoinedStr") != std::string::npos) continue;
    // Text that is nested deeper than the original may be refused.
    std::string text = unparse(ast::as<ast::Expression>(*tree)->body), again = written_anew(text);
    if (!again.empty()) require(again == text);
  }
  auto tokens = dump_tokens(*source);
  if (!tokens.ok()) check_error(*source, tokens.error());
  return 0;
}
