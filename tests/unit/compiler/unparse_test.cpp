// Expressions that go through the parser and come back in normal form.
#include "compiler/ast/unparse.h"

#include "compiler/parser/parser.h"
#include "tests/unit/compiler/compiled.h"

namespace gilded::compiler {
namespace {

std::string round_trip(const std::string& text) {
  auto source = Source::from_text(text, "test.py");
  Arena arena;
  auto tree = parse(*source, ParseMode::Eval, arena);
  if (!tree.ok()) return "error: " + tree.error().message;
  return unparse(ast::as<ast::Expression>(*tree)->body);
}

TEST(Unparse, WritesTheFewestParentheses) {
  for (const char* text : {"a + b * c",
                           "(a + b) * c",
                           "a - (b - c)",
                           "a - b - c",
                           "a ** b ** c",
                           "(a ** b) ** c",
                           "-a ** (-b)",
                           "(-a) ** b",
                           "not a == b",
                           "(not a) == b",
                           "a if b else c if d else e",
                           "(a if b else c) if d else e",
                           "a and b or c",
                           "a and (b or c)",
                           "lambda x: (x, y)",
                           "(lambda x: x)(1)",
                           "a < b <= c",
                           "(a < b) == c",
                           "x[1:2, ::3]",
                           "x[:]",
                           "x[a, b]",
                           "(a, b)",
                           "(a,)",
                           "()",
                           "{*a, b}",
                           "{1: 2, **c}",
                           "f(a, *b, c=1, **d)",
                           "[a for b in c if d if e]",
                           "{a: b for a, b in c}",
                           "f(a for b in c)",
                           "a.b.c",
                           "1 .real",
                           "x is not None",
                           "a not in b",
                           "~a",
                           "...",
                           "[*a, b]",
                           "f'{a!r:>{b}} x'",
                           "f'{ {1: 2}}'",
                           "b'x'",
                           "'it'",
                           "1.5",
                           "1e+100",
                           "2j"}) {
    EXPECT_EQ(round_trip(text), text);
  }
}

TEST(Unparse, NormalisesSpelling) {
  EXPECT_EQ(round_trip("((a)+(b))"), "a + b");
  EXPECT_EQ(round_trip("\"text\""), "'text'");
  EXPECT_EQ(round_trip("0xff"), "255");
  EXPECT_EQ(round_trip("0xffffffffffffffffff"), "4722366482869645213695");
  EXPECT_EQ(round_trip("1e1000"), "1e309");
  EXPECT_EQ(round_trip("lambda x,y=1,/,*z,k=2,**w:x"), "lambda x, y=1, /, *z, k=2, **w: x");
}

}  // namespace
}  // namespace gilded::compiler
