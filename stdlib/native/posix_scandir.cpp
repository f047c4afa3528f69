// posix: os.scandir and os.DirEntry.
//
// The iterator owns the open directory (a DirectoryData behind a Record) and reads an entry a step; the system call
// runs detached, under the data's mutex held as a flag, so that of two threads that share the iterator one waits for
// nothing and gets what comes next. An entry remembers what it learned: its kind from the directory, stat results when
// asked for.
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <mutex>

#include "stdlib/native/no_instances.h"
#include "stdlib/native/posix_parts.h"
#include "stdlib/native/system_call.h"
#include "vm/types/dict.h"
#include "vm/types/generic_alias.h"
#include "vm/types/int.h"
#include "vm/types/module.h"
#include "vm/types/record.h"
#include "vm/types/string.h"

namespace gilded {

namespace {

PosixState& state_of(Thread* T) {
  return native_state<PosixState>(T->runtime);
}

// ---------------------------------------------------------------- entries

// Record of DirEntry: name, path, stat result, result of lstat; raw: what the directory said.
enum : size_t { kName, kPath, kStat, kLinkStat, kEntrySlots };
struct EntryData {
  uint64_t inode;
  int directory;       // descriptor given to scandir; -1: a path
  unsigned char type;  // DT_...
};
EntryData* entry_data(Value v) {
  return reinterpret_cast<EntryData*>(v.as<Record>()->raw());
}

// The result of stat (follow) or lstat, remembered. EMPTY: exception.
Value entry_status(Thread* T, Value self, bool follow) {
  Record* entry = self.as<Record>();
  EntryData* data = entry_data(self);
  // What is no link has one status.
  bool link = data->type == DT_LNK || data->type == DT_UNKNOWN;
  size_t slot = follow && link ? kStat : kLinkStat;
  if (Value known = entry->get(slot)) return known;
  Path path;
  if (!parse_path(T, entry->get(data->directory >= 0 ? kName : kPath), "DirEntry", "path", &path)) return kEmpty;
  struct stat s;
  int error, directory = data->directory >= 0 ? data->directory : AT_FDCWD;
  int flags = slot == kStat ? 0 : AT_SYMLINK_NOFOLLOW;
  if (system_call(T, [&] { return fstatat(directory, path.c_str(), &s, flags); }, &error) < 0)
    return fail_call(T, error, entry->get(kPath));
  Value result = make_stat_result(T, s);
  if (result) entry->set(slot, result);
  return result;
}
// 1, 0, -1.
int entry_is(Thread* T, Value self, bool follow, unsigned char type, mode_t mode) {
  EntryData* data = entry_data(self);
  if (data->type != DT_UNKNOWN && !(follow && data->type == DT_LNK)) return data->type == type;
  Value status = entry_status(T, self, follow);
  if (status.is_empty()) {
    // Gone meanwhile, or a link to nothing.
    if (!exception_matches(T, Builtin::kFileNotFoundError)) return -1;
    clear_exception(T);
    return 0;
  }
  int64_t bits = (*status.as<Tuple>())[0].as_small_int();
  return (static_cast<mode_t>(bits) & S_IFMT) == mode;
}
Value boolean(int result) {
  return result < 0 ? kEmpty : Value::boolean(result != 0);
}
bool follow_argument(Thread* T, Arguments args, bool* follow) {
  *follow = true;
  return !args.has(1) || truth(T, args[1], follow);
}
Value entry_is_directory(Thread* T, Arguments args) {
  bool follow;
  return follow_argument(T, args, &follow) ? boolean(entry_is(T, args[0], follow, DT_DIR, S_IFDIR)) : kEmpty;
}
Value entry_is_file(Thread* T, Arguments args) {
  bool follow;
  return follow_argument(T, args, &follow) ? boolean(entry_is(T, args[0], follow, DT_REG, S_IFREG)) : kEmpty;
}
Value entry_is_symlink(Thread* T, Arguments args) {
  return boolean(entry_is(T, args[0], false, DT_LNK, S_IFLNK));
}
Value entry_is_junction(Thread*, Arguments) {
  return kFalse;
}
Value entry_stat(Thread* T, Arguments args) {
  bool follow;
  return follow_argument(T, args, &follow) ? entry_status(T, args[0], follow) : kEmpty;
}
Value entry_inode(Thread* T, Arguments args) {
  return make_int(T, entry_data(args[0])->inode);
}
Value entry_fspath(Thread*, Arguments args) {
  return args[0].as<Record>()->get(kPath);
}
Value entry_name(Thread*, Value self) {
  return self.as<Record>()->get(kName);
}
Value entry_path(Thread*, Value self) {
  return self.as<Record>()->get(kPath);
}
Value entry_repr(Thread* T, Value self) {
  String* name = to_repr(T, self.as<Record>()->get(kName));
  return name ? Value(make_string(T, "<DirEntry " + to_utf8(name) + ">")) : kEmpty;
}
Value class_getitem(Thread* T, Arguments args) {
  return make_generic_alias(T, args[0], args[1]);
}

const NativeMethod kEntryMethods[] = {
    {"is_dir($self, /, *, follow_symlinks=True)", entry_is_directory,
     "Return True if the entry is a directory; cached per entry."},
    {"is_file($self, /, *, follow_symlinks=True)", entry_is_file,
     "Return True if the entry is a file; cached per entry."},
    {"is_symlink($self, /)", entry_is_symlink, "Return True if the entry is a symbolic link; cached per entry."},
    {"is_junction($self, /)", entry_is_junction, "Return True if the entry is a junction; cached per entry."},
    {"stat($self, /, *, follow_symlinks=True)", entry_stat,
     "Return stat_result object for the entry; cached per entry."},
    {"inode($self, /)", entry_inode, "Return inode of the entry; cached per entry."},
    {"__fspath__($self, /)", entry_fspath, "Returns the path for the entry."},
    {"__class_getitem__($type, item, /)", class_getitem, "See PEP 585", kClassMethod},
    {nullptr, nullptr, nullptr}};
const NativeAttribute kEntryAttributes[] = {
    {"name", entry_name, nullptr, "the entry's base filename, relative to scandir() \"path\" argument"},
    {"path", entry_path, nullptr, "the entry's full path name; equivalent to os.path.join(scandir_path, entry.name)"},
    {nullptr, nullptr, nullptr, nullptr}};

// ---------------------------------------------------------------- the iterator

struct DirectoryData {
  std::mutex mutex;  // held while the directory is read or closed, always detached
  DIR* directory = nullptr;
  int descriptor = -1;  // given by the caller, for the entries
  bool as_bytes = false;
  std::string prefix;  // of the entries' paths
};
// Record of the iterator: the path for errors; raw: DirectoryData*
DirectoryData* directory_data(Value v) {
  return *reinterpret_cast<DirectoryData**>(v.as<Record>()->raw());
}

void close_directory(Thread* T, DirectoryData* data) {
  DetachScope detached(T, WaitReason::kIo);
  std::lock_guard guard(data->mutex);
  if (data->directory) {
    // A descriptor of the caller's is left where the caller had it.
    if (data->descriptor >= 0) rewinddir(data->directory);
    closedir(data->directory);
  }
  data->directory = nullptr;
}
Value posix_scandir(Thread* T, Arguments args) {
  Path path;
  if (!parse_path(T, args[0], "scandir", "path", &path, kPathOrDescriptor | kPathOrNone)) return kEmpty;
  Value shown = path.is_none ? Value(make_string(T, std::string_view("."))) : path.object;
  Record* self = make_record(T, state_of(T).directory_iterator.as<Type>(), 1, sizeof(DirectoryData*));
  if (!self) return kEmpty;
  self->set(0, shown.is_empty() ? kNone : shown);
  auto* data = new DirectoryData;
  *reinterpret_cast<DirectoryData**>(self->raw()) = data;
  data->as_bytes = path.is_bytes;
  data->descriptor = path.fd;
  if (path.fd < 0) {
    data->prefix = path.text;
    if (data->prefix.empty() || data->prefix.back() != '/') data->prefix += '/';
    if (path.is_none) data->prefix = "./";
  }
  int error = 0;
  {
    DetachScope detached(T, WaitReason::kIo);
    int copy = path.fd >= 0 ? fcntl(path.fd, F_DUPFD_CLOEXEC, 0) : -1;
    data->directory = path.fd >= 0 ? (copy >= 0 ? fdopendir(copy) : nullptr) : opendir(path.c_str());
    if (!data->directory) {
      error = errno;
      if (copy >= 0) close(copy);
    } else if (path.fd >= 0) {
      rewinddir(data->directory);
    }
  }
  return error ? Value(raise_errno(T, error, path.is_none ? shown : path.object)) : Value(self);
}
Value directory_iterate(Thread*, Value self) {
  return self;
}
Value directory_next(Thread* T, Value self) {
  DirectoryData* data = directory_data(self);
  std::string name;
  uint64_t inode = 0;
  unsigned char type = DT_UNKNOWN;
  int error = 0;
  bool found = false;
  {
    DetachScope detached(T, WaitReason::kIo);
    std::lock_guard guard(data->mutex);
    while (data->directory) {
      errno = 0;
      dirent* entry = readdir(data->directory);
      if (!entry) {
        error = errno;
        break;
      }
      if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
      name = entry->d_name;
      inode = entry->d_ino;
      type = entry->d_type;
      found = true;
      break;
    }
  }
  if (!found) {
    close_directory(T, data);
    return error ? Value(raise_errno(T, error, self.as<Record>()->get(0))) : kEmpty;
  }
  Record* entry = make_record(T, state_of(T).directory_entry.as<Type>(), kEntrySlots, sizeof(EntryData));
  Value text = entry ? make_path(T, name, data->as_bytes) : kEmpty;
  Value full = text.is_empty() || data->descriptor >= 0 ? text : make_path(T, data->prefix + name, data->as_bytes);
  if (full.is_empty()) return kEmpty;
  entry->set(kName, text);
  entry->set(kPath, full);
  *entry_data(entry) = {inode, data->descriptor, type};
  return entry;
}
Value directory_close(Thread* T, Arguments args) {
  close_directory(T, directory_data(args[0]));
  return kNone;
}
Value directory_enter(Thread*, Arguments args) {
  return args[0];
}
void directory_finalize(Thread* T, Object* self) {
  DirectoryData* data = directory_data(self);
  if (!data) return;
  bool was_open = data->directory != nullptr;
  if (was_open) {
    Value pending = take_exception(T);
    Value warnings = dict_get(T->runtime->modules.as<Dict>(), intern(T, std::string_view("warnings")));
    if (is_kind(warnings, Kind::kModule)) {
      String* shown = to_repr(T, self);
      Value text = shown ? Value(make_string(T, "unclosed scandir iterator " + to_utf8(shown))) : kEmpty;
      if (text && call_method(T, warnings, intern(T, std::string_view("warn")),
                              {text, exception_type(T, Builtin::kResourceWarning)})
                      .is_empty()) {
        report_unraisable(T, self);
      }
      clear_exception(T);
    }
    restore_exception(T, pending);
    close_directory(T, data);
  }
  *reinterpret_cast<DirectoryData**>(static_cast<Record*>(self)->raw()) = nullptr;
  delete data;
}

const NativeMethod kDirectoryMethods[] = {
    {"close($self, /)", directory_close, "Close the iterator and free its resources."},
    {"__enter__($self, /)", directory_enter, nullptr},
    {"__exit__($self, /, *exc_info)", directory_close, nullptr},
    {nullptr, nullptr, nullptr}};
const NativeMethod kFunctions[] = {
    {"scandir(path=None)", posix_scandir, "Return an iterator of DirEntry objects for given path."},
    {nullptr, nullptr, nullptr}};

}  // namespace

bool add_posix_scandir(Thread* T, Module* module) {
  PosixState& state = state_of(T);
  static const TypeSlots kEntrySlotTable = [] {
    TypeSlots slots{};
    slots.create = refuse_creation;
    slots.repr = entry_repr;
    return slots;
  }();
  static const TypeSlots kDirectorySlots = [] {
    TypeSlots slots{};
    slots.create = refuse_creation;
    slots.iterate = directory_iterate;
    slots.next = directory_next;
    slots.finalize = directory_finalize;
    return slots;
  }();
  state.directory_entry =
      make_native_type(T, {"posix.DirEntry", Kind::kRecord, record_size(kEntrySlots, sizeof(EntryData)), kTypeIsBuiltin,
                           nullptr, &kEntrySlotTable, kEntryMethods, kEntryAttributes});
  if (state.directory_entry) {
    state.directory_iterator =
        make_native_type(T, {"posix.ScandirIterator", Kind::kRecord, record_size(1, sizeof(DirectoryData*)),
                             kTypeIsBuiltin, nullptr, &kDirectorySlots, kDirectoryMethods, nullptr});
  }
  return state.directory_iterator && module_set(T, module, "DirEntry", state.directory_entry) &&
         add_functions(T, module, kFunctions);
}

}  // namespace gilded
