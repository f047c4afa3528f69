// Codes with one thing wrong each.
#include "compiler/code/opcode.h"
#include "tests/unit/compiler/compiled.h"

namespace gilded::compiler {
namespace {

// A correct Code of `words`, with three registers, one constant that is a name and one cache.
Code code_of(std::vector<uint32_t> words) {
  Code code;
  code.name = code.qualified_name = "f";
  code.local_names = {"x"};
  code.register_count = 3;
  code.constants = {{Constant::Text{"name"}}, {int64_t{1}}};
  code.caches = {{0}};
  code.instructions = std::move(words);
  code.positions.resize(code.instructions.size());
  return code;
}

const uint32_t kReturn = encode_abc(Opcode::RETURN, 0, 0, 0);

std::string problem(const Code& code) {
  return verify(code).value_or("");
}

TEST(Verifier, AcceptsWhatIsRight) {
  EXPECT_EQ(
      problem(code_of({encode_ad(Opcode::LOAD_CONST, 2, 1), encode_abc(Opcode::LOAD_GLOBAL, 1, 0, 0), 0, kReturn})),
      "");
}

TEST(Verifier, Registers) {
  EXPECT_NE(problem(code_of({encode_abc(Opcode::MOVE, 3, 0, 0), kReturn})), "");
  EXPECT_NE(problem(code_of({encode_abc(Opcode::BUILD_LIST, 0, 1, 3), kReturn})), "");
  EXPECT_NE(problem(code_of({encode_abc(Opcode::CALL, 0, 0, 0), kReturn})), "");
  EXPECT_NE(problem(code_of({encode_abc(Opcode::UNPACK_EX, 0, 0, 1), 2, kReturn})), "");
}

TEST(Verifier, ConstantsNamesAndCaches) {
  EXPECT_NE(problem(code_of({encode_ad(Opcode::LOAD_CONST, 0, 2), kReturn})), "");
  EXPECT_NE(problem(code_of({encode_ad(Opcode::DELETE_NAME, 0, 1), kReturn})), "");
  EXPECT_NE(problem(code_of({encode_abc(Opcode::LOAD_GLOBAL, 0, 0, 0), 1, kReturn})), "");
  EXPECT_NE(problem(code_of({encode_ad(Opcode::CHECK_BOUND, 0, 1), kReturn})), "");
}

TEST(Verifier, Jumps) {
  EXPECT_EQ(problem(code_of({encode_x(Opcode::JUMP, -1)})), "");
  EXPECT_NE(problem(code_of({encode_x(Opcode::JUMP, 0)})), "");
  EXPECT_NE(problem(code_of({encode_x(Opcode::JUMP, -2)})), "");
  // Into the middle of a two-word instruction.
  EXPECT_NE(
      problem(code_of({encode_ad(Opcode::JUMP_IF_TRUE, 0, 1), encode_abc(Opcode::LOAD_GLOBAL, 0, 0, 0), 0, kReturn})),
      "");
}

TEST(Verifier, TheEnd) {
  EXPECT_NE(problem(code_of({encode_abc(Opcode::NOP, 0, 0, 0)})), "");
  EXPECT_NE(problem(code_of({encode_abc(Opcode::LOAD_GLOBAL, 0, 0, 0)})), "");
  EXPECT_NE(problem(code_of({})), "");
}

TEST(Verifier, UnknownOpcodes) {
  EXPECT_NE(problem(code_of({0xff, kReturn})), "");
}

TEST(Verifier, ExceptionEntries) {
  Code code = code_of({encode_abc(Opcode::LOAD_GLOBAL, 0, 0, 0), 0, kReturn});
  code.exceptions = {{0, 2, 2, 1, false}};
  EXPECT_EQ(problem(code), "");
  code.exceptions = {{0, 1, 2, 1, false}};
  EXPECT_NE(problem(code), "");
  code.exceptions = {{0, 2, 1, 1, false}};
  EXPECT_NE(problem(code), "");
  code.exceptions = {{0, 2, 2, 3, false}};
  EXPECT_NE(problem(code), "");
  code.exceptions = {{2, 2, 2, 1, false}};
  EXPECT_NE(problem(code), "");
}

TEST(Verifier, DelegationStandsAfterItsSend) {
  EXPECT_NE(problem(code_of({encode_abc(Opcode::YIELD_DELEGATE, 0, 0, 1), kReturn})), "");
  EXPECT_EQ(
      problem(code_of({encode_abc(Opcode::SEND, 0, 1, 0), 1, encode_abc(Opcode::YIELD_DELEGATE, 0, 0, 1), kReturn})),
      "");
}

TEST(Verifier, LooksInside) {
  auto bad = std::make_shared<Code>(code_of({encode_abc(Opcode::NOP, 0, 0, 0)}));
  Code code = code_of({kReturn});
  code.constants.push_back({std::shared_ptr<const Code>(bad)});
  EXPECT_NE(problem(code), "");
}

}  // namespace
}  // namespace gilded::compiler
