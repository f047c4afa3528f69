// What names mean: registers, cells, globals; and the errors of the symbol pass.
#include "tests/unit/compiler/compiled.h"

namespace gilded::compiler {
namespace {

using Names = std::vector<std::string>;

TEST(Scope, ParametersComeFirstInRegisterOrder) {
  auto code = inner(compiled("def f(a, /, b, *args, c, **more):\n  d = 1\n"), "f");
  EXPECT_EQ(code->local_names, (Names{"a", "b", "c", "args", "more", "d"}));
  EXPECT_EQ(code->positional_only_count, 1u);
  EXPECT_EQ(code->positional_count, 2u);
  EXPECT_EQ(code->keyword_only_count, 1u);
  EXPECT_EQ(code->parameter_count(), 5u);
}

TEST(Scope, CapturedVariablesAreCells) {
  auto code = compiled("def f(p, q):\n  v = 1\n  def g(): return p, v\n  return g\n");
  auto outer = inner(code, "f");
  EXPECT_EQ(outer->local_names, (Names{"p", "q", "g"}));
  EXPECT_EQ(outer->cell_names, (Names{"v"}));
  EXPECT_EQ(outer->cell_parameters, (std::vector<uint32_t>{0}));
  EXPECT_EQ(inner(code, "g")->free_names, (Names{"p", "v"}));
}

TEST(Scope, FreeVariablesPassThroughFramesThatDoNotUseThem) {
  auto code = compiled("def f():\n  x = 1\n  def g():\n    def h(): return x\n");
  EXPECT_EQ(inner(code, "g")->free_names, (Names{"x"}));
  EXPECT_EQ(inner(code, "h")->free_names, (Names{"x"}));
}

TEST(Scope, FunctionsDoNotSeeTheNamesOfTheirClass) {
  auto code = compiled("def f():\n  x = 1\n  class C:\n    x = 2\n    def m(self): return x\n");
  EXPECT_EQ(inner(code, "m")->free_names, (Names{"x"}));
  EXPECT_EQ(listing(*inner(code, "m")), "RESUME 0\nLOAD_DEREF r2, x\nRETURN r2\n");
}

TEST(Scope, SuperNeedsTheClassCell) {
  auto code = compiled("class C:\n  def m(self): return super().m()\n");
  EXPECT_EQ(inner(code, "C")->cell_names, (Names{"__class__"}));
  EXPECT_EQ(inner(code, "m")->free_names, (Names{"__class__"}));
}

TEST(Scope, ComprehensionVariablesDoNotLeak) {
  auto code = inner(compiled("def f(x):\n  y = [x for x in x]\n  return x\n"), "f");
  EXPECT_EQ(code->local_names, (Names{"x", "y"}));
  EXPECT_NE(listing(*code).find("RETURN x\n"), std::string::npos);
}

TEST(Scope, AssignmentExpressionsBindOutsideOfComprehensions) {
  auto code = inner(compiled("def f(a):\n  b = [y := x for x in a]\n  return y\n"), "f");
  EXPECT_EQ(code->local_names, (Names{"a", "b", "y"}));
}

TEST(Scope, PrivateNamesAreMangled) {
  auto code = compiled("class _C:\n  def m(self): self.__x = __y\n");
  std::string text = listing(*inner(code, "m"));
  EXPECT_NE(text.find("(_C__y)"), std::string::npos) << text;
  EXPECT_NE(text.find("(_C__x)"), std::string::npos) << text;
}

TEST(Scope, ErrorsStandWhereCPythonPutsThem) {
  EXPECT_EQ(error_of("def f(a, a): pass\n"), "1:10-1:11: SyntaxError: duplicate argument 'a' in function definition");
  EXPECT_EQ(error_of("def f():\n  print(x)\n  global x\n"),
            "3:3-3:11: SyntaxError: name 'x' is used prior to global declaration");
  EXPECT_EQ(error_of("def f():\n  x = 1\n  global x\n"),
            "3:3-3:11: SyntaxError: name 'x' is assigned to before global declaration");
  EXPECT_EQ(error_of("def f(x):\n  global x\n"), "2:3-2:11: SyntaxError: name 'x' is parameter and global");
  EXPECT_EQ(error_of("def f():\n  nonlocal x\n"), "2:3-2:13: SyntaxError: no binding for nonlocal 'x' found");
  EXPECT_EQ(error_of("nonlocal x\n"), "1:1-1:11: SyntaxError: nonlocal declaration not allowed at module level");
  EXPECT_EQ(error_of("def f():\n  from x import *\n"), "2:17-2:18: SyntaxError: import * only allowed at module level");
  EXPECT_EQ(error_of("[x := 1 for x in y]\n"),
            "1:2-1:3: SyntaxError: assignment expression cannot rebind comprehension iteration variable 'x'");
  EXPECT_EQ(error_of("def f(): await x\n"), "1:10-1:17: SyntaxError: 'await' outside async function");
  EXPECT_EQ(error_of("def f(): [x async for x in y]\n"),
            "1:10-1:30: SyntaxError: asynchronous comprehension outside of an asynchronous function");
  EXPECT_EQ(error_of("__debug__ = 1\n"), "1:1-1:10: SyntaxError: cannot assign to __debug__");
}

TEST(Scope, WhatIsAllowedStaysAllowed) {
  EXPECT_EQ(error_of("def f():\n  import x\n  global x\n"), "");
  EXPECT_EQ(error_of("def f(): return (x async for x in y)\n"), "");
  EXPECT_EQ(error_of("async def f(): return [x async for x in y]\n"), "");
}

}  // namespace
}  // namespace gilded::compiler
