// _line_editor: one line typed at a terminal, edited by libedit. The readline module of the library is made of it.
//
// libedit reads keys through get_character below, which gives the interpreter lock up for as long as it waits: other
// threads go on while somebody types. All else of libedit runs with the lock held. A terminal has one user at a time,
// so an Editor belongs to the thread that reads; a second thread that tries gets a RuntimeError.
//
// Ctrl-C: the signal interrupts the wait, the handler's KeyboardInterrupt is raised here, and libedit, told that
// reading failed, ends. The kernel throws away what was typed when it makes the signal, also between poll()'s "there is
// input" and read(): so keys are read from a description of the terminal of the editor's own, which never blocks.
//
// libedit prints its prompt before it turns the terminal's line editing off. What is typed in between would be edited
// twice, and an end of input be lost: so the mode is set here before, and given back after, as it was.
#include <fcntl.h>
#include <histedit.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <clocale>
#include <cstdio>
#include <cstdlib>

#include "vm/object/errors.h"
#include "vm/object/native.h"
#include "vm/object/protocols.h"
#include "vm/object/protocols_inline.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/threading/safepoint.h"
#include "vm/types/exception.h"
#include "vm/types/int.h"
#include "vm/types/module.h"
#include "vm/types/record.h"
#include "vm/types/string.h"
#include "vm/types/tuple.h"

namespace gilded {

namespace {

struct Editor {
  EditLine* line = nullptr;
  History* history = nullptr;
  std::string prompt;
  int keys = STDIN_FILENO;  // where they are read from: the terminal opened once more, where it can be
  // Only while a line is being read:
  std::atomic<bool> busy{false};
  Thread* T = nullptr;
  Value completer;      // the caller's argument: it keeps it alive
  bool failed = false;  // an exception is set
};
Editor* editor_of(Value v) {
  return *reinterpret_cast<Editor**>(v.as<Record>()->raw());
}
Editor* editor_of(EditLine* line) {
  void* data = nullptr;
  el_get(line, EL_CLIENTDATA, &data);
  return static_cast<Editor*>(data);
}

char* prompt_of(EditLine* line) {
  return editor_of(line)->prompt.data();
}

// One byte; 0 at the end of input, -1 with an exception set.
int read_byte(Editor* editor, unsigned char* byte) {
  for (;;) {
    ssize_t n = -1;
    int error = EINTR;
    {
      DetachScope detached(editor->T, WaitReason::kIo);
      // A signal may come just before the wait, which it would not interrupt then: so the wait is short, and its
      // handler's request is looked for.
      constexpr int kMilliseconds = 50;
      pollfd input{editor->keys, POLLIN, 0};
      while (editor->T->breaker.load(std::memory_order_relaxed) == 0) {
        int ready = poll(&input, 1, kMilliseconds);
        if (ready == 0 || (ready < 0 && errno == EINTR)) continue;
        n = read(editor->keys, byte, 1);
        error = n < 0 && errno == EAGAIN ? EINTR : errno;
        if (n >= 0 || error != EINTR) break;
      }
    }
    if (n >= 0) return static_cast<int>(n);
    if (error != EINTR) return static_cast<void>(raise_errno(editor->T, error)), -1;
    if (!poll_if_requested(editor->T)) return -1;
  }
}

// libedit's way to a key: a character of UTF-8 from standard input.
int get_character(EditLine* line, wchar_t* out) {
  Editor* editor = editor_of(line);
  unsigned char byte;
  int n = read_byte(editor, &byte);
  if (n <= 0) {
    editor->failed = n < 0;
    return n;
  }
  int following = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : byte >= 0xc0 ? 1 : 0;
  auto character = static_cast<wchar_t>(following == 0 ? byte : byte & (0x3f >> following));
  for (int i = 0; i < following; ++i) {
    n = read_byte(editor, &byte);
    if (n <= 0) {
      editor->failed = n < 0;
      return n;
    }
    character = character << 6 | (byte & 0x3f);
  }
  *out = character;
  return 1;
}

// The Tab key: completer(text before the cursor, text after it) answers (characters to delete before the cursor, text
// to insert, text to show below or ''), or None.
unsigned char complete(EditLine* line, int) {
  Editor* editor = editor_of(line);
  Thread* T = editor->T;
  if (editor->completer.is_none()) return CC_ERROR;
  const LineInfo* info = el_line(line);
  Value before = make_string(T, std::string_view(info->buffer, static_cast<size_t>(info->cursor - info->buffer)));
  Value after = make_string(T, std::string_view(info->cursor, static_cast<size_t>(info->lastchar - info->cursor)));
  Value answer = before.is_empty() || after.is_empty() ? kEmpty : call(T, editor->completer, {before, after});
  if (answer.is_empty()) {
    clear_exception(T);  // a broken completer must not end the line
    return CC_ERROR;
  }
  if (!is_tuple(answer) || answer.as<Tuple>()->length != 3) return CC_ERROR;
  Tuple* parts = answer.as<Tuple>();
  Value count = (*parts)[0], inserted = (*parts)[1], shown = (*parts)[2];
  if (!count.is_small_int() || !is_string(inserted) || !is_string(shown)) return CC_ERROR;
  if (count.as_small_int() > 0) el_deletestr(line, static_cast<int>(count.as_small_int()));
  if (as_string(inserted)->length > 0) el_insertstr(line, to_utf8(as_string(inserted)).c_str());
  if (as_string(shown)->length > 0) {
    fprintf(stdout, "\n%s\n", to_utf8(as_string(shown)).c_str());
    fflush(stdout);
    return CC_REDISPLAY;
  }
  return CC_REFRESH;
}

void add_to_history(Editor* editor, const std::string& text) {
  HistEvent event;
  history(editor->history, &event, H_ENTER, text.c_str());
}

// While it lives, the terminal hands over each key and shows none.
class KeyByKeyMode {
 public:
  KeyByKeyMode() : changed_(tcgetattr(STDIN_FILENO, &before_) == 0) {
    termios mode = before_;
    mode.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
    if (changed_) tcsetattr(STDIN_FILENO, TCSADRAIN, &mode);
  }
  ~KeyByKeyMode() {
    if (changed_) tcsetattr(STDIN_FILENO, TCSADRAIN, &before_);
  }
  KeyByKeyMode(const KeyByKeyMode&) = delete;
  KeyByKeyMode& operator=(const KeyByKeyMode&) = delete;

