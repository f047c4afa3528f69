// Code: what the compiler makes of one module, class body, function or comprehension, and all that the VM needs of the
// compiler.
//
// A Code is built once by codegen/, checked by the verifier, and never changed afterwards; it may be shared by threads
// and by runtimes. The VM wraps it in a code object that holds the constants as Values and the inline caches.
//
// Registers of a frame:
//
//   R[0 ..]            parameters: positional (positional-only first), keyword-only, then *args, then **kwargs
//   then               the other local variables            (all of local_names, in order)
//   then               cells of variables that are no parameters and are captured by inner functions (cell_names)
//   then               cells of the enclosing functions, copied from the closure on entry     (free_names)
//   then               temporaries, used as a stack: those above the base register of a call are dead during that call
//
// A captured parameter keeps its register; MAKE_CELL at the start of the function replaces the value by a cell. Class
// bodies and modules have local_names empty and their namespace in R[0] (EMPTY: the globals). All registers start EMPTY
// but the parameters.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace gilded::compiler {

struct Code;

// A constant of the source. Tuples and frozensets come from folding.
struct Constant {
  struct None {};
  struct Ellipsis {};
  struct BigInteger {
    std::string text;
    int base = 10;
  };  // digits without prefix and underscores, may start with '-'
  struct Complex {
    double real, imaginary;
  };
  struct Text {
    std::string utf8;
  };  // surrogates encoded as three bytes each (WTF-8)
  struct Bytes {
    std::string bytes;
  };
  struct Tuple {
    std::vector<Constant> items;
  };
  struct FrozenSet {
    std::vector<Constant> items;
  };
  std::variant<None, bool, Ellipsis, int64_t, BigInteger, double, Complex, Text, Bytes, Tuple, FrozenSet,
               std::shared_ptr<const Code>>
      value;
};

// Where an instruction comes from. Lines count from 1, columns are UTF-8 bytes from 0; line 0: no position (made by the
// compiler).
struct Position {
  int32_t line = 0, end_line = 0;
  int32_t column = -1, end_column = -1;
};

// [start, end) in words; on an exception there, the frame continues at target with the exception in R[register].
// Entries are sorted so that the innermost one that covers an address comes first.
struct ExceptionEntry {
  uint32_t start, end, target;
  uint16_t exception_register;
  // The entry is a try or with statement of the source: CPython does not check for a switch right before it enters one
  // (2.7 and 3.9: SETUP_FINALLY, SETUP_WITH), so that `lock.acquire(); try:` cannot be cut.
  bool is_statement;
};

// One inline cache: which name its instruction looks up (index into constants).
struct CacheSite {
  uint32_t name;
};

enum CodeFlags : uint32_t {  // values are CPython's co_flags
  kOptimized = 0x1,
  kNewLocals = 0x2,
  kVarArgs = 0x4,
  kVarKeywords = 0x8,
  kNested = 0x10,
  kGenerator = 0x20,
  kCoroutine = 0x80,
  kIterableCoroutine = 0x100,
  kAsyncGenerator = 0x200,
  kFutureAnnotations = 0x1000000
};

// Offsets of instructions that people and Python code see (co_code, f_lasti, dis) count bytes.
inline constexpr uint32_t kBytesPerWord = 4;

struct Code {
  std::string name, qualified_name, filename;
  int32_t first_line = 0;
  uint32_t flags = 0;
  uint32_t positional_only_count = 0;  // of positional_count
  uint32_t positional_count = 0;       // co_argcount: positional-only and positional-or-keyword
  uint32_t keyword_only_count = 0;
  std::vector<std::string> local_names;   // co_varnames: parameters first
  std::vector<std::string> cell_names;    // co_cellvars without captured parameters
  std::vector<uint32_t> cell_parameters;  // registers of captured parameters
  std::vector<std::string> free_names;    // co_freevars
  uint32_t register_count = 0;            // locals, cells, free variables and temporaries
  uint32_t suspended_registers =
      0;  // of a generator: the first so many hold all there is while it is suspended, or before it began
  uint32_t relocation = 0;     // see register_of; 0: every variable is where its number says
  bool has_namespace = false;  // class body or module: R[0] is the namespace
  bool is_class_body = false;
  std::vector<uint32_t> instructions;
  std::vector<Position> positions;  // one for each word of instructions
  std::vector<Constant> constants;  // constants[0] of a function is its docstring or None
  std::vector<CacheSite> caches;
  std::vector<ExceptionEntry> exceptions;
  std::shared_ptr<const std::string> kept_source;  // the whole text, where no file holds it: -c, the prompt

  // The register of the variable with this number, counted through locals, cells and free variables. Instructions reach
  // registers below kNearRegisters; of a frame with many variables the first kNearVariables stay where they are, and
  // the others that are in reach make room for temporaries; calls are kCallApart. (Parameters and free variables arrive
  // where their number says; the code starts by moving them.)
  static constexpr uint32_t kNearRegisters = 255, kNearVariables = 128;
  uint32_t register_of(uint32_t number) const {
    bool moved = relocation != 0 && number >= kNearVariables && number < kNearRegisters;
    return moved ? relocation + number - kNearVariables : number;
  }

  uint32_t first_cell() const { return has_namespace ? 1 : static_cast<uint32_t>(local_names.size()); }
  uint32_t first_free() const { return first_cell() + static_cast<uint32_t>(cell_names.size()); }
  uint32_t first_temporary() const { return first_free() + static_cast<uint32_t>(free_names.size()); }
  // Registers that the caller fills: all parameters.
  uint32_t parameter_count() const {
    return positional_count + keyword_only_count + ((flags & kVarArgs) ? 1 : 0) + ((flags & kVarKeywords) ? 1 : 0);
  }
};

}  // namespace gilded::compiler
