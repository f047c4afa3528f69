// errno: the numbers of system errors by name.
#include <cerrno>

#include "vm/object/protocols.h"
#include "vm/runtime.h"
#include "vm/types/dict.h"
#include "vm/types/module.h"
#include "vm/types/string.h"

namespace gilded {

Value initialize_errno_module(Thread* T) {
  Module* module = make_module(T, "errno");
  Dict* by_number = make_dict(T);
  if (!module || !by_number) return kEmpty;
  static constexpr struct {
    const char* name;
    int number;
  } kErrors[] = {
#define E(name) {#name, name}
      E(EPERM),        E(ENOENT),       E(ESRCH),        E(EINTR),           E(EIO),           E(ENXIO),
      E(E2BIG),        E(ENOEXEC),      E(EBADF),        E(ECHILD),          E(EAGAIN),        E(ENOMEM),
      E(EACCES),       E(EFAULT),       E(ENOTBLK),      E(EBUSY),           E(EEXIST),        E(EXDEV),
      E(ENODEV),       E(ENOTDIR),      E(EISDIR),       E(EINVAL),          E(ENFILE),        E(EMFILE),
      E(ENOTTY),       E(ETXTBSY),      E(EFBIG),        E(ENOSPC),          E(ESPIPE),        E(EROFS),
      E(EMLINK),       E(EPIPE),        E(EDOM),         E(ERANGE),          E(EDEADLK),       E(ENAMETOOLONG),
      E(ENOLCK),       E(ENOSYS),       E(ENOTEMPTY),    E(ELOOP),           E(EWOULDBLOCK),   E(ENOMSG),
      E(EIDRM),        E(EPROTO),       E(EBADMSG),      E(EOVERFLOW),       E(EILSEQ),        E(EUSERS),
      E(ENOTSOCK),     E(EDESTADDRREQ), E(EMSGSIZE),     E(EPROTOTYPE),      E(ENOPROTOOPT),   E(EPROTONOSUPPORT),
      E(ENOTSUP),      E(EOPNOTSUPP),   E(EAFNOSUPPORT), E(EADDRINUSE),      E(EADDRNOTAVAIL), E(ENETDOWN),
      E(ENETUNREACH),  E(ENETRESET),    E(ECONNABORTED), E(ECONNRESET),      E(ENOBUFS),       E(EISCONN),
      E(ENOTCONN),     E(ETIMEDOUT),    E(ECONNREFUSED), E(EHOSTDOWN),       E(EHOSTUNREACH),  E(EALREADY),
      E(EINPROGRESS),  E(ESTALE),       E(EDQUOT),       E(ECANCELED),       E(EOWNERDEAD),    E(ENOTRECOVERABLE),
      E(EDEADLOCK),    E(ECHRNG),       E(EL2NSYNC),     E(EL3HLT),          E(EL3RST),        E(ELNRNG),
      E(EUNATCH),      E(ENOCSI),       E(EL2HLT),       E(EBADE),           E(EBADR),         E(EXFULL),
      E(ENOANO),       E(EBADRQC),      E(EBADSLT),      E(EBFONT),          E(ENOSTR),        E(ENODATA),
      E(ETIME),        E(ENOSR),        E(ENONET),       E(ENOPKG),          E(EREMOTE),       E(ENOLINK),
      E(EADV),         E(ESRMNT),       E(ECOMM),        E(EMULTIHOP),       E(EDOTDOT),       E(ENOTUNIQ),
      E(EBADFD),       E(EREMCHG),      E(ELIBACC),      E(ELIBBAD),         E(ELIBSCN),       E(ELIBMAX),
      E(ELIBEXEC),     E(ERESTART),     E(ESTRPIPE),     E(ESOCKTNOSUPPORT), E(EPFNOSUPPORT),  E(ESHUTDOWN),
      E(ETOOMANYREFS), E(EUCLEAN),      E(ENOTNAM),      E(ENAVAIL),         E(EISNAM),        E(EREMOTEIO),
      E(ENOMEDIUM),    E(EMEDIUMTYPE),  E(ENOKEY),       E(EKEYEXPIRED),     E(EKEYREVOKED),   E(EKEYREJECTED),
      E(ERFKILL)
#undef E
  };
  for (auto& e : kErrors) {
    String* name = intern(T, std::string_view(e.name));
    if (!name || !module_set(T, module, e.name, Value::small_int(e.number))) return kEmpty;
    if (dict_set_default(T, by_number, Value::small_int(e.number), name).is_empty()) return kEmpty;
  }
  return module_set(T, module, "errorcode", by_number) ? Value(module) : kEmpty;
}

}  // namespace gilded