 private:
  termios before_{};
  bool changed_;
};

Value editor_read_line(Thread* T, Arguments args) {
  Editor* editor = editor_of(args[0]);
  if (!is_string(args[1])) return raise(T, Builtin::kTypeError, "prompt must be str, not {}", type_name(T, args[1]));
  bool idle = false;
  if (!editor->busy.compare_exchange_strong(idle, true))
    return raise(T, Builtin::kRuntimeError, "can't re-enter readline");
  editor->T = T;
  editor->prompt = to_utf8(as_string(args[1]));
  editor->completer = args[2];
  editor->failed = false;
  int length = 0;
  const char* text = nullptr;
  {
    KeyByKeyMode mode;
    text = el_gets(editor->line, &length);
  }
  Value result;
  if (editor->failed) {
    fputc('\n', stdout);
    fflush(stdout);
  } else if (!text || length <= 0) {
    result = kNone;
  } else {
    result = make_string(T, std::string_view(text, static_cast<size_t>(length)));
  }
  editor->completer = kNone;
  editor->T = nullptr;
  editor->busy.store(false);
  return result;
}

Value editor_set_history(Thread* T, Arguments args) {
  Editor* editor = editor_of(args[0]);
  HistEvent event;
  history(editor->history, &event, H_CLEAR);
  bool ok = true;
  (void)for_each(T, args[1], [&](Value line) {
    ok = is_string(line);
    if (ok) add_to_history(editor, to_utf8(as_string(line)));
    return ok;
  });
  if (!ok) return raise(T, Builtin::kTypeError, "history must be made of str");
  return T->has_exception() ? kEmpty : kNone;
}
Value editor_add_history(Thread* T, Arguments args) {
  if (!is_string(args[1])) return raise(T, Builtin::kTypeError, "history must be made of str");
  add_to_history(editor_of(args[0]), to_utf8(as_string(args[1])));
  return kNone;
}
Value editor_configure(Thread* T, Arguments args) {
  if (!is_string(args[1])) return raise(T, Builtin::kTypeError, "argument must be str, not {}", type_name(T, args[1]));
  // libedit reads such lines from files only.
  char path[] = "/tmp/gilded-editrc-XXXXXX";
  int fd = mkstemp(path);
  if (fd < 0) return raise_errno(T, errno);
  std::string text = to_utf8(as_string(args[1])) + "\n";
  bool written = write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  close(fd);
  if (written) el_source(editor_of(args[0])->line, path);
  unlink(path);
  return kNone;
}

void finalize(Thread*, Object* self) {
  Editor* editor = editor_of(Value(self));
  if (editor->line) el_end(editor->line);
  if (editor->history) history_end(editor->history);
  if (editor->keys != STDIN_FILENO) close(editor->keys);
  delete editor;
}

const NativeMethod kMethods[] = {
    {"read_line($self, prompt, completer, /)", editor_read_line,
     "Read a line with its end from the terminal; None at the end of input.", kMayBlock},
    {"set_history($self, lines, /)", editor_set_history, "Replace the history."},
    {"add_history($self, line, /)", editor_add_history, "Add a line to the history."},
    {"configure($self, line, /)", editor_configure, "Run a line as libedit's ~/.editrc holds it."},
    {nullptr, nullptr, nullptr}};

Value open_editor(Thread* T, Arguments) {
  static const TypeSlots kSlots = [] {
    TypeSlots s{};
    s.finalize = finalize;
    return s;
  }();
  Type* type = make_native_type(T, {"_line_editor.Editor", Kind::kRecord, record_size(0, sizeof(Editor*)),
                                    kTypeIsBuiltin, nullptr, &kSlots, kMethods, nullptr});
  Record* record = type ? make_record(T, type, 0, sizeof(Editor*)) : nullptr;
  if (!record) return kEmpty;
  setlocale(LC_CTYPE, "C.UTF-8");  // libedit converts by it
  auto* editor = new Editor;
  editor->line = el_init("gilded", stdin, stdout, stderr);
  editor->history = history_init();
  char path[64];
  if (ttyname_r(STDIN_FILENO, path, sizeof path) == 0) {
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd >= 0) editor->keys = fd;
  }
  *reinterpret_cast<Editor**>(record->raw()) = editor;
  if (!editor->line || !editor->history) return raise(T, Builtin::kOSError, "the terminal cannot be edited on");
  HistEvent event;
  history(editor->history, &event, H_SETSIZE, 10000);
  history(editor->history, &event, H_SETUNIQUE, 1);
  el_set(editor->line, EL_CLIENTDATA, editor);
  el_set(editor->line, EL_PROMPT, prompt_of);
  el_set(editor->line, EL_EDITOR, "emacs");
  el_set(editor->line, EL_SIGNAL, 0);
  el_set(editor->line, EL_HIST, history, editor->history);
  el_set(editor->line, EL_GETCFN, get_character);
  el_set(editor->line, EL_ADDFN, "gilded-complete", "Complete the word before the cursor", complete);
  el_set(editor->line, EL_BIND, "^I", "gilded-complete", nullptr);
  el_set(editor->line, EL_BIND, "^R", "em-inc-search-prev", nullptr);
  return record;
}
const NativeMethod kFunctions[] = {{"open()", open_editor, "Return a line editor for standard input and output."},
                                   {nullptr, nullptr, nullptr}};

}  // namespace

Value initialize_line_editor_module(Thread* T) {
  Module* module = make_module(T, "_line_editor");
  return module && add_functions(T, module, kFunctions) ? Value(module) : kEmpty;
}

}  // namespace gilded
