// Tokens to trees, and the syntax errors with their places.
#include "compiler/parser/parser.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "compiler/ast/dump.h"

namespace gilded::compiler {
namespace {

struct Parsed {
  Arena arena;
  Result<ast::ModuleNode*> result;

  explicit Parsed(std::string_view text, ParseMode mode = ParseMode::Exec,
                  std::vector<SyntaxWarning>* warnings = nullptr)
      : result(parse(Source::from_text(text, "test.py").value(), mode, arena, warnings)) {}
};

// The tree of an expression on one line.
std::string expression(std::string_view text) {
  Parsed parsed(text, ParseMode::Eval);
  if (!parsed.result) return parsed.result.error().message;
  return dump(*ast::as<ast::Expression>(*parsed.result)->body, {.indent = -1});
}

std::string statement(std::string_view text) {
  Parsed parsed(text);
  if (!parsed.result) return parsed.result.error().message;
  return dump(*ast::as<ast::Module>(*parsed.result)->body[0], {.indent = -1});
}

// "message (line:offset-line:offset)".
std::string complaint(std::string_view text) {
  Parsed parsed(text);
  if (parsed.result) return "no complaint";
  const SyntaxError& error = parsed.result.error();
  return fmt::format("{} ({}:{}-{}:{})", error.message, error.lineno, error.offset, error.end_lineno, error.end_offset);
}

TEST(Parser, PrecedenceAndAssociativity) {
  EXPECT_EQ(expression("a - b - c"),
            "BinOp(left=BinOp(left=Name(id='a', ctx=Load()), op=Sub(), right=Name(id='b', ctx=Load())), op=Sub(), "
            "right=Name(id='c', ctx=Load()))");
  EXPECT_EQ(expression("-a ** -b"),
            "UnaryOp(op=USub(), operand=BinOp(left=Name(id='a', ctx=Load()), op=Pow(), right=UnaryOp(op=USub(), "
            "operand=Name(id='b', ctx=Load()))))");
  EXPECT_EQ(expression("not a or b and c"),
            "BoolOp(op=Or(), values=[UnaryOp(op=Not(), operand=Name(id='a', ctx=Load())), BoolOp(op=And(), "
            "values=[Name(id='b', ctx=Load()), Name(id='c', ctx=Load())])])");
}

TEST(Parser, ComparisonsChain) {
  EXPECT_EQ(expression("1 < 2 is not 3 not in 4"),
            "Compare(left=Constant(value=1), ops=[Lt(), IsNot(), NotIn()], comparators=[Constant(value=2), "
            "Constant(value=3), Constant(value=4)])");
}

TEST(Parser, NumbersKeepTheirValue) {
  EXPECT_EQ(expression("0xFF_FF"), "Constant(value=65535)");
  EXPECT_EQ(expression("123456789012345678901234567890"), "Constant(value=123456789012345678901234567890)");
  EXPECT_EQ(expression("1e400"), "Constant(value=inf)");
  EXPECT_EQ(expression("1e16"), "Constant(value=1e+16)");
  EXPECT_EQ(expression("2.5j"), "Constant(value=2.5j)");
}

TEST(Parser, StringsJoinAndDecode) {
  EXPECT_EQ(expression(R"('a' "b\x41\u00e9\N{BULLET}\101" r'\n')"), "Constant(value='abAé•A\\\\n')");
  EXPECT_EQ(expression(R"(b'\xff' b'a')"), "Constant(value=b'\\xffa')");
  EXPECT_EQ(expression("'\\ud800'"), "Constant(value='\\ud800')");
  EXPECT_EQ(expression("u'a'"), "Constant(value='a', kind='u')");
}

TEST(Parser, FStrings) {
  EXPECT_EQ(expression("f'a{x!r:>{w}}{{' 'b'"),
            "JoinedStr(values=[Constant(value='a'), FormattedValue(value=Name(id='x', ctx=Load()), conversion=114, "
            "format_spec=JoinedStr(values=[Constant(value='>'), FormattedValue(value=Name(id='w', ctx=Load()), "
            "conversion=-1)])), Constant(value='{b')])");
  EXPECT_EQ(
      expression("f'{ x = }'"),
      "JoinedStr(values=[Constant(value=' x = '), FormattedValue(value=Name(id='x', ctx=Load()), conversion=114)])");
}

TEST(Parser, CallArguments) {
  EXPECT_EQ(
      expression("f(a, *b, c=1, **d)"),
      "Call(func=Name(id='f', ctx=Load()), args=[Name(id='a', ctx=Load()), Starred(value=Name(id='b', ctx=Load()), "
      "ctx=Load())], keywords=[keyword(arg='c', value=Constant(value=1)), keyword(value=Name(id='d', ctx=Load()))])");
  EXPECT_EQ(
      expression("f(x for x in y)"),
      "Call(func=Name(id='f', ctx=Load()), args=[GeneratorExp(elt=Name(id='x', ctx=Load()), "
      "generators=[comprehension(target=Name(id='x', ctx=Store()), iter=Name(id='y', ctx=Load()), is_async=0)])])");
}

TEST(Parser, ParametersOfEveryKind) {
  EXPECT_EQ(
      statement("def f(a, /, b=1, *c, d, e=2, **g): pass"),
      "FunctionDef(name='f', args=arguments(posonlyargs=[arg(arg='a')], args=[arg(arg='b')], vararg=arg(arg='c'), "
      "kwonlyargs=[arg(arg='d'), arg(arg='e')], kw_defaults=[None, Constant(value=2)], kwarg=arg(arg='g'), "
      "defaults=[Constant(value=1)]), body=[Pass()])");
}

TEST(Parser, SoftKeywordsAreNamesElsewhere) {
  EXPECT_EQ(statement("match = case"),
            "Assign(targets=[Name(id='match', ctx=Store())], value=Name(id='case', ctx=Load()))");
  EXPECT_EQ(statement("match(x)"),
            "Expr(value=Call(func=Name(id='match', ctx=Load()), args=[Name(id='x', ctx=Load())]))");
  EXPECT_EQ(statement("type(x)"),
            "Expr(value=Call(func=Name(id='type', ctx=Load()), args=[Name(id='x', ctx=Load())]))");
  EXPECT_EQ(
      statement("type X[T] = T"),
      "TypeAlias(name=Name(id='X', ctx=Store()), type_params=[TypeVar(name='T')], value=Name(id='T', ctx=Load()))");
}

TEST(Parser, Patterns) {
  EXPECT_EQ(
      statement("match x:\n  case [1, *_, {'k': v, **r}] | C(a.b, k=None) as w if g: pass\n"),
      "Match(subject=Name(id='x', ctx=Load()), cases=[match_case(pattern=MatchAs(pattern=MatchOr(patterns=["
      "MatchSequence(patterns=[MatchValue(value=Constant(value=1)), MatchStar(), MatchMapping(keys=["
      "Constant(value='k')], patterns=[MatchAs(name='v')], rest='r')]), MatchClass(cls=Name(id='C', ctx=Load()), "
      "patterns=[MatchValue(value=Attribute(value=Name(id='a', ctx=Load()), attr='b', ctx=Load()))], kwd_attrs=['k'], "
      "kwd_patterns=[MatchSingleton(value=None)])]), name='w'), guard=Name(id='g', ctx=Load()), body=[Pass()])])");
}

TEST(Parser, ParenthesesOfWithHoldItemsOrATuple) {
  EXPECT_EQ(statement("with (a as b, c): pass"),
            "With(items=[withitem(context_expr=Name(id='a', ctx=Load()), optional_vars=Name(id='b', ctx=Store())), "
            "withitem(context_expr=Name(id='c', ctx=Load()))], body=[Pass()])");
  EXPECT_EQ(
      statement("with (a, b) as c: pass"),
      "With(items=[withitem(context_expr=Tuple(elts=[Name(id='a', ctx=Load()), Name(id='b', ctx=Load())], ctx=Load()), "
      "optional_vars=Name(id='c', ctx=Store()))], body=[Pass()])");
}

TEST(Parser, IdentifiersAreNormalisedAndInterned) {
  Parsed parsed("ﬁ = fi\n");
  ASSERT_TRUE(parsed.result.ok());
  auto* assign = ast::as<ast::Assign>(ast::as<ast::Module>(*parsed.result)->body[0]);
  EXPECT_EQ(ast::as<ast::Name>(assign->targets[0])->id, "fi");
  EXPECT_EQ(ast::as<ast::Name>(assign->targets[0])->id.data(), ast::as<ast::Name>(assign->value)->id.data());
}

TEST(Parser, PositionsAreLinesAndBytes) {
  Parsed parsed("é = (a +\n  b)\n");
  ASSERT_TRUE(parsed.result.ok());
  auto* assign = ast::as<ast::Assign>(ast::as<ast::Module>(*parsed.result)->body[0]);
  EXPECT_EQ(assign->end_lineno, 2);
  EXPECT_EQ(assign->end_col_offset, 4);
  EXPECT_EQ(assign->value->col_offset, 6);  // inside the parentheses
  EXPECT_EQ(assign->value->end_col_offset, 3);
}

TEST(Parser, Modes) {
  EXPECT_TRUE(ast::is<ast::Interactive>(*Parsed("x = 1\n", ParseMode::Single).result));
  EXPECT_TRUE(ast::is<ast::Expression>(*Parsed("x + 1\n", ParseMode::Eval).result));
  EXPECT_FALSE(Parsed("x = 1", ParseMode::Eval).result.ok());
  EXPECT_EQ(Parsed("x\ny\n", ParseMode::Single).result.error().message,
            "multiple statements found while compiling a single statement");
}

TEST(Parser, WarnsAboutUnknownEscapesOnce) {
  std::vector<SyntaxWarning> warnings;
  Parsed parsed("x\ny = '\\d'\n", ParseMode::Exec, &warnings);
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_EQ(warnings[0].message, "invalid escape sequence '\\d'");
  EXPECT_EQ(warnings[0].lineno, 2);
}

TEST(SyntaxErrors, Generic) {
  EXPECT_EQ(complaint("x y"), "invalid syntax (1:3-1:4)");
  EXPECT_EQ(complaint("a $ b"), "invalid syntax (1:3-1:4)");
  EXPECT_EQ(complaint("x = (1,\ny = 2\n"), "'(' was never closed (1:5-1:0)");
}

TEST(SyntaxErrors, Blocks) {
  EXPECT_EQ(complaint("if x\n  y"), "expected ':' (1:5-1:6)");
  EXPECT_EQ(complaint("if x:\ny"), "expected an indented block after 'if' statement on line 1 (2:1-2:2)");
  EXPECT_EQ(complaint("def f():\nx"), "expected an indented block after function definition on line 1 (2:1-2:2)");
  EXPECT_EQ(complaint("try:\n  x\ny"), "expected 'except' or 'finally' block (3:1-3:2)");
  EXPECT_EQ(complaint("  x"), "unexpected indent (1:2-1:-1)");
  EXPECT_EQ(complaint("class C(x for x in y): pass"), "invalid syntax (1:11-1:14)");
}

TEST(SyntaxErrors, Assignments) {
  EXPECT_EQ(complaint("f() = 1"),
            "cannot assign to function call here. Maybe you meant '==' instead of '='? (1:1-1:4)");
  EXPECT_EQ(complaint("(a, 1) = b"), "cannot assign to literal (1:5-1:6)");
  EXPECT_EQ(complaint("None += 1"), "'None' is an illegal expression for augmented assignment (1:1-1:5)");
  EXPECT_EQ(complaint("(a, b): int"), "only single target (not tuple) can be annotated (1:1-1:7)");
  EXPECT_EQ(complaint("del f()"), "cannot delete function call (1:5-1:8)");
  EXPECT_EQ(complaint("for 1 in x: pass"), "cannot assign to literal (1:5-1:6)");
  EXPECT_EQ(complaint("if x = 3: pass"), "invalid syntax. Maybe you meant '==' or ':=' instead of '='? (1:4-1:9)");
}

TEST(SyntaxErrors, Calls) {
  EXPECT_EQ(complaint("f(a b)"), "invalid syntax. Perhaps you forgot a comma? (1:3-1:6)");
  EXPECT_EQ(complaint("f(a=1, b)"), "positional argument follows keyword argument (1:9-1:10)");
  EXPECT_EQ(complaint("f(**a, *b)"), "iterable argument unpacking follows keyword argument unpacking (1:6-1:10)");
  EXPECT_EQ(complaint("f(x for x in y, 1)"), "Generator expression must be parenthesized (1:3-1:15)");
  EXPECT_EQ(complaint("f(a.b=1)"), "expression cannot contain assignment, perhaps you meant \"==\"? (1:3-1:7)");
  EXPECT_EQ(complaint("f(True=1)"), "cannot assign to True (1:3-1:8)");
}

TEST(SyntaxErrors, Parameters) {
  EXPECT_EQ(complaint("def f(a=1, b): pass"),
            "parameter without a default follows parameter with a default (1:12-1:13)");
  EXPECT_EQ(complaint("def f(*): pass"), "named arguments must follow bare * (1:7-1:8)");
  EXPECT_EQ(complaint("def f(**a, b): pass"), "arguments cannot follow var-keyword argument (1:12-1:13)");
  EXPECT_EQ(complaint("def f(a, (b)): pass"), "Function parameters cannot be parenthesized (1:10-1:13)");
}

TEST(SyntaxErrors, OldAndAlmostPython) {
  EXPECT_EQ(complaint("print x"), "Missing parentheses in call to 'print'. Did you mean print(...)? (1:1-1:8)");
  EXPECT_EQ(complaint("x = a if b"), "expected 'else' after 'if' expression (1:5-1:11)");
  EXPECT_EQ(complaint("try:\n  x\nexcept A, B:\n  y"), "multiple exception types must be parenthesized (3:8-3:12)");
  EXPECT_EQ(complaint("import a from b"), "Did you mean to use 'from ... import ...' instead? (1:1-1:16)");
  EXPECT_EQ(complaint("1 + not 2"), "'not' after an operator must be parenthesized (1:5-1:10)");
}

TEST(SyntaxErrors, Displays) {
  EXPECT_EQ(complaint("[x, y for x in z]"), "did you forget parentheses around the comprehension target? (1:2-1:6)");
  EXPECT_EQ(complaint("{1: 2, 3}"), "':' expected after dictionary key (1:8-1:0)");
  EXPECT_EQ(complaint("{1: }"), "expression expected after dictionary key and ':' (1:3-1:4)");
  EXPECT_EQ(complaint("(*x)"), "cannot use starred expression here (1:2-1:4)");
}

TEST(SyntaxErrors, FStrings) {
  EXPECT_EQ(complaint("f'{}'"), "f-string: valid expression required before '}' (1:4-1:5)");
  EXPECT_EQ(complaint("f'{a b}'"), "invalid syntax. Perhaps you forgot a comma? (1:4-1:7)");
  EXPECT_EQ(complaint("f'{a!x}'"), "f-string: invalid conversion character 'x': expected 's', 'r', or 'a' (1:6-1:7)");
  EXPECT_EQ(complaint("f'{lambda x:1}'"),
            "f-string: lambda expressions are not allowed without parentheses (1:4-1:13)");
}

TEST(SyntaxErrors, ABrokenTokenFurtherOnIsReportedFirst) {
  EXPECT_EQ(complaint("x y\n1_"), "invalid decimal literal (2:2-2:2)");
  EXPECT_EQ(complaint("x y\nif a:\n    b\n  c\n"), "invalid syntax (1:3-1:4)");
}

TEST(SyntaxErrors, LookingAheadStopsAtABrokenToken) {
  EXPECT_EQ(complaint("match x\u201c"), "invalid character '\u201c' (U+201C) (1:8-1:8)");
  EXPECT_EQ(complaint("with (a '"), "unterminated string literal (detected at line 1) (1:9-1:9)");
}

TEST(SyntaxErrors, SayWhetherTheTextEndedTooEarly) {
  for (std::string_view text : {"if x:\n", "f(1,\n", "x = '''a\n", "def f():\n  try:\n    pass\n", "x = \\\n"}) {
    EXPECT_TRUE(Parsed(text, ParseMode::Single).result.error().incomplete) << text;
  }
  for (std::string_view text : {"x y\n", "x = )\n", "x = 'a\n", "1_\n"}) {
    EXPECT_FALSE(Parsed(text, ParseMode::Single).result.error().incomplete) << text;
  }
}

TEST(SyntaxErrors, NestingHasALimitAndCostsNoStack) {
  for (std::string_view piece : {"-", "not ", "lambda: ", "x if y else ", "2 ** "}) {
    std::string text;
    for (int i = 0; i < 50'000; ++i) text += piece;
    Parsed parsed(text + "1");
    ASSERT_FALSE(parsed.result.ok());
    EXPECT_EQ(parsed.result.error().type, "MemoryError");
  }
}

TEST(SyntaxErrors, DiagnosisOfDeepNestingIsFast) {
  // Each check tries its part of the text once; without that this would take longer than anyone can wait.
  for (std::string_view open : {"{", "f(x=", "[x for x in ", "{a: ", "(lambda x="}) {
    std::string text;
    for (int i = 0; i < 60; ++i) text += open;
    EXPECT_FALSE(Parsed(text + "a b").result.ok());
  }
}

}  // namespace
}  // namespace gilded::compiler
