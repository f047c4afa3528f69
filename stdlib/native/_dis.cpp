// _dis: what the module dis asks of the compiler's disassembler, so that the marks it prints are those that `gilded
// dis` prints and that the virtual machine obeys.
#include "compiler/code/disassembler.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/threading/gil.h"
#include "vm/types/code_object.h"
#include "vm/types/dict.h"
#include "vm/types/int.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

const CodeObject* code_argument(Thread* T, Value v) {
  if (is_kind(v, Kind::kCode)) return v.as<CodeObject>();
  return raise(T, Builtin::kTypeError, "a code object is expected, not {}", type_name(T, v));
}
Value text(Thread* T, std::string_view s) {
  return make_string(T, s);
}
bool is_set(Arguments args, size_t i) {
  return args.has(i) && args[i].is_true();
}

// disassemble(code, lasti, show_offsets, show_switch) -> str
Value dis_disassemble(Thread* T, Arguments args) {
  const CodeObject* code = code_argument(T, args[0]);
  int64_t marked;
  if (!code || !to_int64(T, args[1], &marked)) return kEmpty;
  compiler::DisassemblyOptions options;
  options.recursive = options.show_header = false;
  options.marked = marked < 0 ? -1 : marked / compiler::kBytesPerWord;
  options.show_offsets = is_set(args, 2);
  options.show_switches = is_set(args, 3);
  return text(T, compiler::disassemble(*code->code, options));
}

Value dis_header(Thread* T, Arguments) {
  return text(T, compiler::switch_header());
}
Value dis_legend(Thread* T, Arguments) {
  return text(T, compiler::switch_legend());
}

Value position_tuple(Thread* T, const compiler::Position& p) {
  auto number = [](int32_t n, bool known) { return known ? Value::small_int(n) : kNone; };
  return make_tuple(T, {number(p.line, p.line > 0), number(p.end_line, p.line > 0), number(p.column, p.column >= 0),
                        number(p.end_column, p.column >= 0)});
}

// instructions(code) -> list of (name, opcode, operand bits, operands as text, constant or None, has constant,
// registers, jump target or None, offset, length, line or None, starts a line, label or None, position, marks, bracket)
Value dis_instructions(Thread* T, Arguments args) {
  const CodeObject* code = code_argument(T, args[0]);
  if (!code) return kEmpty;
  List* list = make_list(T);
  if (!list) return kEmpty;
  for (const compiler::Instruction& instruction : compiler::instructions_of(*code->code)) {
    const compiler::OpcodeInfo& about = compiler::info(instruction.opcode);
    List* registers = make_list(T);
    for (const std::string& name : instruction.registers) {
      if (!registers || !list_append(T, registers, text(T, name))) return kEmpty;
    }
    List* marks = make_list(T);
    for (compiler::SwitchMark mark : instruction.switches) {
      if (!marks || !list_append(T, marks, text(T, compiler::switch_symbol(mark)))) return kEmpty;
    }
    if (!registers || !marks) return kEmpty;
    Value position = position_tuple(T, code->code->positions[instruction.address]);
    Tuple* row = make_tuple(
        T, {text(T, about.name), Value::small_int(static_cast<int64_t>(instruction.opcode)),
            Value::small_int(code->code->instructions[instruction.address] >> 8), text(T, instruction.operands),
            instruction.constant ? code->constants[*instruction.constant] : kNone,
            Value::boolean(instruction.constant.has_value()), tuple_from_iterable(T, registers),
            instruction.jump_target ? Value::small_int(offset_of_word(*instruction.jump_target)) : kNone,
            Value::small_int(offset_of_word(instruction.address)), Value::small_int(offset_of_word(instruction.length)),
            instruction.line ? Value::small_int(instruction.line) : kNone, Value::boolean(instruction.starts_line),
            instruction.label ? Value::small_int(instruction.label) : kNone, position, tuple_from_iterable(T, marks),
            text(T, instruction.bracket)});
    if (!row || T->has_exception() || !list_append(T, list, row)) return kEmpty;
  }
  return list;
}

// windows(code) -> list of (offset of the read, offset of the write, line, what, (cut in 2.7, 3.9, 3.12, 3.13t))
Value dis_windows(Thread* T, Arguments args) {
  const CodeObject* code = code_argument(T, args[0]);
  List* list = code ? make_list(T) : nullptr;
  if (!list) return kEmpty;
  for (const compiler::ReadModifyWrite& window : compiler::find_windows(*code->code)) {
    Tuple* cut = make_tuple(T, {Value::boolean(window.cut[0]), Value::boolean(window.cut[1]),
                                Value::boolean(window.cut[2]), Value::boolean(window.cut[3])});
    Tuple* row = cut ? make_tuple(T, {Value::small_int(offset_of_word(window.load)),
                                      Value::small_int(offset_of_word(window.store)), Value::small_int(window.line),
                                      text(T, window.what), cut})
                     : nullptr;
    if (!row || !list_append(T, list, row)) return kEmpty;
  }
  return list;
}

// opcodes() -> list of (name, kinds of the operands, meaning), by number
Value dis_opcodes(Thread* T, Arguments) {
  List* list = make_list(T);
  for (const compiler::OpcodeInfo& about : compiler::kOpcodeInfo) {
    Tuple* row = make_tuple(T, {text(T, about.name), text(T, about.operands), text(T, about.meaning)});
    if (!list || !row || !list_append(T, list, row)) return kEmpty;
  }
  return list;
}

// record_switches(True) starts noting the instructions at which threads give way; record_switches(False) ends it and
// returns them.
Value dis_record_switches(Thread* T, Arguments args) {
  SwitchRecorder& recorder = T->runtime->gil->recorder;
  if (args[0].is_true()) return recorder.start(T) ? kNone : kEmpty;
  return recorder.stop(T);
}

const NativeMethod kFunctions[] = {
    {"disassemble(code, lasti, show_offsets, show_switch, /)", dis_disassemble, "The text of one code object."},
    {"header()", dis_header, "The line above the columns of show_switch."},
    {"legend()", dis_legend, "What the columns of show_switch mean."},
    {"instructions(code, /)", dis_instructions, "The instructions of one code object, taken apart."},
    {"windows(code, /)", dis_windows, "The places where a value is read and then written back."},
    {"opcodes()", dis_opcodes, "Names, operand kinds and meanings of all instructions."},
    {"record_switches(on, /)", dis_record_switches,
     "Start noting where threads give way, or end it and return the places."},
    {nullptr, nullptr, nullptr}};

}  // namespace

Value initialize_dis_module(Thread* T) {
  Module* module = make_module(T, "_dis");
  if (!module || !add_functions(T, module, kFunctions)) return kEmpty;
  List* presets = make_list(T);
  for (std::string_view era : compiler::kEraNames) {
    if (!presets || !list_append(T, presets, text(T, era))) return kEmpty;
  }
  Tuple* tuple = presets ? tuple_from_iterable(T, presets) : nullptr;
  return tuple && module_set(T, module, "presets", tuple) ? Value(module) : kEmpty;
}

}  // namespace gilded
