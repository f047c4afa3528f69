// The text of instructions, and the places where each era may switch.
#include "compiler/code/switch_points.h"
#include "tests/unit/compiler/compiled.h"

namespace gilded::compiler {
namespace {

TEST(Disassembler, LaysOutLinesLabelsAndMeanings) {
  EXPECT_EQ(disassemble(*compiled("for i in x:\n    print(i)\n")),
            "   1          RESUME               0\n"
            "              LOAD_NAME            r1 (x)\n"
            "              GET_ITER             r1, r1\n"
            "         L1:  FOR_ITER             r2, r1, to L2\n"
            "              STORE_NAME           r2 (i)\n"
            "\n"
            "   2          LOAD_NAME            r2 (print)\n"
            "              LOAD_NAME            r6 (i)\n"
            "              CALL                 r2, 1, 0\n"
            "\n"
            "   1          JUMP_BACKWARD        to L1\n"
            "         L2:  LOAD_CONST           r1 (None)\n"
            "              RETURN               r1\n");
}

TEST(Disassembler, ShowsConstantsAsPythonDoes) {
  EXPECT_EQ(constant_text({Constant::Text{"it's\n"}}), "\"it's\\n\"");
  EXPECT_EQ(constant_text({Constant::Bytes{"a\xff"}}), "b'a\\xff'");
  EXPECT_EQ(constant_text({Constant::Tuple{{{int64_t{1}}}}}), "(1,)");
  EXPECT_EQ(constant_text({1.0}), "1.0");
  EXPECT_EQ(constant_text({1e16}), "1e+16");
  EXPECT_EQ(constant_text({123456789012345.6}), "123456789012345.6");
  EXPECT_EQ(constant_text({1e-5}), "1e-05");
  EXPECT_EQ(constant_text({Constant::Text{"\xc2\x81 \xed\xbf\xbf \xc3\xa9"}}), "'\\x81 \\udfff \xc3\xa9'");
  EXPECT_EQ(constant_text({Constant::Complex{0, 2}}), "2j");
  EXPECT_EQ(constant_text({Constant::BigInteger{"ff", 16}}), "255");
}

TEST(Disassembler, PrintsTheExceptionTable) {
  std::string text = disassemble(*compiled("try: f()\nfinally: g()\n"));
  EXPECT_NE(text.find("ExceptionTable:\n  L1 to L2 -> L3 [r1] statement\n  L3 to L4 -> L4 [r3]\n"), std::string::npos)
      << text;
}

std::string marks(const Code& code, Era era) {
  std::string result;
  for (uint32_t at = 0; at < code.instructions.size();
       at += static_cast<uint32_t>(info(opcode_of(code.instructions[at])).length())) {
    result += "-tip"[static_cast<size_t>(switch_mark(code, at, era))];
  }
  return result;
}

TEST(SwitchPoints, EachEraHasItsOwn) {
  auto code = inner(compiled("def f(a):\n  x = a\n  for i in x:\n    g(i)\n"), "f");
  // RESUME, MOVE, GET_ITER, FOR_ITER, LOAD_GLOBAL, MOVE, CALL, JUMP_BACKWARD, LOAD_CONST, RETURN
  EXPECT_EQ(marks(*code, Era::k27), "--ttt-tt-t");
  EXPECT_EQ(marks(*code, Era::k39), "--iii-ii-i");
  EXPECT_EQ(marks(*code, Era::k312), "i-----ii--");
  EXPECT_EQ(marks(*code, Era::k313t), "pppppppppp");
}

TEST(SwitchPoints, NobodyAsksRightBeforeATryStatement) {
  auto code = inner(compiled("def f(lock):\n  lock.acquire()\n  try:\n    g()\n  finally:\n    lock.release()\n"), "f");
  uint32_t at = 0;
  for (const ExceptionEntry& entry : code->exceptions) {
    if (entry.is_statement) at = entry.start;
  }
  EXPECT_EQ(opcode_of(code->instructions[at]), Opcode::LOAD_GLOBAL);
  EXPECT_EQ(switch_mark(*code, at, Era::k27), SwitchMark::kNever);
  EXPECT_EQ(switch_mark(*code, at, Era::k39), SwitchMark::kNever);
}

TEST(SwitchPoints, FindsReadModifyWriteWindows) {
  auto code = inner(compiled("def f(self, d, k):\n"
                             "  global x\n"
                             "  x += 1\n"
                             "  self.n = self.n + 1\n"
                             "  d[k] += len(d)\n"
                             "  x = 1\n"
                             "  y = x\n"
                             "  y += 1\n"),
                    "f");
  auto windows = find_windows(*code);
  ASSERT_EQ(windows.size(), 3u);
  EXPECT_EQ(windows[0].what, "global x");
  EXPECT_EQ(windows[0].line, 3);
  EXPECT_EQ(windows[0].cut, (std::array<bool, 4>{true, true, false, true}));
  EXPECT_EQ(windows[1].what, "self.n");
  EXPECT_EQ(windows[2].what, "d[k]");
  EXPECT_EQ(windows[2].cut, (std::array<bool, 4>{true, true, true, true}));  // the call is a switch point
}

TEST(SwitchPoints, ConstantsAreNamedByTheirValue) {
  auto code = inner(compiled("def f(d):\n  for _ in d:\n    d['key'] = d['key'] * 2\n"), "f");
  auto windows = find_windows(*code);
  ASSERT_EQ(windows.size(), 1u);
  EXPECT_EQ(windows[0].what, "d['key']");
}

TEST(SwitchPoints, SharedVariablesOfInnerFunctionsCount) {
  auto code = inner(compiled("def f():\n  n = 0\n  def g():\n    nonlocal n\n    n += 1\n"), "g");
  auto windows = find_windows(*code);
  ASSERT_EQ(windows.size(), 1u);
  EXPECT_EQ(windows[0].what, "shared variable n");
}

TEST(Disassembler, BracketsWindows) {
  DisassemblyOptions options;
  options.show_switches = true;
  std::string text = disassemble(*inner(compiled("def f():\n  global x\n  x += 1\n"), "f"), options);
  EXPECT_NE(text.find("┌  LOAD_GLOBAL"), std::string::npos) << text;
  EXPECT_NE(text.find("└  STORE_GLOBAL"), std::string::npos) << text;
  EXPECT_NE(text.find("global x is read, then written: cut by 2.7 yes · 3.9 yes · 3.12 no (by luck) · 3.13t always"),
            std::string::npos)
      << text;
}

}  // namespace
}  // namespace gilded::compiler
