// What the language does with values, whatever their type: shared by instructions and natives. Each function follows
// CPython's rules (reflected operators, fallbacks, messages). Failure: EMPTY, false or -1 with T->exception set.
//
// May run Python code, so never with an object lock held; each is a possible safepoint.
#pragma once

#include <initializer_list>
#include <string_view>

#include "compiler/code/opcode.h"
#include "vm/object/errors.h"
#include "vm/object/native.h"
#include "vm/object/object.h"

namespace gilded {

struct String;
struct Tuple;
struct List;
struct Dict;
using compiler::BinaryOperator;
using compiler::CompareOperator;

// --- Calls (interpreter/call.cpp)
Value call(Thread* T, Value callable, const CallArguments& arguments);
Value call(Thread* T, Value callable, std::initializer_list<Value> arguments = {});
Value call_tuple(Thread* T, Value callable, Tuple* arguments, Dict* keywords);  // keywords may be null
// receiver.name(arguments); looks the method up as `receiver.name` does, without a bound method object.
Value call_method(Thread* T, Value receiver, String* name, std::initializer_list<Value> arguments = {});
// The special method `name` of the receiver's type; EMPTY without an exception when the type has none.
Value call_special(Thread* T, Value receiver, String* name, std::initializer_list<Value> arguments, bool* found);

// --- Attributes
Value get_attribute(Thread* T, Value object, String* name);
Value get_attribute(Thread* T, Value object, std::string_view name);
// EMPTY without an exception when there is no such attribute.
Value find_attribute(Thread* T, Value object, String* name);
bool set_attribute(Thread* T, Value object, String* name, Value value);  // EMPTY: delete
// The special method looked up on the type and bound; EMPTY without an exception when absent.
Value lookup_special(Thread* T, Value object, String* name);

// --- Truth, comparison, hashing
bool truth(Thread* T, Value value, bool* out);
// The comparison once a's own method has said NotImplemented.
Value compare_reflected(Thread* T, Value a, Value b, CompareOperator op);
Value compare(Thread* T, Value a, Value b, CompareOperator op);
// a is b or a == b. 1, 0, -1.
int equal(Thread* T, Value a, Value b);
bool hash_value(Thread* T, Value value, int64_t* out);
Value identity(Thread* T, Value value);  // id()

// --- Operators
Value binary_operation(Thread* T, BinaryOperator op, Value left, Value right);
Value inplace_operation(Thread* T, BinaryOperator op, Value left, Value right);
Value power(Thread* T, Value base, Value exponent, Value modulus);  // modulus None: two arguments
Value negative(Thread* T, Value v);
Value positive(Thread* T, Value v);
Value invert(Thread* T, Value v);

// --- Items and iteration
Value get_item(Thread* T, Value container, Value key);
bool set_item(Thread* T, Value container, Value key, Value value);  // EMPTY: delete
int contains(Thread* T, Value container, Value item);               // 1, 0, -1
int64_t length(Thread* T, Value container);                         // -1: exception
// len() or __length_hint__, else `otherwise`; -1: exception.
int64_t length_hint(Thread* T, Value object, int64_t otherwise);
Value get_iterator(Thread* T, Value iterable);
// EMPTY without an exception: exhausted (a StopIteration from __next__ is swallowed).
Value next_item(Thread* T, Value iterator);
// The items of an iterator for native code that takes many. Saves next_item's questions where the class is native: a
// third of list(reversed(x)).
class IteratorItems {
 public:
  IteratorItems(Thread* T, Value iterator);
  // As next_item.
  Value next() {
    Value item = next_(thread_, iterator_);
    if (item.is_empty()) end();
    return item;
  }

 private:
  void end();
  Thread* thread_;
  Value iterator_;
  Value (*next_)(Thread*, Value);
};
// Calls f(item) -> bool for each item; false from f stops with failure. Fast for exact lists and tuples.
template <class F>
bool for_each(Thread* T, Value iterable, F f);
List* list_from_iterable(Thread* T, Value iterable);
Tuple* tuple_from_iterable(Thread* T, Value iterable);

// --- Text
String* to_str(Thread* T, Value value);  // str(value); null: exception
String* to_repr(Thread* T, Value value);
String* to_ascii(Thread* T, Value value);
// Makes the repr of a container that contains itself end. `if (guard.is_recursive()) return "[...]"`.
class ReprGuard {
 public:
  inline ReprGuard(Thread* T, Value object);
  inline ~ReprGuard();
  ReprGuard(const ReprGuard&) = delete;
  ReprGuard& operator=(const ReprGuard&) = delete;
  // An outer guard of this thread is for the same object.
  inline bool is_recursive() const;
  // How many guards of this thread there are. Looking through them costs as much, so that depth is limited.
  uint32_t depth() const { return depth_; }

 private:
  Thread* thread_;
  ReprGuard* outer_;
  Value object_;
  uint32_t depth_;
};
Value format_value(Thread* T, Value value, Value spec);  // format(); spec a str or EMPTY

// --- Numbers
// __index__ as an exact int Value; TypeError "'X' object cannot be interpreted as an integer".
Value to_index(Thread* T, Value value);
// As a C integer; too large: `overflow_error` (OverflowError "... too large to convert to ...", or IndexError "cannot
// fit 'int' into an index-sized integer").
bool to_int64(Thread* T, Value value, int64_t* out, Builtin overflow_error = Builtin::kOverflowError);
bool to_double(Thread* T, Value value, double* out);  // float(), __float__, __index__; not strings

// --- Classes
int is_instance(Thread* T, Value object, Value class_or_tuple);  // with __instancecheck__; 1, 0, -1
int is_subclass(Thread* T, Value type, Value class_or_tuple);
bool is_callable(Thread* T, Value value);

// --- Recursion
// For natives that call back into Python or themselves: false with RecursionError ("maximum recursion depth exceeded" +
// where, such as " in comparison") when the native stack is nearly used up.
bool check_native_recursion(Thread* T, const char* where);

}  // namespace gilded

#include "vm/object/protocols_inline.h"
