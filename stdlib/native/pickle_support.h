// What the halves of _pickle share: pickle_writer.cpp, pickle_reader.cpp and _pickle.cpp.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

#include "vm/interpreter/interpreter.h"
#include "vm/object/native.h"
#include "vm/object/type.h"
#include "vm/threading/thread.h"

namespace gilded {

inline constexpr int kPickleDefaultProtocol = 4, kPickleHighestProtocol = 5;

// The instructions of the machine that a pickle is a program for.
enum PickleOpcode : uint8_t {
  kMark = '(',
  kStop = '.',
  kPop = '0',
  kPopMark = '1',
  kDup = '2',
  kFloatText = 'F',
  kIntText = 'I',
  kBinInt = 'J',
  kBinInt1 = 'K',
  kLongText = 'L',
  kBinInt2 = 'M',
  kNoneOpcode = 'N',
  kPersistentId = 'P',
  kBinPersistentId = 'Q',
  kReduce = 'R',
  kStringText = 'S',
  kBinString = 'T',
  kShortBinString = 'U',
  kUnicodeText = 'V',
  kBinUnicode = 'X',
  kAppend = 'a',
  kBuild = 'b',
  kGlobal = 'c',
  kDictOpcode = 'd',
  kAppends = 'e',
  kGet = 'g',
  kBinGet = 'h',
  kInst = 'i',
  kLongBinGet = 'j',
  kListOpcode = 'l',
  kObj = 'o',
  kPut = 'p',
  kBinPut = 'q',
  kLongBinPut = 'r',
  kSetItem = 's',
  kTupleOpcode = 't',
  kSetItems = 'u',
  kBinFloat = 'G',
  kEmptyTuple = ')',
  kEmptyList = ']',
  kEmptyDict = '}',
  kBinBytes = 'B',
  kShortBinBytes = 'C',
  // Protocol 2
  kProto = 0x80,
  kNewObj = 0x81,
  kExt1 = 0x82,
  kExt2 = 0x83,
  kExt4 = 0x84,
  kTuple1 = 0x85,
  kTuple2 = 0x86,
  kTuple3 = 0x87,
  kNewTrue = 0x88,
  kNewFalse = 0x89,
  kLong1 = 0x8a,
  kLong4 = 0x8b,
  // Protocol 4
  kShortBinUnicode = 0x8c,
  kBinUnicode8 = 0x8d,
  kBinBytes8 = 0x8e,
  kEmptySet = 0x8f,
  kAddItems = 0x90,
  kFrozenSet = 0x91,
  kNewObjEx = 0x92,
  kStackGlobal = 0x93,
  kMemoize = 0x94,
  kFrame = 0x95,
  // Protocol 5
  kByteArray8 = 0x96,
  kNextBuffer = 0x97,
  kReadOnlyBuffer = 0x98,
};

// sys.modules[name] after importing it. EMPTY: exception.
Value import_by_name(Thread* T, Value name);
// An exception of this module: "PicklingError", "UnpicklingError".
bool raise_pickle_error(Thread* T, const char* class_name, const std::string& message);
// The attribute that a dotted name stands for; *parent (may be null) is the object it was found in. EMPTY without an
// exception: there is none.
// "<locals>" in the name is an AttributeError.
Value find_dotted_attribute(Thread* T, Value object, String* name, Value* parent);
// repr() as UTF-8; "" with an exception.
std::string repr_text(Thread* T, Value value);

// Does a pickler's attribute still have its default meaning? (A native function made from `method`.)
bool is_default_method(Value function, const NativeMethod* method);

// The claim of one thread to a pickler or unpickler that works: it may enter again, others may not.
class WorkClaim {
 public:
  WorkClaim(Thread* T, std::atomic<uint64_t>& worker, const char* what);
  ~WorkClaim();
  WorkClaim(const WorkClaim&) = delete;
  WorkClaim& operator=(const WorkClaim&) = delete;
  // False: RuntimeError.
  bool is_held() const { return is_held_; }

 private:
  std::atomic<uint64_t>& worker_;
  bool is_held_, is_outer_;
};

// PickleBuffer (_pickle.cpp): the object whose bytes it lends; EMPTY: released. Null when v is no PickleBuffer.
Value* pickle_buffer_object(Value v, Value* storage);

Type* make_pickler_type(Thread* T);
Type* make_unpickler_type(Thread* T);
Value pickle_dump(Thread* T, Arguments args);
Value pickle_dumps(Thread* T, Arguments args);
Value pickle_load(Thread* T, Arguments args);
Value pickle_loads(Thread* T, Arguments args);

}  // namespace gilded
