// termios: the settings of terminals.
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "stdlib/native/system_call.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/bytes.h"
#include "vm/types/dict.h"
#include "vm/types/int.h"
#include "vm/types/list.h"
#include "vm/types/module.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

struct TerminalState {
  explicit TerminalState(Runtime* runtime) { runtime->add_root(&error); }
  Value error;  // termios.error
};
TerminalState& state_of(Thread* T) {
  return native_state<TerminalState>(T->runtime);
}

Value fail(Thread* T, int error) {
  if (T->has_exception()) return kEmpty;
  Value exception =
      call(T, state_of(T).error, {Value::small_int(error), make_string(T, std::string_view(strerror(error)))});
  return exception.is_empty() ? kEmpty : Value(raise_value(T, exception));
}
template <class F>
Value call_terminal(Thread* T, F f) {
  int error;
  return system_call(T, f, &error) < 0 ? fail(T, error) : kNone;
}

// [iflag, oflag, cflag, lflag, ispeed, ospeed, cc]
Value termios_tcgetattr(Thread* T, Arguments args) {
  int fd, error;
  termios mode{};
  if (!to_descriptor(T, args[0], &fd)) return kEmpty;
  if (system_call(T, [&] { return tcgetattr(fd, &mode); }, &error) < 0) return fail(T, error);
  List* characters = make_list(T);
  for (size_t i = 0; characters && i < NCCS; ++i) {
    auto c = static_cast<char>(mode.c_cc[i]);
    // Two of them are numbers where input does not come in lines.
    bool is_number = !(mode.c_lflag & ICANON) && (i == VMIN || i == VTIME);
    Value item = is_number ? Value::small_int(mode.c_cc[i]) : make_bytes(T, {&c, 1});
    if (item.is_empty() || !list_append(T, characters, item)) return kEmpty;
  }
  if (!characters) return kEmpty;
  Value items[] = {Value::small_int(mode.c_iflag),
                   Value::small_int(mode.c_oflag),
                   Value::small_int(mode.c_cflag),
                   Value::small_int(mode.c_lflag),
                   Value::small_int(cfgetispeed(&mode)),
                   Value::small_int(cfgetospeed(&mode)),
                   characters};
  return make_list(T, items, 7);
}
Value termios_tcsetattr(Thread* T, Arguments args) {
  int fd, when;
  if (!to_descriptor(T, args[0], &fd) || !to_c_int(T, args[1], &when)) return kEmpty;
  constexpr const char* kExpected = "tcsetattr, arg 3: must be 7 element list";
  if (!is_list(args[2]) || args[2].as<List>()->size() != 7) return raise_text(T, Builtin::kTypeError, kExpected);
  Value items[7];
  for (int64_t i = 0; i < 7; ++i) {
    items[i] = list_get(T, args[2].as<List>(), i);
    if (items[i].is_empty()) return raise_text(T, Builtin::kTypeError, kExpected);
  }
  termios mode{};
  if (tcgetattr(fd, &mode) < 0) return fail(T, errno);
  tcflag_t* const places[] = {&mode.c_iflag, &mode.c_oflag, &mode.c_cflag, &mode.c_lflag};
  int64_t numbers[6];
  for (size_t i = 0; i < 6; ++i) {
    if (!to_int64(T, items[i], &numbers[i])) return kEmpty;
    if (i < 4) *places[i] = static_cast<tcflag_t>(numbers[i]);
  }
  if (!is_list(items[6]) || items[6].as<List>()->size() != NCCS) {
    return raise(T, Builtin::kTypeError, "tcsetattr: attributes[6] must be {} element list", NCCS);
  }
  for (size_t i = 0; i < NCCS; ++i) {
    Value v = list_get(T, items[6].as<List>(), static_cast<int64_t>(i));
    int64_t number;
    if (v && is_kind(v, Kind::kBytes) && v.as<Bytes>()->length == 1)
      mode.c_cc[i] = static_cast<cc_t>(v.as<Bytes>()->data[0]);
    else if (v && is_int(v) && to_int64(T, v, &number))
      mode.c_cc[i] = static_cast<cc_t>(number);
    else if (T->has_exception())
      return kEmpty;
    else
      return raise(T, Builtin::kTypeError, "tcsetattr: elements of attributes must be characters or integers");
  }
  if (cfsetispeed(&mode, static_cast<speed_t>(numbers[4])) < 0 ||
      cfsetospeed(&mode, static_cast<speed_t>(numbers[5])) < 0)
    return fail(T, errno);
  return call_terminal(T, [&] { return tcsetattr(fd, when, &mode); });
}
Value termios_tcsendbreak(Thread* T, Arguments args) {
  int fd, duration;
  if (!to_descriptor(T, args[0], &fd) || !to_c_int(T, args[1], &duration)) return kEmpty;
  return call_terminal(T, [&] { return tcsendbreak(fd, duration); });
}
Value termios_tcdrain(Thread* T, Arguments args) {
  int fd;
  return to_descriptor(T, args[0], &fd) ? call_terminal(T, [&] { return tcdrain(fd); }) : kEmpty;
}
Value termios_tcflush(Thread* T, Arguments args) {
  int fd, queue;
  if (!to_descriptor(T, args[0], &fd) || !to_c_int(T, args[1], &queue)) return kEmpty;
  return call_terminal(T, [&] { return tcflush(fd, queue); });
}
Value termios_tcflow(Thread* T, Arguments args) {
  int fd, action;
  if (!to_descriptor(T, args[0], &fd) || !to_c_int(T, args[1], &action)) return kEmpty;
  return call_terminal(T, [&] { return tcflow(fd, action); });
}
Value termios_tcgetwinsize(Thread* T, Arguments args) {
  int fd;
  winsize size{};
  if (!to_descriptor(T, args[0], &fd)) return kEmpty;
  if (ioctl(fd, TIOCGWINSZ, &size) < 0) return fail(T, errno);
  return make_tuple(T, {Value::small_int(size.ws_row), Value::small_int(size.ws_col)});
}
Value termios_tcsetwinsize(Thread* T, Arguments args) {
  int fd;
  if (!to_descriptor(T, args[0], &fd)) return kEmpty;
  Tuple* pair = tuple_from_iterable(T, args[1]);
  if (!pair) return kEmpty;
  int64_t rows, columns;
  if (pair->length != 2) return raise(T, Builtin::kTypeError, "tcsetwinsize, arg 2: must be a two-item sequence");
  if (!to_int64(T, (*pair)[0], &rows) || !to_int64(T, (*pair)[1], &columns)) return kEmpty;
  winsize size{};
  if (ioctl(fd, TIOCGWINSZ, &size) < 0) return fail(T, errno);
  if (rows < 0 || rows > 0xffff || columns < 0 || columns > 0xffff)
    return raise(T, Builtin::kOverflowError, "winsize value(s) out of range");
  size.ws_row = static_cast<unsigned short>(rows);
  size.ws_col = static_cast<unsigned short>(columns);
  return ioctl(fd, TIOCSWINSZ, &size) < 0 ? fail(T, errno) : kNone;
}

