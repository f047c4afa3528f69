// pwd and grp: who the users and groups of this system are.
#include <grp.h>
#include <pwd.h>

#include <vector>

#include "stdlib/native/system_call.h"
#include "vm/runtime.h"
#include "vm/types/int.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/string.h"
#include "vm/types/struct_sequence.h"

namespace gilded {

namespace {

struct UserState {
  explicit UserState(Runtime* runtime) {
    runtime->add_root(&passwd);
    runtime->add_root(&group);
  }
  Value passwd, group;
  Mutex enumeration;  // getpwent and getgrent walk one list of the process
};
UserState& state_of(Thread* T) {
  return native_state<UserState>(T->runtime);
}

constexpr StructSequenceSpec kPasswd = {"pwd.struct_passwd",
                                        "pwd.struct_passwd: Results from getpw*() routines.",
                                        7,
                                        {"pw_name", "pw_passwd", "pw_uid", "pw_gid", "pw_gecos", "pw_dir", "pw_shell"}};
constexpr StructSequenceSpec kGroup = {"grp.struct_group",
                                       "grp.struct_group: Results from getgr*() routines.",
                                       4,
                                       {"gr_name", "gr_passwd", "gr_gid", "gr_mem"}};

Value text(Thread* T, const char* s) {
  return s ? make_path(T, s) : kNone;
}

// What an entry says, kept apart from the C library's buffer.
struct User {
  std::string name, password, information, directory, shell;
  uint32_t id, group;
  explicit User(const passwd& p)
      : name(p.pw_name),
        password(p.pw_passwd ? p.pw_passwd : ""),
        information(p.pw_gecos ? p.pw_gecos : ""),
        directory(p.pw_dir),
        shell(p.pw_shell),
        id(p.pw_uid),
        group(p.pw_gid) {}
};
Value make_user(Thread* T, const User& u) {
  Value items[] = {text(T, u.name.c_str()),   text(T, u.password.c_str()),    Value::small_int(u.id),
                   Value::small_int(u.group), text(T, u.information.c_str()), text(T, u.directory.c_str()),
                   text(T, u.shell.c_str())};
  return make_struct_sequence(T, state_of(T).passwd.as<Type>(), items, 7, 7);
}
struct Group {
  std::string name, password;
  uint32_t id;
  std::vector<std::string> members;
  explicit Group(const group& g) : name(g.gr_name), password(g.gr_passwd ? g.gr_passwd : ""), id(g.gr_gid) {
    for (char** member = g.gr_mem; member && *member; ++member) members.emplace_back(*member);
  }
};
Value make_group(Thread* T, const Group& g) {
  List* members = make_list(T);
  for (const std::string& member : g.members) {
    if (!members || !list_append(T, members, text(T, member.c_str()))) return kEmpty;
  }
  if (!members) return kEmpty;
  Value items[] = {text(T, g.name.c_str()), text(T, g.password.c_str()), Value::small_int(g.id), members};
  return make_struct_sequence(T, state_of(T).group.as<Type>(), items, 4, 4);
}

// Calls f(buffer, size, &found) with room enough. 0, or an error number.
template <class Entry, class F>
int look_up(Thread* T, std::vector<char>& buffer, Entry** found, F f) {
  buffer.resize(4096);
  for (;;) {
    int error;
    {
      DetachScope detached(T, WaitReason::kIo);
      error = f(buffer.data(), buffer.size(), found);
    }
    if (error == EINTR) continue;
    if (error != ERANGE || buffer.size() > (1u << 24)) return error;
    buffer.resize(buffer.size() * 2);
  }
}
bool name_argument(Thread* T, Value v, const char* function, std::string* out) {
  if (!is_string(v))
    return raise(T, Builtin::kTypeError, "{}() argument must be str, not {}", function, type_name(T, v));
  if (!file_system_bytes(T, v, out)) return false;
  return out->find('\0') == std::string::npos ||
         static_cast<bool>(raise(T, Builtin::kValueError, "embedded null byte"));
}
Value missing(Thread* T, const char* function, const char* what, Value key) {
  String* shown = is_string(key) ? to_repr(T, key) : to_str(T, key);
  return shown
             ? Value(raise_with(T, Builtin::kKeyError,
                                make_string(T, fmt::format("{}(): {} not found: {}", function, what, to_utf8(shown)))))
             : kEmpty;
}

Value pwd_getpwnam(Thread* T, Arguments args) {
  std::string name;
  std::vector<char> buffer;
  passwd entry{}, *found = nullptr;
  if (!name_argument(T, args[0], "getpwnam", &name)) return kEmpty;
  look_up(T, buffer, &found,
          [&](char* place, size_t size, passwd** out) { return getpwnam_r(name.c_str(), &entry, place, size, out); });
  return found ? make_user(T, User(*found)) : missing(T, "getpwnam", "name", args[0]);
}
Value pwd_getpwuid(Thread* T, Arguments args) {
  uint32_t id;
  std::vector<char> buffer;
  passwd entry{}, *found = nullptr;
  if (!to_id(T, args[0], "uid", &id)) {
    if (!exception_matches(T, Builtin::kOverflowError)) return kEmpty;
    clear_exception(T);
    return raise_with(T, Builtin::kKeyError, make_string(T, std::string_view("getpwuid(): uid not found")));
  }
  look_up(T, buffer, &found,
          [&](char* place, size_t size, passwd** out) { return getpwuid_r(id, &entry, place, size, out); });
  return found ? make_user(T, User(*found)) : missing(T, "getpwuid", "uid", args[0]);
}
Value pwd_getpwall(Thread* T, Arguments) {
  std::vector<User> users;
  {
    DetachScope detached(T, WaitReason::kIo);
    MutexLock guard(state_of(T).enumeration);
    setpwent();
    while (passwd* p = getpwent()) users.emplace_back(*p);
    endpwent();
  }
  List* list = make_list(T);
  for (const User& user : users) {
    Value item = list ? make_user(T, user) : kEmpty;
    if (item.is_empty() || !list_append(T, list, item)) return kEmpty;
  }
  return list;
}
Value grp_getgrnam(Thread* T, Arguments args) {
  std::string name;
  std::vector<char> buffer;
  group entry{}, *found = nullptr;
  if (!name_argument(T, args[0], "getgrnam", &name)) return kEmpty;
  look_up(T, buffer, &found,
          [&](char* place, size_t size, group** out) { return getgrnam_r(name.c_str(), &entry, place, size, out); });
  return found ? make_group(T, Group(*found)) : missing(T, "getgrnam", "name", args[0]);
}
Value grp_getgrgid(Thread* T, Arguments args) {
  uint32_t id;
  std::vector<char> buffer;
  group entry{}, *found = nullptr;
  if (!to_id(T, args[0], "gid", &id)) {
    if (!exception_matches(T, Builtin::kOverflowError)) return kEmpty;
    clear_exception(T);
    return raise_with(T, Builtin::kKeyError, make_string(T, std::string_view("getgrgid(): gid not found")));
  }
  look_up(T, buffer, &found,
          [&](char* place, size_t size, group** out) { return getgrgid_r(id, &entry, place, size, out); });
  return found ? make_group(T, Group(*found)) : missing(T, "getgrgid", "gid", args[0]);
}
Value grp_getgrall(Thread* T, Arguments) {
  std::vector<Group> groups;
  {
    DetachScope detached(T, WaitReason::kIo);
    MutexLock guard(state_of(T).enumeration);
    setgrent();
    while (group* g = getgrent()) groups.emplace_back(*g);
    endgrent();
  }
  List* list = make_list(T);
  for (const Group& one : groups) {
    Value item = list ? make_group(T, one) : kEmpty;
    if (item.is_empty() || !list_append(T, list, item)) return kEmpty;
  }
  return list;
}
const NativeMethod kUserFunctions[] = {
    {"getpwnam(name, /)", pwd_getpwnam, "Return the password database entry for the given user name."},
    {"getpwuid(uidobj, /)", pwd_getpwuid, "Return the password database entry for the given numeric user ID."},
    {"getpwall()", pwd_getpwall, "Return a list of all available password database entries, in arbitrary order."},
    {nullptr, nullptr, nullptr}};
const NativeMethod kGroupFunctions[] = {
    {"getgrnam(name)", grp_getgrnam, "Return the group database entry for the given group name."},
    {"getgrgid(id)", grp_getgrgid, "Return the group database entry for the given numeric group ID."},
    {"getgrall()", grp_getgrall, "Return a list of all available group entries, in arbitrary order."},
    {nullptr, nullptr, nullptr}};

}  // namespace

Value initialize_pwd_module(Thread* T) {
  Module* module = make_module(T, "pwd");
  UserState& state = state_of(T);
  state.passwd = make_struct_sequence_type<kPasswd>(T);
  bool ok = module && state.passwd && module_set(T, module, "struct_passwd", state.passwd) &&
            add_functions(T, module, kUserFunctions);
  return ok ? Value(module) : kEmpty;
}
Value initialize_grp_module(Thread* T) {
  Module* module = make_module(T, "grp");
  UserState& state = state_of(T);
  state.group = make_struct_sequence_type<kGroup>(T);
  bool ok = module && state.group && module_set(T, module, "struct_group", state.group) &&
            add_functions(T, module, kGroupFunctions);
  return ok ? Value(module) : kEmpty;
}

}  // namespace gilded
