// Code taken apart: as a list of instructions for tools, and as text laid out like Python's dis: line numbers, labels,
// names of instructions, operands with their meaning.
//
// Thread safety: reads its arguments only.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "compiler/code/code.h"
#include "compiler/code/opcode.h"
#include "compiler/code/switch_points.h"

namespace gilded::compiler {

struct DisassemblyOptions {
  bool show_switches = false;   // columns that tell where each era may switch, and the windows that this cuts
  bool show_offsets = false;    // the offset of every instruction, in bytes
  bool show_positions = false;  // the source range of every instruction
  bool show_header = true;      // with show_switches: the line above the columns
  bool recursive = true;        // also the functions and classes inside
  int64_t marked = -1;          // the address of the instruction that gets an arrow; -1: none
};

struct Instruction {
  uint32_t address = 0;  // in words; offsets that people see count bytes, four to a word
  uint32_t length = 0;   // in words
  Opcode opcode{};
  std::string operands;                 // as the text shows them
  std::string meaning;                  // of operands that are numbers: a constant, a name, an operation
  std::vector<std::string> registers;   // of the operands that are registers, what they hold
  std::optional<uint32_t> constant;     // index of the constant or name that it refers to
  std::optional<uint32_t> jump_target;  // address
  int label = 0;                        // number of the label that jumps to it name; 0: none
  int32_t line = 0;                     // 0: none
  bool starts_line = false;
  std::array<SwitchMark, 4> switches{};  // by Era
  std::string_view bracket = " ";        // of the read-modify-write that it belongs to: ┌ │ └ or blank
};

// All instructions of `code`, not of the functions inside it.
std::vector<Instruction> instructions_of(const Code& code);

std::string disassemble(const Code& code, const DisassemblyOptions& options = {});

// One instruction without its address: the name and its operands. REQUIRES: `at` is the address of an instruction.
std::string instruction_text(const Code& code, uint32_t at);

// The line above the columns that show_switches adds, and their explanation.
std::string switch_header();
std::string switch_legend();
// One sign for one column: t, i, ∥ or ·
std::string_view switch_symbol(SwitchMark mark);
std::string_view effect_text(SharedEffect effect);
// "global x is read, then written: cut by ..."
std::string window_text(const ReadModifyWrite& window);

// A constant as Python's repr shows it.
std::string constant_text(const Constant& constant);

// What a register holds: a variable's name, or r and its number.
std::string register_name(const Code& code, uint32_t number);

}  // namespace gilded::compiler
