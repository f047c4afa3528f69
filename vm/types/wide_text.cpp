#include "vm/types/wide_text.h"

#include <algorithm>

#include "vm/types/string.h"

namespace gilded {

std::shared_ptr<const std::u32string> WideTexts::get(const String* text) {
  {
    MutexLock guard(mutex_);
    for (const Entry& entry : entries_) {
      if (entry.text == text) return entry.wide;
    }
  }
  auto wide = std::make_shared<std::u32string>(text->length, U'\0');
  with_characters(text, [&](auto* p) { std::copy(p, p + text->length, wide->begin()); });
  MutexLock guard(mutex_);
  entries_[next_++ % entries_.size()] = {text, wide};
  return wide;
}

void WideTexts::clear() {
  MutexLock guard(mutex_);
  entries_.fill({});
}

}  // namespace gilded
