// From an instruction's address back to the source: for reports, after the fact.
//
// Addresses stay valid as long as the runtime, which keeps all compiled code. Thread safety: the table is made once and
// then only read.
#pragma once

#include <string>
#include <vector>

#include "compiler/code/code.h"
#include "vm/threading/thread.h"

namespace gilded {

struct SourcePlace {
  std::string file, function, instruction;  // "INPLACE_ADD_INT  counter ..."
  std::string source;                       // the line's text without indentation; "" when it cannot be read
  int line = 0;                             // 0: unknown
  bool known() const { return line != 0; }
  // "lost_update.py:21", the last part of the file's name.
  std::string label() const;
};

class PlaceTable {
 public:
  explicit PlaceTable(Thread* T);
  // A place with line 0 for null and for what is no instruction.
  SourcePlace find(const uint32_t* pc) const;
  // File, line and function only; cheaper.
  SourcePlace find_line(const uint32_t* pc) const;
  // The code that has this instruction, and its number there. Null: none.
  const compiler::Code* code_of(const uint32_t* pc, uint32_t* at) const;

 private:
  Thread* thread_;
  std::vector<const compiler::Code*> codes_;  // by the address of their instructions
};

}  // namespace gilded
