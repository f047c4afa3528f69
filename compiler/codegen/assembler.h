// Assembler: turns the code generator's requests into the words, positions, constants, caches and exception table of
// one Code.
//
// It knows which code can be reached: after a jump, return or raise it drops what is emitted until a label that was
// jumped to is bound. It also follows which registers of local variables certainly hold a value (the "bound set"),
// joining the sets of all jumps at each label, so that the generator checks only the others.
//
// Thread safety: none; one Assembler belongs to one compilation.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/code/code.h"
#include "compiler/code/opcode.h"

namespace gilded::compiler {

// Which of the first 256 registers certainly hold a value.
struct BoundSet {
  std::array<uint64_t, 4> words{};

  bool has(int index) const { return (words[static_cast<size_t>(index) >> 6] >> (index & 63)) & 1; }
  void add(int index) { words[static_cast<size_t>(index) >> 6] |= uint64_t{1} << (index & 63); }
  void remove(int index) { words[static_cast<size_t>(index) >> 6] &= ~(uint64_t{1} << (index & 63)); }
  void intersect(const BoundSet& other) {
    for (size_t i = 0; i < words.size(); i++) words[i] &= other.words[i];
  }
  void remove_all(const BoundSet& other) {
    for (size_t i = 0; i < words.size(); i++) words[i] &= ~other.words[i];
  }
};

// A place in the code that jumps can go to before and after it is bound.
struct Label {
  int32_t address = -1;  // in words, once bound
  int32_t fixups = -1;   // chain of the jumps that wait for the address
  bool reached = false;  // some jump goes here
  BoundSet state;        // what all those jumps agree on
};

// The code of a unit has a conditional jump that 16 bits cannot express: it is generated again with long jumps.
struct JumpTooFar {};

class Assembler {
 public:
  Assembler(Code& code, Arena& arena, bool long_jumps) : code_(code), arena_(arena), long_jumps_(long_jumps) {}

  bool reachable() const { return reachable_; }
  uint32_t here() const { return static_cast<uint32_t>(code_.instructions.size()); }

  void emit(const ast::Position& at, Opcode opcode, int a = 0, int b = 0, int c = 0) {
    if (reachable_) put(at, encode_abc(opcode, u(a), u(b), u(c)));
  }
  void emit_d(const ast::Position& at, Opcode opcode, int a, uint32_t d) {
    if (reachable_) put(at, encode_ad(opcode, u(a), d));
  }
  void emit_aux(const ast::Position& at, Opcode opcode, int a, int b, int c, uint32_t aux) {
    if (!reachable_) return;
    put(at, encode_abc(opcode, u(a), u(b), u(c)));
    put(at, aux);
  }
  void emit_d_aux(const ast::Position& at, Opcode opcode, int a, uint32_t d, uint32_t aux) {
    if (!reachable_) return;
    put(at, encode_ad(opcode, u(a), d));
    put(at, aux);
  }
  // The slice that the last instruction put into this register, if it did, is read by the next one alone.
  void mark_passing_slice(int a);
  // An instruction with an inline cache for `name`.
  void emit_cached(const ast::Position& at, Opcode opcode, int a, int b, ast::Identifier name);

  // RETURN, RAISE and RERAISE: nothing after them is reached.
  void end_path() { reachable_ = false; }

  // ---- Jumps
  void jump(const ast::Position& at, Label& label, Opcode opcode = Opcode::JUMP);
  // JUMP_IF_TRUE, JUMP_IF_FALSE, JUMP_IF_NONE or JUMP_IF_NOT_NONE.
  void jump_if(const ast::Position& at, Opcode opcode, int a, Label& label);
  // JUMP_LESS ... JUMP_GREATER_EQUAL, FOR_ITER and SEND: the jump is the AUX word.
  void jump_aux(const ast::Position& at, Opcode opcode, int a, int b, int c, Label& label);
  // Jumps from here on go on at the label. Where it is the head of a loop, call weaken() before.
  void bind(Label& label);

  BoundSet& bound() { return bound_; }
  // Registers that a deletion somewhere may empty lose their certainty where control comes from unknown places.
  void weaken() { bound_.remove_all(unbindable_); }
  void set_unbindable(int index) { unbindable_.add(index); }
  const BoundSet& unbindable() const { return unbindable_; }

  // ---- Exception table
  struct Region {
    Label* handler;
    int exception_register;
    bool is_statement;
    uint32_t start;
    BoundSet state;  // at its start
  };
  // A label that lives as long as the assembler, as handlers' labels must.
  Label& make_label() { return labels_.emplace_back(); }
  // From here on exceptions go to `handler`, which make_label() made.
  void open_region(Label& handler, int exception_register, bool is_statement);
  // Ends the innermost region.
  void close_region();
  size_t region_count() const { return regions_.size(); }
  // Ends all regions but the outer `count` for a while, for the code of an exit path, and resumes them afterwards.
  std::vector<Region> suspend_regions(size_t count);
  void resume_regions(std::vector<Region> regions, size_t count);

  // ---- Constants
  uint32_t constant(Constant value);
  uint32_t text_constant(std::string_view text);  // also names
  uint32_t integer_constant(int64_t value);
  uint32_t none_constant();
  uint32_t code_constant(std::shared_ptr<const Code> code);
  void reserve_constant(Constant value) {
    code_.constants.push_back(std::move(value));
  }  // the first one: the docstring

  // Completes the Code: sorts the exception table.
  void finish();

 private:
  static uint32_t u(int value) { return static_cast<uint32_t>(value); }
  void put(const ast::Position& at, uint32_t word) {
    code_.instructions.push_back(word);
    if (at.lineno == 0 && !joined_ && !code_.positions.empty()) {
      // Control can only come from the instruction before: it is that one's line that is running.
      code_.positions.push_back(code_.positions.back());
    } else {
      code_.positions.push_back(
          {at.lineno, at.end_lineno, at.lineno == 0 ? -1 : at.col_offset, at.lineno == 0 ? -1 : at.end_col_offset});
    }
    joined_ = false;
  }
  struct Fixup {
    uint32_t jump;  // address of the instruction
    int32_t next;   // in the label's chain
  };
  void thread_jumps();
  void split_exits();
  void reach(Label& label);
  // The jump at `jump` goes to the label, now or when it is bound.
  void refer(Label& label, uint32_t jump);
  void patch(uint32_t jump, int32_t address);
  void record(const Region& region, size_t depth);
  uint32_t add_constant(Constant value) {
    code_.constants.push_back(std::move(value));
    return static_cast<uint32_t>(code_.constants.size() - 1);
  }

  struct Entry {
    uint32_t start, end;
    Label* handler;
    int exception_register;
    bool is_statement;
    size_t depth;
  };

  Code& code_;
  Arena& arena_;
  bool long_jumps_;
  bool reachable_ = true;
  bool joined_ = false;  // a label was bound since the last instruction
  BoundSet bound_, unbindable_;
  std::vector<Fixup> fixups_;
  std::deque<Label> labels_;
  std::vector<Region> regions_;
  std::vector<Entry> entries_;
  std::unordered_map<const char*, uint32_t> texts_;  // by interned address
  std::unordered_map<int64_t, uint32_t> integers_;
  std::unordered_map<std::string, uint32_t> others_;
  int64_t none_ = -1, empty_text_ = -1;
};

}  // namespace gilded::compiler