const NativeMethod kFunctions[] = {
    {"tcgetattr(fd, /)", termios_tcgetattr, "Get the tty attributes for file descriptor fd."},
    {"tcsetattr(fd, when, attributes, /)", termios_tcsetattr, "Set the tty attributes for file descriptor fd.",
     kMayBlock},
    {"tcsendbreak(fd, duration, /)", termios_tcsendbreak, "Send a break on file descriptor fd.", kMayBlock},
    {"tcdrain(fd, /)", termios_tcdrain, "Wait until all output written to file descriptor fd has been transmitted.",
     kMayBlock},
    {"tcflush(fd, queue, /)", termios_tcflush, "Discard queued data on file descriptor fd."},
    {"tcflow(fd, action, /)", termios_tcflow, "Suspend or resume input or output on file descriptor fd."},
    {"tcgetwinsize(fd, /)", termios_tcgetwinsize, "Get the tty winsize for file descriptor fd."},
    {"tcsetwinsize(fd, winsize, /)", termios_tcsetwinsize, "Set the tty winsize for file descriptor fd."},
    {nullptr, nullptr, nullptr}};
constexpr NumberConstant kConstants[] = {
#define N(name) {#name, name}
    N(B0),
    N(B50),
    N(B75),
    N(B110),
    N(B134),
    N(B150),
    N(B200),
    N(B300),
    N(B600),
    N(B1200),
    N(B1800),
    N(B2400),
    N(B4800),
    N(B9600),
    N(B19200),
    N(B38400),
    N(B57600),
    N(B115200),
    N(B230400),
    N(B460800),
    N(B500000),
    N(B576000),
    N(B921600),
    N(B1000000),
    N(CSIZE),
    N(CSTOPB),
    N(CREAD),
    N(PARENB),
    N(PARODD),
    N(HUPCL),
    N(CLOCAL),
    N(CRTSCTS),
    N(CS5),
    N(CS6),
    N(CS7),
    N(CS8),
    N(IGNBRK),
    N(BRKINT),
    N(IGNPAR),
    N(PARMRK),
    N(INPCK),
    N(ISTRIP),
    N(INLCR),
    N(IGNCR),
    N(ICRNL),
    N(IUCLC),
    N(IXON),
    N(IXANY),
    N(IXOFF),
    N(IMAXBEL),
    N(IUTF8),
    N(OPOST),
    N(OLCUC),
    N(ONLCR),
    N(OCRNL),
    N(ONOCR),
    N(ONLRET),
    N(OFILL),
    N(OFDEL),
    N(NLDLY),
    N(CRDLY),
    N(TABDLY),
    N(BSDLY),
    N(VTDLY),
    N(FFDLY),
    N(NL0),
    N(NL1),
    N(CR0),
    N(CR1),
    N(CR2),
    N(CR3),
    N(TAB0),
    N(TAB1),
    N(TAB2),
    N(TAB3),
    N(BS0),
    N(BS1),
    N(VT0),
    N(VT1),
    N(FF0),
    N(FF1),
    N(ISIG),
    N(ICANON),
    N(ECHO),
    N(ECHOE),
    N(ECHOK),
    N(ECHONL),
    N(ECHOCTL),
    N(ECHOPRT),
    N(ECHOKE),
    N(FLUSHO),
    N(NOFLSH),
    N(TOSTOP),
    N(PENDIN),
    N(IEXTEN),
    N(EXTPROC),
    N(VINTR),
    N(VQUIT),
    N(VERASE),
    N(VKILL),
    N(VEOF),
    N(VTIME),
    N(VMIN),
    N(VSWTC),
    N(VSTART),
    N(VSTOP),
    N(VSUSP),
    N(VEOL),
    N(VREPRINT),
    N(VDISCARD),
    N(VWERASE),
    N(VLNEXT),
    N(VEOL2),
    N(TCSANOW),
    N(TCSADRAIN),
    N(TCSAFLUSH),
    N(TCIFLUSH),
    N(TCOFLUSH),
    N(TCIOFLUSH),
    N(TCOOFF),
    N(TCOON),
    N(TCIOFF),
    N(TCION),
    N(TIOCGWINSZ),
    N(TIOCSWINSZ),
    N(TIOCGPGRP),
    N(TIOCSPGRP),
    N(TIOCSCTTY),
    N(TIOCNOTTY),
    N(TIOCOUTQ),
    N(TIOCSTI),
    N(TIOCINQ),
    N(TIOCEXCL),
    N(TIOCNXCL),
    N(TIOCMGET),
    N(TIOCMSET),
    N(TIOCMBIS),
    N(TIOCMBIC),
    N(FIONREAD),
    N(FIONBIO),
    N(FIOASYNC),
    N(FIOCLEX),
    N(FIONCLEX),
    N(NCCS),
    N(B1152000),
    N(B1500000),
    N(B2000000),
    N(B2500000),
    N(B3000000),
    N(B3500000),
    N(B4000000),
    N(CBAUD),
    N(CBAUDEX),
    N(CDSUSP),
    N(CEOF),
    N(CEOL),
    N(CEOT),
    N(CERASE),
    N(CFLUSH),
    N(CIBAUD),
    N(CINTR),
    N(CKILL),
    N(CLNEXT),
    N(CQUIT),
    N(CRPRNT),
    N(CSTART),
    N(CSTOP),
    N(CSUSP),
    N(CWERASE),
    N(EXTA),
    N(EXTB),
    N(IOCSIZE_MASK),
    N(IOCSIZE_SHIFT),
    N(NCC),
    N(N_MOUSE),
    N(N_PPP),
    N(N_SLIP),
    N(N_STRIP),
    N(N_TTY),
    N(TCFLSH),
    N(TCGETA),
    N(TCGETS),
    N(TCSBRK),
    N(TCSBRKP),
    N(TCSETA),
    N(TCSETAF),
    N(TCSETAW),
    N(TCSETS),
    N(TCSETSF),
    N(TCSETSW),
    N(TCXONC),
    N(TIOCCONS),
    N(TIOCGETD),
    N(TIOCGICOUNT),
    N(TIOCGLCKTRMIOS),
    N(TIOCGSERIAL),
    N(TIOCGSOFTCAR),
    N(TIOCLINUX),
    N(TIOCMIWAIT),
    N(TIOCM_CAR),
    N(TIOCM_CD),
    N(TIOCM_CTS),
    N(TIOCM_DSR),
    N(TIOCM_DTR),
    N(TIOCM_LE),
    N(TIOCM_RI),
    N(TIOCM_RNG),
    N(TIOCM_RTS),
    N(TIOCM_SR),
    N(TIOCM_ST),
    N(TIOCPKT),
    N(TIOCPKT_DATA),
    N(TIOCPKT_DOSTOP),
    N(TIOCPKT_FLUSHREAD),
    N(TIOCPKT_FLUSHWRITE),
    N(TIOCPKT_NOSTOP),
    N(TIOCPKT_START),
    N(TIOCPKT_STOP),
    N(TIOCSERCONFIG),
    N(TIOCSERGETLSR),
    N(TIOCSERGETMULTI),
    N(TIOCSERGSTRUCT),
    N(TIOCSERGWILD),
    N(TIOCSERSETMULTI),
    N(TIOCSERSWILD),
    N(TIOCSER_TEMT),
    N(TIOCSETD),
    N(TIOCSLCKTRMIOS),
    N(TIOCSSERIAL),
    N(TIOCSSOFTCAR),
    N(XCASE),
    {"VSWTCH", VSWTC},
    N(XTABS)};
#undef N

}  // namespace

Value initialize_termios_module(Thread* T) {
  Module* module = make_module(T, "termios");
  Dict* dict = make_dict(T);
  Tuple* bases = make_tuple(T, {exception_type(T, Builtin::kException)});
  if (!module || !dict || !bases ||
      !dict_set(T, dict, intern(T, std::string_view("__module__")), make_string(T, std::string_view("termios"))))
    return kEmpty;
  TerminalState& state = state_of(T);
  state.error = make_class(T, types(T).type, make_string(T, std::string_view("error")), bases, dict, {});
  bool ok = state.error && module_set(T, module, "error", state.error) && add_functions(T, module, kFunctions) &&
            add_constants(T, module, kConstants, std::size(kConstants));
  return ok ? Value(module) : kEmpty;
}

}  // namespace gilded
