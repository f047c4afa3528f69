// The instructions of single constructs.
#include "compiler/code/opcode.h"
#include "tests/unit/compiler/compiled.h"

namespace gilded::compiler {
namespace {

std::string function(const std::string& body) {
  std::string text = "def f(a, b, c):\n";
  size_t start = 0;
  while (start < body.size()) {
    size_t end = body.find('\n', start);
    if (end == std::string::npos) end = body.size();
    text += "  " + body.substr(start, end - start) + "\n";
    start = end + 1;
  }
  std::string instructions = listing(*inner(compiled(text), "f"));
  // Every function starts with RESUME and most end by returning None.
  EXPECT_TRUE(instructions.starts_with("RESUME 0\n")) << instructions;
  return instructions.substr(9);
}

TEST(Codegen, ResultsGoStraightToTheVariable) {
  EXPECT_EQ(function("x = a + b\nreturn x"), "ADD x, a, b\nRETURN x\n");
  EXPECT_EQ(function("a = a * b - c\nreturn a"), "MULTIPLY r3, a, b\nSUBTRACT a, r3, c\nRETURN a\n");
}

TEST(Codegen, SmallConstantsAreOperands) {
  EXPECT_EQ(function("return a + 1"), "ADD_INT r3, a, 1\nRETURN r3\n");
  EXPECT_EQ(function("a += -128\nreturn a"), "INPLACE_ADD_INT a, a, -128\nRETURN a\n");
  EXPECT_EQ(function("return a + -3"), "ADD_INT r3, a, -3\nRETURN r3\n");
  EXPECT_EQ(function("return a - 3"), "SUBTRACT_INT r3, a, 3\nRETURN r3\n");
  EXPECT_EQ(function("return a[-128]"), "GET_ITEM_INT r3, a, -128\nRETURN r3\n");
  EXPECT_EQ(function("a -= 127"), "INPLACE_SUBTRACT_INT a, a, 127\nLOAD_CONST r3 (None)\nRETURN r3\n");
  EXPECT_EQ(function("if a >= 2: return c\nreturn a"), "JUMP_GREATER_EQUAL_INT 0, a, 2, to L1\nRETURN c\nRETURN a\n");
  EXPECT_EQ(function("return a + 128"), "LOAD_CONST r4 (128)\nADD r3, a, r4\nRETURN r3\n");
}

TEST(Codegen, AnAssignmentExpressionDoesNotChangeAnEarlierOperand) {
  EXPECT_EQ(function("return a + (a := 5)"), "MOVE r3, a\nLOAD_CONST r4 (5)\nMOVE a, r4\nADD r3, r3, r4\nRETURN r3\n");
}

TEST(Codegen, AVariableChangesOnlyWhenItsValueIsComplete) {
  // `a and a` must not see the intermediate value, and an exception in b() must leave x alone.
  EXPECT_EQ(function("a = b and a\nreturn a"),
            "MOVE r3, b\nJUMP_IF_FALSE r3, to L1\nMOVE r3, a\nMOVE a, r3\nRETURN a\n");
}

TEST(Codegen, ComparisonsJump) {
  EXPECT_EQ(function("if a < b: return c\nreturn a"), "JUMP_LESS 0, a, b, to L1\nRETURN c\nRETURN a\n");
  EXPECT_EQ(function("if a is None: return c\nreturn a"), "JUMP_IF_NOT_NONE a, to L1\nRETURN c\nRETURN a\n");
  EXPECT_EQ(function("if not (a and b): return c\nreturn a"),
            "JUMP_IF_FALSE a, to L1\nJUMP_IF_TRUE b, to L2\nRETURN c\nRETURN a\n");
}

TEST(Codegen, ChainedComparisonsEvaluateTheMiddleOnce) {
  EXPECT_EQ(function("return a < b() < c"),
            "MOVE r4, b\nCALL r4, 0, 0\nLESS r3, a, r4\nJUMP_IF_FALSE r3, to L1\nLESS r3, r4, c\nRETURN r3\n");
}

TEST(Codegen, CallsEvaluateArgumentsInTheWindow) {
  EXPECT_EQ(function("return a(b, c)"), "MOVE r3, a\nMOVE r7, b\nMOVE r8, c\nCALL r3, 2, 0\nRETURN r3\n");
  EXPECT_EQ(function("return a.m(b)"), "LOAD_METHOD r3, a (m)\nMOVE r8, b\nCALL r3, 1, 1\nRETURN r3\n");
  EXPECT_EQ(function("return a(b, k=c)"),
            "MOVE r3, a\nMOVE r7, b\nMOVE r8, c\nCALL_KEYWORDS r3, 2, 0 (('k',))\nRETURN r3\n");
}

TEST(Codegen, StarredCallsBuildTheirArguments) {
  EXPECT_EQ(function("return a(*b, **c)"),
            "MOVE r3, a\nMOVE r7, b\nBUILD_MAP r8, r8, 0\n"
            "DICT_MERGE r8, c, r3\nCALL_EX r3\nRETURN r3\n");
}

TEST(Codegen, OnlyDoubtfulVariablesAreChecked) {
  EXPECT_EQ(function("if a: x = 1\nreturn x"),
            "JUMP_IF_FALSE a, to L1\nLOAD_CONST x (1)\nCHECK_BOUND x (x)\nRETURN x\n");
  EXPECT_EQ(function("if a: x = 1\nelse: x = 2\nreturn x").find("CHECK_BOUND"), std::string::npos);
  EXPECT_EQ(function("while True:\n  x = a()\n  if x: break\nreturn x").find("CHECK_BOUND"), std::string::npos);
  EXPECT_NE(function("for x in a: pass\nreturn x").find("CHECK_BOUND x"), std::string::npos);
  EXPECT_NE(function("try: x = a()\nexcept b: pass\nreturn x").find("CHECK_BOUND x"), std::string::npos);
  EXPECT_NE(function("while a:\n  b()\n  del b\nreturn c").find("CHECK_BOUND b"), std::string::npos);
}

TEST(Codegen, ConstantsAreFolded) {
  auto value = [](const std::string& expression) { return listing(*compiled(expression, Mode::kEval)); };
  EXPECT_EQ(value("-1"), "RESUME 0\nLOAD_CONST r1 (-1)\nRETURN r1\n");
  EXPECT_EQ(value("(1, 'a', (2, None))"), "RESUME 0\nLOAD_CONST r1 ((1, 'a', (2, None)))\nRETURN r1\n");
  EXPECT_EQ(value("2 ** 64 - 1"), "RESUME 0\nLOAD_CONST r1 (18446744073709551615)\nRETURN r1\n");
  EXPECT_EQ(value("-7 // 2, -7 % 3, 7 / 2"), "RESUME 0\nLOAD_CONST r1 ((-4, 2, 3.5))\nRETURN r1\n");
  EXPECT_EQ(value("'a' 'b' + 'c' * 3"), "RESUME 0\nLOAD_CONST r1 ('abccc')\nRETURN r1\n");
  EXPECT_EQ(value("1 + 2j"), "RESUME 0\nLOAD_CONST r1 ((1+2j))\nRETURN r1\n");
  EXPECT_EQ(value("3 - 0j"), "RESUME 0\nLOAD_CONST r1 ((3+0j))\nRETURN r1\n");
  EXPECT_NE(value("1 / 0").find("TRUE_DIVIDE"), std::string::npos);
  EXPECT_NE(value("x in {1, 2}").find("frozenset({1, 2})"), std::string::npos);
  EXPECT_NE(value("x in [1, 2]").find("((1, 2))"), std::string::npos);
}

TEST(Codegen, EqualConstantsOfDifferentTypesStayApart) {
  auto code = compiled("a = 1\nb = 1.0\nc = True\nd = 0.0\ne = -0.0\nf = (1, 2)\ng = (1.0, 2)\n");
  EXPECT_NE(listing(*code).find("LOAD_CONST r1 (True)"), std::string::npos);
  EXPECT_NE(listing(*code).find("LOAD_CONST r1 (-0.0)"), std::string::npos);
  EXPECT_NE(listing(*code).find("LOAD_CONST r1 ((1.0, 2))"), std::string::npos);
}

TEST(Codegen, FinallyRunsOnEveryWayOut) {
  std::string text =
      function("for x in a:\n  try:\n    if x: break\n    if b: continue\n    return c\n  finally:\n    x()");
  size_t copies = 0;
  for (size_t at = text.find("CALL"); at != std::string::npos; at = text.find("CALL", at + 1)) copies++;
  EXPECT_EQ(copies, 4u) << text;  // break, continue, return, exception; the end of the body cannot be reached
}

TEST(Codegen, ReturnKeepsItsValueWhileFinallyRuns) {
  std::string text = function("try: return a\nfinally: a = b");
  EXPECT_NE(text.find("MOVE r3, a\nMOVE a, b\nRETURN r3\n"), std::string::npos) << text;
}

TEST(Codegen, TryStatementsAreMarkedInTheExceptionTable) {
  auto code = inner(compiled("def f(a):\n  a.acquire()\n  try:\n    a()\n  finally:\n    a.release()\n"), "f");
  int statements = 0;
  for (const ExceptionEntry& entry : code->exceptions) statements += entry.is_statement;
  EXPECT_EQ(statements, 1);
}

TEST(Codegen, GeneratorsAreMadeAfterTheirCells) {
  std::string text = listing(*inner(compiled("def f(a):\n  yield lambda: a\n"), "f"));
  EXPECT_TRUE(text.starts_with("MAKE_CELL a\nRETURN_GENERATOR\nRESUME 0\n")) << text;
  EXPECT_NE(text.find("INTRINSIC r1, r1 (StopIteration error)\nRERAISE r1\n"), std::string::npos) << text;
}

TEST(Codegen, YieldFromIsALoopOfSends) {
  std::string text = listing(*inner(compiled("def f(a):\n  return (yield from a)\n"), "f"));
  EXPECT_NE(
      text.find("GET_YIELD_ITER r2, a\nLOAD_CONST r1 (None)\nSEND r1, r2, to L3\nYIELD_DELEGATE r1, r1, r2\nRESUME 2\n"
                "JUMP_NO_POLL to L2\nRETURN r1\n"),
      std::string::npos)
      << text;
}

TEST(Codegen, ClassesDescribeThemselves) {
  auto code = compiled("class C:\n  'doc'\n  def m(self):\n    self.x = self.y = 1\n    other.z = 2\n");
  std::string text = listing(*inner(code, "C"));
  for (const char* name :
       {"(__module__)", "(__qualname__)", "(__firstlineno__)", "(__doc__)", "(__static_attributes__)"}) {
    EXPECT_NE(text.find(name), std::string::npos) << name << "\n" << text;
  }
  EXPECT_NE(text.find("(('x', 'y'))"), std::string::npos) << text;
  EXPECT_EQ(inner(code, "m")->qualified_name, "C.m");
}

TEST(Codegen, DocstringsLoseTheirIndentation) {
  auto code = inner(compiled("def f():\n    '''one\n      two\n    three'''\n"), "f");
  EXPECT_EQ(std::get<Constant::Text>(code->constants[0].value).utf8, "one\n  two\nthree");
  CompileOptions options;
  options.optimize = 2;
  code = inner(compiled("def f():\n  'doc'\n", Mode::kExec, options), "f");
  EXPECT_TRUE(std::holds_alternative<Constant::None>(code->constants[0].value));
}

TEST(Codegen, AssertsAndDebugFollowOptimize) {
  CompileOptions options;
  options.optimize = 1;
  EXPECT_EQ(listing(*compiled("assert x, y\n", Mode::kExec, options)), "RESUME 0\nLOAD_CONST r1 (None)\nRETURN r1\n");
}

TEST(Codegen, WhatCannotRunIsNotThere) {
  EXPECT_EQ(function("return a\nb()"), "RETURN a\n");
  EXPECT_EQ(function("while True: a()\nb()").find("b"), std::string::npos);
  EXPECT_EQ(function("if 0: b()\nreturn a").find("CALL"), std::string::npos);
}

TEST(Codegen, FutureAnnotationsBecomeText) {
  auto code = compiled(
      "from __future__ import annotations\ndef f(a: 'x' | list[int], *b: (1, 2), c: lambda x=1: x) -> x if y else z: "
      "pass\n");
  EXPECT_NE(listing(*code).find("(\"'x' | list[int]\")"), std::string::npos) << listing(*code);
  EXPECT_NE(listing(*code).find("('(1, 2)')"), std::string::npos);
  EXPECT_NE(listing(*code).find("('lambda x=1: x')"), std::string::npos);
  EXPECT_NE(listing(*code).find("('x if y else z')"), std::string::npos);
  EXPECT_NE(code->flags & kFutureAnnotations, 0u);
}

TEST(Codegen, ValuesAtThePromptArePrinted) {
  EXPECT_NE(listing(*compiled("x\n", Mode::kSingle)).find("(print)"), std::string::npos);
}

TEST(Codegen, PositionsCoverTheExpression) {
  auto code = compiled("value = first.second(third[4] + 5)\n");
  for (size_t at = 0; at < code->instructions.size(); at++) {
    const Position& position = code->positions[at];
    switch (opcode_of(code->instructions[at])) {
      case Opcode::GET_ITEM:
        EXPECT_EQ(position.column, 21);
        EXPECT_EQ(position.end_column, 29);
        break;
      case Opcode::CALL:
        EXPECT_EQ(position.column, 8);
        EXPECT_EQ(position.end_column, 34);
        break;
      case Opcode::ADD_INT:
        EXPECT_EQ(position.column, 21);
        EXPECT_EQ(position.end_column, 33);
        break;
      default:
        break;
    }
    at += static_cast<size_t>(info(opcode_of(code->instructions[at])).length()) - 1;
  }
}

TEST(Codegen, DisplaysAndCallsOfAnyLength) {
  std::string items;
  for (int i = 0; i < 1000; i++) items += "a" + std::to_string(i) + ", ";
  EXPECT_LE(
      compiled("x = [" + items + "]\nx = (" + items + ")\nx = {" + items + "}\nf(" + items + ")\n")->register_count,
      256u);
  std::string pairs;
  for (int i = 0; i < 1000; i++) pairs += "a" + std::to_string(i) + ": 1, ";
  EXPECT_LE(compiled("x = {" + pairs + "}\n")->register_count, 256u);
}

TEST(Codegen, ManyVariablesAndDeepExpressionsUseFarRegisters) {
  std::string text = "def f(";
  for (int i = 0; i < 300; i++) text += "p" + std::to_string(i) + ", ";
  text += "):\n";
  for (int i = 0; i < 300; i++) text += "  v" + std::to_string(i) + " = p" + std::to_string(i) + "\n";
  text += "  return lambda: v299 + p200 + p299 + v0\n";
  auto code = inner(compiled(text), "f");
  EXPECT_GT(code->register_count, 600u);
  std::string deep;
  for (int i = 0; i < 90; i++) deep += "f(a, ";
  deep += "1" + std::string(90, ')');
  EXPECT_GT(compiled("x = " + deep + "\n")->register_count, 256u);
}

TEST(Codegen, LongJumpsArePossible) {
  std::string text = "for i in x:\n  if a:\n";
  for (int i = 0; i < 15000; i++) text += "    f(i)\n";
  auto code = compiled(text);
  EXPECT_GT(code->instructions.size(), 65536u);
}

TEST(Codegen, DeepTreesAreRefusedWithoutCrashing) {
  std::string text = "x = ";
  for (int i = 0; i < 90000; i++) text += "-x + ";
  EXPECT_EQ(error_of(text + "1\n"), "");  // leaning to the left, as deep as you like
  std::string not_chain = "x = ";
  for (int i = 0; i < 200000; i++) not_chain += "not ";
  std::string error = error_of(not_chain + "x\n");
  EXPECT_TRUE(error.find("MemoryError") != std::string::npos || error.find("RecursionError") != std::string::npos)
      << error;
}

TEST(Codegen, UnpackingWritesNeighboursDirectly) {
  EXPECT_EQ(function("x, y = a\nreturn y"), "UNPACK_SEQUENCE x, a, 2\nRETURN y\n");
  EXPECT_EQ(function("y, *x = a\nreturn y"), "UNPACK_EX y, a, 1, 0\nRETURN y\n");
  EXPECT_EQ(function("c, a = b\nreturn a"), "UNPACK_SEQUENCE r3, b, 2\nMOVE c, r3\nMOVE a, r4\nRETURN a\n");
}

TEST(Codegen, ConstantsOfLoopsAreLoadedOnce) {
  EXPECT_EQ(function("while a > 1000:\n  a = a * 2\nreturn a * 2"),
            "LOAD_CONST r3 (1000)\nLOAD_CONST r4 (2)\nJUMP_GREATER 0, a, r3, to L2\nMULTIPLY a, a, r4\n"
            "JUMP_BACKWARD to L1\nLOAD_CONST r4 (2)\nMULTIPLY r3, a, r4\nRETURN r3\n");
}

TEST(Codegen, PairsAreAssignedWithoutNeedlessCopies) {
  EXPECT_EQ(function("a.x, b.x = b, c\nreturn a"), "STORE_ATTR b, a (x)\nSTORE_ATTR c, b (x)\nRETURN a\n");
  EXPECT_EQ(function("a, b = b, c\nreturn a"), "MOVE r3, b\nMOVE a, r3\nMOVE b, c\nRETURN a\n");
}

TEST(Codegen, ABreakIsPartOfItsCondition) {
  EXPECT_EQ(
      function("while a:\n  if b: break\n  c()\nreturn c"),
      "JUMP_IF_FALSE a, to L2\nJUMP_IF_TRUE b, to L2\nMOVE r3, c\nCALL r3, 0, 0\nJUMP_BACKWARD to L1\nRETURN c\n");
}

TEST(Codegen, PercentFormatsWithKnownConversionsAreBuilt) {
  EXPECT_EQ(
      function("return '%s: %5r%%' % (a, b)"),
      "CONVERT r4, a, 1\nLOAD_CONST r5 (': ')\nCONVERT r6, b, 2\nLOAD_CONST r7 ('>5')\nFORMAT_WITH_SPEC r6, r6, r7\n"
      "LOAD_CONST r7 ('%')\nBUILD_STRING r3, r4, 4\nRETURN r3\n");
  EXPECT_NE(function("return '%d' % (a,)").find("REMAINDER"), std::string::npos);
  EXPECT_NE(function("return '%s %s' % (a,)").find("REMAINDER"), std::string::npos);
  EXPECT_NE(function("return '%s' % a").find("REMAINDER"), std::string::npos);
}

TEST(Codegen, JumpsToJumpsAreShort) {
  std::string text = function("while a:\n  if b: c()\n  else: a()");
  EXPECT_EQ(text.find("JUMP to"), text.rfind("JUMP to")) << text;
}

std::string warning_of(const std::string& text) {
  auto source = Source::from_text(text, "test.py");
  std::vector<SyntaxWarning> warnings;
  EXPECT_TRUE(compile(*source, Mode::kExec, {}, &warnings).ok());
  std::string result;
  for (const SyntaxWarning& warning : warnings) {
    result += std::to_string(warning.lineno) + ": " + warning.category + ": " + warning.message + "\n";
  }
  return result;
}

TEST(Codegen, WarnsAboutWhatCannotBeMeant) {
  EXPECT_EQ(warning_of("assert (x, 'text')\n"),
            "1: SyntaxWarning: assertion is always true, perhaps remove parentheses?\n");
  EXPECT_EQ(warning_of("x is 1\n"), "1: SyntaxWarning: \"is\" with 'int' literal. Did you mean \"==\"?\n");
  EXPECT_EQ(warning_of("if x is not 'a': pass\n"),
            "1: SyntaxWarning: \"is not\" with 'str' literal. Did you mean \"!=\"?\n");
  EXPECT_EQ(warning_of("[(1, 2) (3, 4)]\n"),
            "1: SyntaxWarning: 'tuple' object is not callable; perhaps you missed a comma?\n");
  EXPECT_EQ(warning_of("[[1] [2, 3]]\n"),
            "1: SyntaxWarning: list indices must be integers or slices, not tuple; perhaps you missed a comma?\n");
  EXPECT_EQ(warning_of("1[0]\n"), "1: SyntaxWarning: 'int' object is not subscriptable; perhaps you missed a comma?\n");
  EXPECT_EQ(warning_of("try: pass\nfinally: x is 1\n"),
            "2: SyntaxWarning: \"is\" with 'int' literal. Did you mean \"==\"?\n");
  EXPECT_EQ(warning_of("x is None, x is True, x is ..., 'a'[0], (1, 2)[x], {}[x], (lambda: 1)()\n"), "");
}

TEST(Codegen, StatementErrors) {
  EXPECT_EQ(error_of("return 1\n"), "1:1-1:9: SyntaxError: 'return' outside function");
  EXPECT_EQ(error_of("yield 1\n"), "1:1-1:8: SyntaxError: 'yield' outside function");
  EXPECT_EQ(error_of("break\n"), "1:1-1:6: SyntaxError: 'break' outside loop");
  EXPECT_EQ(error_of("continue\n"), "1:1-1:9: SyntaxError: 'continue' not properly in loop");
  EXPECT_EQ(error_of("f(a=1, a=2)\n"), "1:8-1:11: SyntaxError: keyword argument repeated: a");
  EXPECT_EQ(error_of("try: pass\nexcept: pass\nexcept A: pass\n"),
            "2:1-2:13: SyntaxError: default 'except:' must be last");
  EXPECT_EQ(error_of("a, *b, *c = d\n"), "1:1-1:10: SyntaxError: multiple starred expressions in assignment");
  EXPECT_EQ(error_of("*a\n"), "1:1-1:3: SyntaxError: can't use starred expression here");
  EXPECT_EQ(error_of("for x in y:\n  try: pass\n  except* A: break\n"),
            "3:14-3:19: SyntaxError: 'break', 'continue' and 'return' cannot appear in an except* block");
  EXPECT_EQ(error_of("match x:\n  case y: pass\n  case 1: pass\n"),
            "2:8-2:9: SyntaxError: name capture 'y' makes remaining patterns unreachable");
  EXPECT_EQ(error_of("x = 1\nfrom __future__ import annotations\n"),
            "2:1-2:35: SyntaxError: from __future__ imports must occur at the beginning of the file");
}

}  // namespace
}  // namespace gilded::compiler
