#include "stdlib/native/site_builtins.h"

#include "vm/interpreter/interpreter.h"
#include "vm/object/errors.h"
#include "vm/object/native.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/exception.h"
#include "vm/types/module.h"
#include "vm/types/record.h"
#include "vm/types/string.h"

namespace gilded {

namespace {

constexpr size_t kName = 0, kText = 1, kSlots = 2;

// exit and quit: seen without a call they say how to call them.
Value quitter_repr(Thread* T, Value self) {
  return make_string(
      T, fmt::format("Use {}() or Ctrl-D (i.e. EOF) to exit", to_utf8(as_string(self.as<Record>()->get(kName)))));
}
Value quitter_call(Thread* T, Value, CallArguments arguments) {
  if (arguments.count > 1) {
    return raise(T, Builtin::kTypeError, "Quitter.__call__() takes from 1 to 2 positional arguments but {} were given",
                 arguments.count + 1);
  }
  Value in = find_attribute(T, T->runtime->sys_module, names(T).stdin);
  if (!in.is_empty() && !in.is_none()) (void)call_method(T, in, intern(T, std::string_view("close")), {});
  clear_exception(T);
  Value code = arguments.count == 1 ? arguments[0] : kNone;
  Value exception = call(T, exception_type(T, Builtin::kSystemExit), {code});
  return exception.is_empty() ? kEmpty : Value(raise_value(T, exception));
}

Value printer_repr(Thread*, Value self) {
  return self.as<Record>()->get(kText);
}
Value printer_call(Thread* T, Value self, CallArguments) {
  Value out = get_attribute(T, T->runtime->sys_module, names(T).stdout);
  String* line =
      out.is_empty() ? nullptr : concatenate(T, as_string(self.as<Record>()->get(kText)), make_character(T, '\n'));
  return line && !call_method(T, out, names(T).write, {line}).is_empty() ? kNone : kEmpty;
}

Value helper_repr(Thread* T, Value) {
  return make_string(T, std::string_view("Type help() for interactive help, or help(object) for help about object."));
}
Value helper_call(Thread* T, Value, CallArguments arguments) {
  Value help = import_attribute(T, "pydoc", "help");
  return help.is_empty() ? kEmpty : call(T, help, arguments);
}

struct Kinds {
  TypeSlots quitter{}, printer{}, helper{};
  Kinds() {
    quitter.repr = quitter_repr;
    quitter.call = quitter_call;
    printer.repr = printer_repr;
    printer.call = printer_call;
    helper.repr = helper_repr;
    helper.call = helper_call;
  }
};

}  // namespace

bool add_site_builtins(Thread* T, Module* builtins) {
  static const Kinds kKinds;
  auto make_type = [&](const char* name, const TypeSlots* slots) {
    return make_native_type(
        T, {name, Kind::kRecord, record_size(kSlots), kTypeIsBuiltin, nullptr, slots, nullptr, nullptr});
  };
  Type* quitter = make_type("_sitebuiltins.Quitter", &kKinds.quitter);
  Type* printer = make_type("_sitebuiltins._Printer", &kKinds.printer);
  Type* helper = make_type("_sitebuiltins._Helper", &kKinds.helper);
  if (!quitter || !printer || !helper) return false;
  struct {
    const char* name;
    Type* type;
    const char* text;
  } const objects[] = {
      {"exit", quitter, ""},
      {"quit", quitter, ""},
      {"copyright", printer, "Gilded: see the files of its source repository."},
      {"credits", printer,
       "Python is the work of many people; see www.python.org. Gilded is an interpreter of its own for the same "
       "language."},
      {"license", printer, "See the files of Gilded's source repository."},
      {"help", helper, ""},
  };
  for (auto& object : objects) {
    Record* made = make_record(T, object.type, kSlots);
    if (!made) return false;
    Value name = make_string(T, std::string_view(object.name)), text = make_string(T, std::string_view(object.text));
    if (name.is_empty() || text.is_empty()) return false;
    made->set(kName, name);
    made->set(kText, text);
    if (!module_set(T, builtins, object.name, made)) return false;
  }
  return true;
}

}  // namespace gilded
