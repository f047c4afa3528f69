// mmap: files and memory as a sequence of bytes.
//
// A Record whose raw bytes point to MapData. Bytes are read and written under the object's lock (where threads run in
// parallel); while views of them exist (`exports`) the mapping can be neither closed nor resized. Accesses to a file
// that has been cut off are the system's SIGBUS, as everywhere.
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fcntl.h>

#include <algorithm>
#include <cstring>

#include "stdlib/native/system_call.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/threading/object_lock.h"
#include "vm/types/buffer.h"
#include "vm/types/bytes.h"
#include "vm/types/int.h"
#include "vm/types/memoryview.h"
#include "vm/types/module.h"
#include "vm/types/record.h"
#include "vm/types/slice.h"
#include "vm/types/string.h"

namespace gilded {

namespace {

enum : int { kAccessDefault, kAccessRead, kAccessWrite, kAccessCopy };

struct MapData {
  char* data;  // null: closed
  size_t size;
  size_t position;
  int64_t offset;
  int fd;  // a copy of the file's descriptor; -1: none
  int flags;
  int access;
  std::atomic<int64_t> exports;
};
MapData* data_of(Value v) {
  return reinterpret_cast<MapData*>(v.as<Record>()->raw());
}
bool check_open(Thread* T, MapData* map) {
  return map->data || static_cast<bool>(raise(T, Builtin::kValueError, "mmap closed or invalid"));
}
bool check_writable(Thread* T, MapData* map) {
  return map->access != kAccessRead ||
         static_cast<bool>(raise(T, Builtin::kTypeError, "mmap can't modify a readonly memory map."));
}
void unmap(MapData* map) {
  if (map->data) munmap(map->data, map->size);
  if (map->fd >= 0) close(map->fd);
  map->data = nullptr;
  map->fd = -1;
}
void map_finalize(Thread*, Object* self) {
  MapData* map = data_of(self);
  if (map->exports.load() == 0) unmap(map);
}

Value map_create(Thread* T, Type* type, CallArguments arguments) {
  Value values[7];
  if (!bind_arguments(T,
                      "mmap(fileno, length, flags=MAP_SHARED, prot=PROT_WRITE|PROT_READ, access=ACCESS_DEFAULT, "
                      "offset=0, *, trackfd=True)",
                      arguments, values))
    return kEmpty;
  int fd, flags = MAP_SHARED, protection = PROT_READ | PROT_WRITE, access = kAccessDefault;
  int64_t length, offset = 0;
  bool track = true;
  if (!to_c_int(T, values[0], &fd) || !to_int64(T, values[1], &length) ||
      (values[2] && !to_c_int(T, values[2], &flags)) || (values[3] && !to_c_int(T, values[3], &protection)) ||
      (values[4] && !to_c_int(T, values[4], &access)) || (values[5] && !to_int64(T, values[5], &offset)) ||
      (values[6] && !truth(T, values[6], &track))) {
    return kEmpty;
  }
  if (length < 0) return raise(T, Builtin::kOverflowError, "memory mapped length must be positive");
  if (offset < 0) return raise(T, Builtin::kOverflowError, "memory mapped offset must be positive");
  if (access != kAccessDefault &&
      ((values[2] && flags != MAP_SHARED) || (values[3] && protection != (PROT_READ | PROT_WRITE)))) {
    return raise(T, Builtin::kValueError, "mmap can't specify both access and flags, prot.");
  }
  switch (access) {
    case kAccessRead:
      flags = MAP_SHARED;
      protection = PROT_READ;
      break;
    case kAccessWrite:
      flags = MAP_SHARED;
      protection = PROT_READ | PROT_WRITE;
      break;
    case kAccessCopy:
      flags = MAP_PRIVATE;
      protection = PROT_READ | PROT_WRITE;
      break;
    case kAccessDefault:
      access = (protection & PROT_READ) && (protection & PROT_WRITE) ? kAccessDefault
               : protection & PROT_WRITE                             ? kAccessWrite
                                                                     : kAccessRead;
      break;
    default:
      return raise(T, Builtin::kValueError, "mmap invalid access parameter.");
  }
  auto size = static_cast<size_t>(length);
  if (fd != -1) {
    struct stat status;
    int error;
    if (system_call(T, [&] { return fstat(fd, &status); }, &error) < 0) return fail_call(T, error);
    if (S_ISREG(status.st_mode)) {
      if (length == 0) {
        if (status.st_size == 0) return raise(T, Builtin::kValueError, "cannot mmap an empty file");
        if (offset >= status.st_size) return raise(T, Builtin::kValueError, "mmap offset is greater than file size");
        size = static_cast<size_t>(status.st_size - offset);
      } else if (offset > status.st_size || status.st_size - offset < length) {
        return raise(T, Builtin::kValueError, "mmap length is greater than file size");
      }
    }
  } else {
    flags |= MAP_ANONYMOUS;
  }
  Record* self = make_record(T, type, 0, sizeof(MapData));
  if (!self) return kEmpty;
  MapData* map = data_of(self);
  map->fd = -1;
  int copy = fd != -1 && track ? fcntl(fd, F_DUPFD_CLOEXEC, 0) : -1;
  if (fd != -1 && track && copy < 0) return raise_errno(T, errno);
  void* memory = mmap(nullptr, size, protection, flags, fd, offset);
  if (memory == MAP_FAILED) {
    int error = errno;
    if (copy >= 0) close(copy);
    return raise_errno(T, error);
  }
  map->data = static_cast<char*>(memory);
  map->size = size;
  map->offset = offset;
  map->fd = copy;
  map->flags = flags;
  map->access = access;
  return self;
}

bool map_buffer(Thread* T, Value self, BufferView* out) {
  MapData* map = data_of(self);
  {
    ObjectLock lock(T, self.as_object());
    if (map->data) map->exports.fetch_add(1);
    out->data = map->data;
    out->length = map->size;
  }
  if (!out->data) return raise(T, Builtin::kValueError, "mmap closed or invalid");
  out->read_only = map->access == kAccessRead;
  out->owner = self;
  out->release = [](BufferView* view) { data_of(view->owner)->exports.fetch_sub(1); };
  return true;
}
int64_t map_length(Thread* T, Value self) {
  MapData* map = data_of(self);
  return check_open(T, map) ? static_cast<int64_t>(map->size) : -1;
}
// An index as a place in the mapping. False: exception.
bool parse_index(Thread* T, MapData* map, Value key, const char* message, size_t* out) {
  int64_t i;
  if (!to_int64(T, key, &i, Builtin::kIndexError)) return false;
  if (i < 0) i += static_cast<int64_t>(map->size);
  if (i < 0 || i >= static_cast<int64_t>(map->size)) return raise_text(T, Builtin::kIndexError, message);
  *out = static_cast<size_t>(i);
  return true;
}
bool is_key(Thread* T, Value key) {
  return is_int(key) || lookup_special(T, key, names(T).dunder_index);
}
Value map_get_item(Thread* T, Value self, Value key) {
  MapData* map = data_of(self);
  if (!check_open(T, map)) return kEmpty;
  if (is_key(T, key)) {
    size_t i;
    if (!parse_index(T, map, key, "mmap index out of range", &i)) return kEmpty;
    ObjectLock lock(T, self.as_object());
    return Value::small_int(map->data && i < map->size ? static_cast<unsigned char>(map->data[i]) : 0);
  }
  if (!is_kind(key, Kind::kSlice)) return raise(T, Builtin::kTypeError, "mmap indices must be integers");
  int64_t start, stop, step;
  if (!slice_unpack(T, key.as<Slice>(), &start, &stop, &step)) return kEmpty;
  std::string bytes;
  {
    ObjectLock lock(T, self.as_object());
    if (map->data) {
      bytes.resize(static_cast<size_t>(slice_adjust(static_cast<int64_t>(map->size), &start, &stop, step)));
      for (char& c : bytes) {
        c = map->data[start];
        start += step;
      }
    }
  }
  return make_bytes(T, bytes);
}
bool map_set_item(Thread* T, Value self, Value key, Value value) {
  MapData* map = data_of(self);
  if (!check_open(T, map)) return false;
  if (!value) return raise(T, Builtin::kTypeError, "mmap object doesn't support item deletion");
  if (!check_writable(T, map)) return false;
  if (is_key(T, key)) {
    size_t i;
    int64_t byte;
    if (!parse_index(T, map, key, "mmap index out of range", &i)) return false;
    if (!is_int(value)) return raise(T, Builtin::kTypeError, "mmap item value must be an int");
    if (!to_int64(T, value, &byte)) return false;
    if (byte < 0 || byte > 255) return raise(T, Builtin::kValueError, "mmap item value must be in range(0, 256)");
    ObjectLock lock(T, self.as_object());
    if (map->data && i < map->size) map->data[i] = static_cast<char>(byte);
    return true;
  }
  if (!is_kind(key, Kind::kSlice)) return raise(T, Builtin::kTypeError, "mmap indices must be integers");
  int64_t start, stop, step;
  BufferScope bytes(T);
  if (!slice_unpack(T, key.as<Slice>(), &start, &stop, &step) || !bytes.get(value)) return false;
  bool fits;
  {
    ObjectLock lock(T, self.as_object());
    fits = map->data &&
           static_cast<int64_t>(bytes.length()) == slice_adjust(static_cast<int64_t>(map->size), &start, &stop, step);
    for (size_t i = 0; fits && i < bytes.length(); ++i) {
      map->data[start] = bytes.bytes()[i];
      start += step;
    }
  }
  return fits || static_cast<bool>(raise(T, Builtin::kIndexError, "mmap slice assignment is wrong size"));
}

Value map_close(Thread* T, Arguments args) {
  MapData* map = data_of(args[0]);
  bool is_viewed;
  {
    ObjectLock lock(T, args[0].as_object());
    is_viewed = map->exports.load() > 0;
    if (!is_viewed) unmap(map);
  }
  return is_viewed ? Value(raise(T, Builtin::kBufferError, "cannot close exported pointers exist")) : kNone;
}
Value take(Thread* T, Value self, size_t count) {
  MapData* map = data_of(self);
  std::string bytes;
  {
    ObjectLock lock(T, self.as_object());
    size_t left = map->data && map->position < map->size ? map->size - map->position : 0;
    if (left) bytes.assign(map->data + map->position, std::min(count, left));
    map->position += bytes.size();
  }
  return make_bytes(T, bytes);
}
Value map_read(Thread* T, Arguments args) {
  MapData* map = data_of(args[0]);
  int64_t count = -1;
  if (!check_open(T, map) || (args.has(1) && !args[1].is_none() && !to_int64(T, args[1], &count))) return kEmpty;
  return take(T, args[0], count < 0 ? SIZE_MAX : static_cast<size_t>(count));
}
Value map_read_byte(Thread* T, Arguments args) {
  MapData* map = data_of(args[0]);
  if (!check_open(T, map)) return kEmpty;
  int byte = -1;
  {
    ObjectLock lock(T, args[0].as_object());
    if (map->data && map->position < map->size) byte = static_cast<unsigned char>(map->data[map->position++]);
  }
  return byte < 0 ? Value(raise(T, Builtin::kValueError, "read byte out of range")) : Value::small_int(byte);
}
Value map_readline(Thread* T, Arguments args) {
  MapData* map = data_of(args[0]);
  if (!check_open(T, map)) return kEmpty;
  size_t count;
  {
    ObjectLock lock(T, args[0].as_object());
    size_t left = map->data && map->position < map->size ? map->size - map->position : 0;
    auto* end = left ? static_cast<char*>(memchr(map->data + map->position, '\n', left)) : nullptr;
    count = end ? static_cast<size_t>(end - (map->data + map->position)) + 1 : left;
  }
  return take(T, args[0], count);
}
Value map_write(Thread* T, Arguments args) {
  MapData* map = data_of(args[0]);
  BufferScope bytes(T);
  if (!check_open(T, map) || !bytes.get(args[1]) || !check_writable(T, map)) return kEmpty;
  bool fits;
  {
    ObjectLock lock(T, args[0].as_object());
    fits = map->data && map->position <= map->size && bytes.length() <= map->size - map->position;
    if (fits) {
      memcpy(map->data + map->position, bytes.bytes().data(), bytes.length());
      map->position += bytes.length();
    }
  }
  return fits ? make_int(T, static_cast<int64_t>(bytes.length()))
              : Value(raise(T, Builtin::kValueError, "data out of range"));
}
Value map_write_byte(Thread* T, Arguments args) {
  MapData* map = data_of(args[0]);
  int64_t byte;
  if (!check_open(T, map) || !to_int64(T, args[1], &byte) || !check_writable(T, map)) return kEmpty;
  if (byte < 0 || byte > 255)
    return raise(T, Builtin::kOverflowError, "unsigned byte integer is {}",
                 byte < 0 ? "less than minimum" : "greater than maximum");
  bool fits;
  {
    ObjectLock lock(T, args[0].as_object());
    fits = map->data && map->position < map->size;
    if (fits) map->data[map->position++] = static_cast<char>(byte);
  }
  return fits ? kNone : Value(raise(T, Builtin::kValueError, "write byte out of range"));
}
Value map_seek(Thread* T, Arguments args) {
  MapData* map = data_of(args[0]);
  int64_t distance;
  int whence = 0;
  if (!check_open(T, map) || !to_int64(T, args[1], &distance) || (args.has(2) && !to_c_int(T, args[2], &whence)))
    return kEmpty;
  int64_t base = whence == 0 ? 0 : whence == 1 ? static_cast<int64_t>(map->position) : static_cast<int64_t>(map->size);
  if (whence < 0 || whence > 2) return raise(T, Builtin::kValueError, "unknown seek type");
  int64_t target = base + distance;
  if (target < 0 || target > static_cast<int64_t>(map->size))
    return raise(T, Builtin::kValueError, "seek out of range");
  ObjectLock lock(T, args[0].as_object());
  map->position = static_cast<size_t>(target);
  return Value::small_int(target);
}
Value map_tell(Thread* T, Arguments args) {
  MapData* map = data_of(args[0]);
  return check_open(T, map) ? make_int(T, static_cast<int64_t>(map->position)) : kEmpty;
}
Value map_size(Thread* T, Arguments args) {
  MapData* map = data_of(args[0]);
  if (!check_open(T, map)) return kEmpty;
  if (map->fd < 0) return make_int(T, static_cast<int64_t>(map->size));
  struct stat status;
  return fstat(map->fd, &status) < 0 ? Value(raise_errno(T, errno)) : make_int(T, static_cast<int64_t>(status.st_size));
}
Value map_flush(Thread* T, Arguments args) {
  MapData* map = data_of(args[0]);
  int64_t offset = 0, size = static_cast<int64_t>(map->size);
  if (!check_open(T, map) || (args.has(1) && !to_int64(T, args[1], &offset))) return kEmpty;
  if (args.has(2) && !to_int64(T, args[2], &size)) return kEmpty;
  if (args.has(1) && !args.has(2)) size -= offset;
  if (offset < 0 || size < 0 || static_cast<int64_t>(map->size) - offset < size)
    return raise(T, Builtin::kValueError, "flush values out of range");
  if (map->access == kAccessRead || map->access == kAccessCopy) return kNone;
  BufferScope held(T);  // lest it be closed meanwhile
  if (!held.get_writable(args[0])) return kEmpty;
  return check_call(T, kEmpty, [&] { return msync(held.view().data + offset, static_cast<size_t>(size), MS_SYNC); });
}
Value map_move(Thread* T, Arguments args) {
  MapData* map = data_of(args[0]);
  int64_t target, source, count;
  if (!check_open(T, map) || !to_int64(T, args[1], &target) || !to_int64(T, args[2], &source) ||
      !to_int64(T, args[3], &count) || !check_writable(T, map))
    return kEmpty;
  auto size = static_cast<int64_t>(map->size);
  if (target < 0 || source < 0 || count < 0 || size - target < count || size - source < count) {
    return raise(T, Builtin::kValueError, "source, destination, or count out of range");
  }
  ObjectLock lock(T, args[0].as_object());
  if (map->data && std::max(target, source) + count <= static_cast<int64_t>(map->size))
    memmove(map->data + target, map->data + source, static_cast<size_t>(count));
  return kNone;
}
Value map_resize(Thread* T, Arguments args) {
  MapData* map = data_of(args[0]);
  int64_t size;
  if (!check_open(T, map) || !to_int64(T, args[1], &size)) return kEmpty;
  if (map->access == kAccessRead || map->access == kAccessCopy)
    return raise(T, Builtin::kTypeError, "mmap can't resize a readonly or copy-on-write memory map.");
  if (size < 0) return raise(T, Builtin::kValueError, "new size out of range");
  if (map->fd >= 0 && ftruncate(map->fd, map->offset + size) < 0) return raise_errno(T, errno);
  bool is_viewed;
  int error = 0;
  {
    ObjectLock lock(T, args[0].as_object());
    is_viewed = map->exports.load() > 0;
    if (!is_viewed && map->data) {
      void* memory = mremap(map->data, map->size, static_cast<size_t>(size), MREMAP_MAYMOVE);
      error = memory == MAP_FAILED ? errno : 0;
      if (!error) {
        map->data = static_cast<char*>(memory);
        map->size = static_cast<size_t>(size);
      }
    }
  }
  if (is_viewed) return raise(T, Builtin::kBufferError, "mmap can't resize with extant pointers exported.");
  return error ? Value(raise_errno(T, error)) : kNone;
}
Value map_find_in(Thread* T, Arguments args, bool backwards) {
  MapData* map = data_of(args[0]);
  BufferScope wanted(T);
  if (!check_open(T, map) || !wanted.get(args[1])) return kEmpty;
  auto size = static_cast<int64_t>(map->size);
  int64_t start = backwards ? static_cast<int64_t>(map->position) : static_cast<int64_t>(map->position), end = size;
  if (args.has(2) && !args[2].is_none() && !to_int64(T, args[2], &start)) return kEmpty;
  if (args.has(3) && !args[3].is_none() && !to_int64(T, args[3], &end)) return kEmpty;
  for (int64_t* bound : {&start, &end}) {
    if (*bound < 0) *bound += size;
    *bound = std::clamp<int64_t>(*bound, 0, size);
  }
  if (end < start) return Value::small_int(-1);
  ObjectLock lock(T, args[0].as_object());
  if (!map->data || end > static_cast<int64_t>(map->size)) return Value::small_int(-1);
  std::string_view bytes(map->data + start, static_cast<size_t>(end - start));
  size_t found = backwards ? bytes.rfind(wanted.bytes()) : bytes.find(wanted.bytes());
  return Value::small_int(found == std::string_view::npos ? -1 : start + static_cast<int64_t>(found));
}
Value map_find(Thread* T, Arguments args) {
  return map_find_in(T, args, false);
}
Value map_rfind(Thread* T, Arguments args) {
  return map_find_in(T, args, true);
}
Value map_madvise(Thread* T, Arguments args) {
  MapData* map = data_of(args[0]);
  int option;
  int64_t start = 0, length = static_cast<int64_t>(map->size);
  if (!check_open(T, map) || !to_c_int(T, args[1], &option) || (args.has(2) && !to_int64(T, args[2], &start)) ||
      (args.has(3) && !to_int64(T, args[3], &length)))
    return kEmpty;
  if (start < 0 || start >= static_cast<int64_t>(map->size))
    return raise(T, Builtin::kValueError, "madvise start out of bounds");
  if (length < 0) return raise(T, Builtin::kValueError, "madvise length invalid");
  length = std::min(length, static_cast<int64_t>(map->size) - start);
  BufferView held;  // lest it be closed meanwhile
  if (!get_buffer(T, args[0], &held)) return kEmpty;
  Value result = check_call(T, kEmpty, [&] { return madvise(held.data + start, static_cast<size_t>(length), option); });
  release_buffer(T, &held);
  return result;
}
Value map_seekable(Thread*, Arguments) {
  return kTrue;
}
Value map_enter(Thread* T, Arguments args) {
  return check_open(T, data_of(args[0])) ? args[0] : kEmpty;
}
Value map_closed(Thread*, Value self) {
  return Value::boolean(!data_of(self)->data);
}
Value map_repr(Thread* T, Value self) {
  MapData* map = data_of(self);
  if (!map->data) return make_string(T, std::string_view("<mmap.mmap closed=True>"));
  static constexpr const char* kAccess[] = {"ACCESS_DEFAULT", "ACCESS_READ", "ACCESS_WRITE", "ACCESS_COPY"};
  return make_string(T, fmt::format("<mmap.mmap closed=False, access={}, length={}, pos={}, offset={}>",
                                    kAccess[map->access], map->size, map->position, map->offset));
}

const NativeMethod kMethods[] = {{"close($self, /)", map_close, nullptr},
                                 {"read($self, n=-1, /)", map_read, nullptr},
                                 {"read_byte($self, /)", map_read_byte, nullptr},
                                 {"readline($self, /)", map_readline, nullptr},
                                 {"write($self, bytes, /)", map_write, nullptr},
                                 {"write_byte($self, byte, /)", map_write_byte, nullptr},
                                 {"seek($self, pos, whence=0, /)", map_seek, nullptr},
                                 {"seekable($self, /)", map_seekable, nullptr},
                                 {"tell($self, /)", map_tell, nullptr},
                                 {"size($self, /)", map_size, nullptr},
                                 {"flush($self, offset=0, size=-1, /)", map_flush, nullptr, kMayBlock},
                                 {"move($self, dest, src, count, /)", map_move, nullptr},
                                 {"resize($self, newsize, /)", map_resize, nullptr},
                                 {"find($self, sub, start=None, end=None, /)", map_find, nullptr},
                                 {"rfind($self, sub, start=None, end=None, /)", map_rfind, nullptr},
                                 {"madvise($self, option, start=0, length=-1, /)", map_madvise, nullptr},
                                 {"__enter__($self, /)", map_enter, nullptr},
                                 {"__exit__($self, /, *exc_info)", map_close, nullptr},
                                 {nullptr, nullptr, nullptr}};
const NativeAttribute kAttributes[] = {{"closed", map_closed, nullptr, nullptr}, {nullptr, nullptr, nullptr, nullptr}};
constexpr NumberConstant kConstants[] = {
#define N(name) {#name, name}
    N(PROT_READ),
    N(PROT_WRITE),
    N(PROT_EXEC),
    N(MAP_SHARED),
    N(MAP_PRIVATE),
    N(MAP_DENYWRITE),
    N(MAP_EXECUTABLE),
    N(MAP_ANON),
    N(MAP_ANONYMOUS),
    N(MAP_POPULATE),
    N(MAP_STACK),
    N(MAP_NORESERVE),
    N(MADV_NORMAL),
    N(MADV_RANDOM),
    N(MADV_SEQUENTIAL),
    N(MADV_WILLNEED),
    N(MADV_DONTNEED),
    N(MADV_REMOVE),
    N(MADV_DONTFORK),
    N(MADV_DOFORK),
    N(MADV_HWPOISON),
    N(MADV_MERGEABLE),
    N(MADV_UNMERGEABLE),
    N(MADV_HUGEPAGE),
    N(MADV_NOHUGEPAGE),
    N(MADV_DONTDUMP),
    N(MADV_DODUMP),
    N(MADV_FREE),
    N(MAP_32BIT),
#undef N
    {"ACCESS_DEFAULT", kAccessDefault},
    {"ACCESS_READ", kAccessRead},
    {"ACCESS_WRITE", kAccessWrite},
    {"ACCESS_COPY", kAccessCopy}};

}  // namespace

Value initialize_mmap_module(Thread* T) {
  static const TypeSlots kSlots = [] {
    TypeSlots slots{};
    slots.create = map_create;
    slots.finalize = map_finalize;
    slots.buffer = map_buffer;
    slots.release_buffer = release_view_of;
    slots.length = map_length;
    slots.get_item = map_get_item;
    slots.set_item = map_set_item;
    slots.repr = map_repr;
    return slots;
  }();
  Module* module = make_module(T, "mmap");
  Type* type = make_native_type(
      T, {"mmap.mmap", Kind::kRecord, record_size(0, sizeof(MapData)),
          kTypeIsBuiltin | kTypeIsBase | kTypeSupportsWeakReferences, nullptr, &kSlots, kMethods, kAttributes});
  Value page = Value::small_int(sysconf(_SC_PAGESIZE));
  bool ok = module && type && module_set(T, module, "mmap", type) &&
            module_set(T, module, "error", exception_type(T, Builtin::kOSError)) &&
            module_set(T, module, "PAGESIZE", page) && module_set(T, module, "ALLOCATIONGRANULARITY", page) &&
            add_constants(T, module, kConstants, std::size(kConstants));
  return ok ? Value(module) : kEmpty;
}

}  // namespace gilded
