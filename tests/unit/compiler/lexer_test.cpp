// Text to tokens: layout, literals, f-strings, identifiers, and what the lexer refuses.
#include "compiler/lexer/lexer.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "compiler/lexer/dump.h"

namespace gilded::compiler {
namespace {

Source source_of(std::string_view text) {
  return std::move(Source::from_text(text, "test.py").value());
}

// The kinds of all tokens but the last (ENDMARKER), with the text of those whose spelling varies.
std::string kinds(std::string_view text) {
  Source source = source_of(text);
  TokenStream stream = tokenize(source);
  EXPECT_FALSE(stream.error) << stream.error->message;
  std::string result;
  for (const Token& token : stream.tokens) {
    if (token.kind == TokenKind::ENDMARKER) break;
    if (!result.empty()) result += ' ';
    std::string_view spelling = token_spelling(token.kind);
    if (!spelling.empty()) {
      result += spelling;
    } else if (token_category(token.kind) == TokenCategory::Varying) {
      result +=
          fmt::format("{}<{}>", token_name(token.kind), source.text().substr(token.start, token.end - token.start));
    } else {
      result += token_name(token.kind);
    }
  }
  return result;
}

// "message (line:offset)" of the lexer's complaint.
std::string complaint(std::string_view text) {
  TokenStream stream = tokenize(source_of(text));
  if (!stream.error) return "no complaint";
  return fmt::format("{} ({}:{})", stream.error->message, stream.error->lineno, stream.error->offset);
}

TEST(Lexer, IndentationBecomesTokens) {
  EXPECT_EQ(kinds("if x:\n  y\n  z\nw\n"),
            "if NAME<x> : NEWLINE INDENT NAME<y> NEWLINE NAME<z> NEWLINE DEDENT NAME<w> NEWLINE");
}

TEST(Lexer, OpenBlocksCloseAtTheEndOfTheText) {
  EXPECT_EQ(kinds("if x:\n  if y:\n    z"),
            "if NAME<x> : NEWLINE INDENT if NAME<y> : NEWLINE INDENT NAME<z> NEWLINE DEDENT DEDENT");
}

TEST(Lexer, BlankAndCommentLinesDoNotMatter) {
  EXPECT_EQ(kinds("if x:\n  y\n\n# comment\n      # deeper\n  z\n"),
            "if NAME<x> : NEWLINE INDENT NAME<y> NEWLINE NAME<z> NEWLINE DEDENT");
}

TEST(Lexer, ATabReachesToTheNextMultipleOfEight) {
  EXPECT_EQ(kinds("if x:\n        if y:\n        \tz\n"),
            "if NAME<x> : NEWLINE INDENT if NAME<y> : NEWLINE INDENT NAME<z> NEWLINE DEDENT DEDENT");
  EXPECT_EQ(complaint("if x:\n\ty\n        z\n"), "inconsistent use of tabs and spaces in indentation (3:1)");
}

TEST(Lexer, AFormFeedStartsTheIndentationAnew) {
  EXPECT_EQ(kinds("x\n\fy\n"), "NAME<x> NEWLINE NAME<y> NEWLINE");
}

TEST(Lexer, BracketsAndBackslashesJoinLines) {
  EXPECT_EQ(kinds("f(a,\n   b)\n"), "NAME<f> ( NAME<a> , NAME<b> ) NEWLINE");
  EXPECT_EQ(kinds("x = \\\n  1\n"), "NAME<x> = NUMBER<1> NEWLINE");
}

TEST(Lexer, EveryLineEndIsTheSame) {
  EXPECT_EQ(kinds("a\r\nb\rc\n"), kinds("a\nb\nc\n"));
}

TEST(Lexer, TheLongestOperatorWins) {
  EXPECT_EQ(kinds("a**=b//c>>=d->e:=f...g!=h"),
            "NAME<a> **= NAME<b> // NAME<c> >>= NAME<d> -> NAME<e> := NAME<f> ... NAME<g> != NAME<h> NEWLINE");
}

TEST(Lexer, Numbers) {
  for (std::string number : {"0", "00", "1_000", "0xDead_beef", "0o17", "0b1_0", "1.", ".5", "1e10", "1_0.0_1E-1_0",
                             "3j", "1.5J", "0_0", "09.5", "09e1"}) {
    EXPECT_EQ(kinds(number), fmt::format("NUMBER<{}> NEWLINE", number));
  }
  EXPECT_EQ(kinds("1..real"), "NUMBER<1.> . NAME<real> NEWLINE");
  EXPECT_EQ(kinds("1if 2else 3"), "NUMBER<1> if NUMBER<2> else NUMBER<3> NEWLINE");
}

TEST(Lexer, BrokenNumbers) {
  EXPECT_EQ(complaint("1abc"), "invalid decimal literal (1:1)");
  EXPECT_EQ(complaint("1__0"), "invalid decimal literal (1:2)");
  EXPECT_EQ(complaint("1e+"), "invalid decimal literal (1:3)");
  EXPECT_EQ(complaint("0x"), "invalid hexadecimal literal (1:2)");
  EXPECT_EQ(complaint("0o8"), "invalid digit '8' in octal literal (1:3)");
  EXPECT_EQ(complaint("0b12"), "invalid digit '2' in binary literal (1:4)");
  EXPECT_EQ(complaint("2jx"), "invalid imaginary literal (1:2)");
  EXPECT_EQ(complaint("x = 012"),
            "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers (1:5)");
}

TEST(Lexer, StringPrefixes) {
  for (std::string text :
       {"'a'", "r'a'", "Rb'a'", "bR\"a\"", "u'a'", "b'''a\nb'''", "'a\\'b'", "\"\"\"a\"b\"\"c\"\"\"", "'a\\\nb'"}) {
    EXPECT_EQ(kinds(text), fmt::format("STRING<{}> NEWLINE", text));
  }
  EXPECT_EQ(kinds("ub'a'"), "NAME<ub> STRING<'a'> NEWLINE");
}

TEST(Lexer, UnterminatedStrings) {
  EXPECT_EQ(complaint("x = 'a\ny"), "unterminated string literal (detected at line 1) (1:5)");
  EXPECT_EQ(complaint("'a\\'"),
            "unterminated string literal (detected at line 1); perhaps you escaped the end quote? (1:1)");
  EXPECT_EQ(complaint("'''a\nb"), "unterminated triple-quoted string literal (detected at line 2) (1:1)");
  EXPECT_EQ(complaint("f'a"), "unterminated f-string literal (detected at line 1) (1:1)");
}

TEST(Lexer, FStringsAreTokensInside) {
  EXPECT_EQ(kinds("f'a{x}b'"),
            "FSTRING_START<f'> FSTRING_MIDDLE<a> { NAME<x> } FSTRING_MIDDLE<b> FSTRING_END<'> NEWLINE");
  EXPECT_EQ(kinds("f'{x!r:>{w}}'"),
            "FSTRING_START<f'> { NAME<x> ! NAME<r> : FSTRING_MIDDLE<>> { NAME<w> } FSTRING_MIDDLE<> } FSTRING_END<'> "
            "NEWLINE");
}

TEST(Lexer, FStringsNestWithTheSameQuotes) {
  EXPECT_EQ(kinds("f'{f'{1}'}'"),
            "FSTRING_START<f'> { FSTRING_START<f'> { NUMBER<1> } FSTRING_END<'> } FSTRING_END<'> NEWLINE");
  EXPECT_EQ(kinds("f'{d['k']}'"), "FSTRING_START<f'> { NAME<d> [ STRING<'k'> ] } FSTRING_END<'> NEWLINE");
}

TEST(Lexer, DoubledBracesAreText) {
  EXPECT_EQ(kinds("f'{{x}}'"), "FSTRING_START<f'> FSTRING_MIDDLE<{> FSTRING_MIDDLE<x}> FSTRING_END<'> NEWLINE");
}

TEST(Lexer, OnlyTheOutermostColonStartsAFormatSpecifier) {
  EXPECT_EQ(kinds("f'{a[1:2]:3}'"),
            "FSTRING_START<f'> { NAME<a> [ NUMBER<1> : NUMBER<2> ] : FSTRING_MIDDLE<3> } FSTRING_END<'> NEWLINE");
}

TEST(Lexer, BrokenFStrings) {
  EXPECT_EQ(complaint("f'}'"), "f-string: single '}' is not allowed (1:3)");
  EXPECT_EQ(complaint("f'{'"), "f-string: expecting '}' (1:4)");
  EXPECT_EQ(complaint("f'{)}'"), "f-string: unmatched ')' (1:4)");
  EXPECT_EQ(complaint("f'{a:{b:{c:{d}}}}'"), "f-string: expressions nested too deeply (1:11)");
}

TEST(Lexer, Brackets) {
  EXPECT_EQ(complaint("x)"), "unmatched ')' (1:2)");
  EXPECT_EQ(complaint("(]"), "closing parenthesis ']' does not match opening parenthesis '(' (1:2)");
  EXPECT_EQ(complaint("(\n]"), "closing parenthesis ']' does not match opening parenthesis '(' on line 1 (2:1)");
  EXPECT_EQ(complaint(std::string(201, '(')), "too many nested parentheses (1:201)");
  TokenStream open = tokenize(source_of("a = [\n(1)\n"));
  EXPECT_EQ(open.tokens.back().kind, TokenKind::UNCLOSED);
  EXPECT_EQ(open.unclosed.bracket, '[');
  EXPECT_EQ(open.unclosed.col_offset, 4);
}

TEST(Lexer, Identifiers) {
  EXPECT_EQ(kinds("größe = 数"), "NAME<größe> = NAME<数> NEWLINE");
  EXPECT_EQ(complaint("“a”"), "invalid character '“' (U+201C) (1:1)");
  EXPECT_EQ(complaint("a\u00a0= 1"), "invalid non-printable character U+00A0 (1:2)");
}

TEST(Lexer, Indentation) {
  EXPECT_EQ(complaint("if x:\n    a\n  b\n"), "unindent does not match any outer indentation level (3:4)");
  std::string deep;
  for (size_t level = 0; level < 102; ++level) deep += std::string(level, ' ') + "if x:\n";
  EXPECT_EQ(complaint(deep), "too many levels of indentation (101:1)");
}

TEST(Lexer, BackslashMustEndTheLine) {
  EXPECT_EQ(complaint("x = \\ 1"), "unexpected character after line continuation character (1:6)");
  EXPECT_EQ(complaint("x = \\"), "unexpected EOF while parsing (1:6)");
}

TEST(Lexer, ColumnsCountBytes) {
  TokenStream stream = tokenize(source_of("é = 1\n"));
  EXPECT_EQ(stream.tokens[1].col_offset, 3);
}

TEST(Source, DecodesWhatTheCodingLineSays) {
  EXPECT_EQ(Source::from_bytes("# -*- coding: latin-1 -*-\nx = '\xE9'\n", "f")->text(),
            "# -*- coding: latin-1 -*-\nx = 'é'\n");
  EXPECT_EQ(Source::from_bytes("\xEF\xBB\xBFx\n", "f")->text(), "x\n");
  EXPECT_FALSE(Source::from_bytes("# coding: no-such-thing\n", "f").ok());
  EXPECT_FALSE(Source::from_bytes("x = '\xFF'\n", "f").ok());
  EXPECT_FALSE(Source::from_text(std::string_view("a\0b", 3), "f").ok());
}

}  // namespace
}  // namespace gilded::compiler
