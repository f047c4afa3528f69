#include "vm/types/suggestions.h"

#include <algorithm>
#include <vector>

#include "vm/interpreter/frame.h"
#include "vm/interpreter/interpreter.h"
#include "vm/object/protocols.h"
#include "vm/object/type.h"
#include "vm/runtime.h"
#include "vm/types/dict.h"
#include "vm/types/exception.h"
#include "vm/types/list.h"
#include "vm/types/string.h"

namespace gilded {

// Edit distance in CPython's currency: 2 for a change, 1 for a change of case only; `limit` + 1 when it is more.
static size_t distance(const std::string& a, const std::string& b, size_t limit) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j < row.size(); ++j) row[j] = 2 * j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = 2 * i;
    size_t best = row[0];
    for (size_t j = 1; j < row.size(); ++j) {
      size_t above = row[j];
      char x = a[i - 1], y = b[j - 1];
      size_t change = x == y                                                                             ? 0
                      : tolower(static_cast<unsigned char>(x)) == tolower(static_cast<unsigned char>(y)) ? 1
                                                                                                         : 2;
      row[j] = std::min({row[j] + 2, row[j - 1] + 2, diagonal + change});
      best = std::min(best, row[j]);
      diagonal = above;
    }
    if (best > limit) return limit + 1;
  }
  return row.back();
}

std::string nearest_name(const std::string& wrong, const std::vector<std::string>& candidates) {
  if (wrong.size() > 40 || candidates.size() > 750) return "";
  std::string best;
  size_t best_distance = SIZE_MAX;
  for (const std::string& candidate : candidates) {
    if (candidate == wrong || candidate.empty()) continue;
    // At most a third of the letters may differ.
    size_t limit = (wrong.size() + candidate.size() + 3) * 2 / 6;
    if (best_distance != SIZE_MAX) limit = std::min(limit, best_distance - 1);
    size_t d = distance(wrong, candidate, limit);
    if (d > limit) continue;
    if (d < best_distance) {
      best_distance = d;
      best = candidate;
      if (d == 0) break;
    }
  }
  return best;
}

static void add_names(Thread* T, Value iterable, std::vector<std::string>* out) {
  if (iterable.is_empty()) {
    clear_exception(T);
    return;
  }
  (void)for_each(T, iterable, [&](Value v) {
    if (is_string(v)) out->push_back(to_utf8(as_string(v)));
    return true;
  });
  clear_exception(T);
}

static std::vector<std::string> attributes_of_object(Thread* T, Value object, bool with_private) {
  std::vector<std::string> all;
  bool found;
  add_names(T, call_special(T, object, names(T).dunder_dir, {}, &found), &all);
  std::sort(all.begin(), all.end());
  if (!with_private)
    all.erase(std::remove_if(all.begin(), all.end(), [](const std::string& s) { return s[0] == '_'; }), all.end());
  return all;
}

std::string suggestion_for(Thread* T, Value exception) {
  auto* e = exception.as<Exception>();
  auto is_a = [&](Builtin which) { return is_instance_of(T, exception, exception_type(T, which)); };
  if (is_a(Builtin::kImportError)) {
    Value module_name = e->extra[1].load(), wrong = e->extra[3].load();
    if (!is_string(module_name) || !is_string(wrong)) return "";
    Value module = dict_get(T, T->runtime->modules.as<Dict>(), module_name);
    if (module.is_empty()) return "";
    std::string text = to_utf8(as_string(wrong));
    std::string best = nearest_name(text, attributes_of_object(T, module, text[0] == '_'));
    return best.empty() ? "" : fmt::format(". Did you mean: '{}'?", best);
  }
  if (is_a(Builtin::kAttributeError)) {
    Value wrong = e->extra[0].load(), object = e->extra[1].load();
    if (!is_string(wrong) || object.is_empty()) return "";
    std::string text = to_utf8(as_string(wrong));
    std::string best = nearest_name(text, attributes_of_object(T, object, !text.empty() && text[0] == '_'));
    return best.empty() ? "" : fmt::format(". Did you mean: '{}'?", best);
  }
  if (is_a(Builtin::kNameError)) {
    Value wrong = e->extra[0].load();
    if (!is_string(wrong)) return "";
    std::string text = to_utf8(as_string(wrong));
    Value last;
    for (Value v = e->traceback.load(); is_kind(v, Kind::kTraceback); v = v.as<Traceback>()->next.load()) last = v;
    std::vector<std::string> candidates;
    if (last) {
      auto* frame = last.as<Traceback>()->frame.load().as<Frame>();
      add_names(T, frame_locals(T, frame), &candidates);
      // A method that forgot self: `self.name` exists.
      Value locals = frame_locals(T, frame);
      clear_exception(T);
      if (is_dict(locals)) {
        Value self = dict_get(locals.as<Dict>(), intern(T, std::string_view("self")));
        if (self) {
          Value attribute = find_attribute(T, self, intern(T, text));
          clear_exception(T);
          if (attribute) return fmt::format(". Did you mean: 'self.{}'?", text);
        }
      }
      add_names(T, frame->function.load()->globals.load(), &candidates);
      add_names(T, frame->function.load()->builtins.load(), &candidates);
    }
    std::string best = nearest_name(text, candidates);
    bool is_library = false;
    for (const std::string& name : T->runtime->hooks.module_names()) is_library |= name == text;
    if (!best.empty() && is_library)
      return fmt::format(". Did you mean: '{}'? Or did you forget to import '{}'?", best, text);
    if (is_library) return fmt::format(". Did you forget to import '{}'?", text);
    return best.empty() ? "" : fmt::format(". Did you mean: '{}'?", best);
  }
  return "";
}

}  // namespace gilded
