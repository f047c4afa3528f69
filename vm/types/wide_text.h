// UTF-32 copies of the texts that were searched last.
//
// A regular expression searches text beyond ASCII in UTF-32. A scanner calls match(text, position) once a token: were
// the text converted each time, the work would grow with the square of its length. So the last few copies are kept,
// until the next collection: a cached address is only good while no string has died.
//
// Thread safety: get() may be called by any attached thread; clear() only while the world is stopped.
#pragma once

#include <array>
#include <memory>
#include <string>

#include "vm/threading/mutex.h"

namespace gilded {

struct String;

class WideTexts {
 public:
  // The characters of a living string.
  std::shared_ptr<const std::u32string> get(const String* text);
  void clear();

 private:
  struct Entry {
    const String* text = nullptr;
    std::shared_ptr<const std::u32string> wide;
  };
  Mutex mutex_;
  std::array<Entry, 4> entries_ GUARDED_BY(mutex_);
  size_t next_ GUARDED_BY(mutex_) = 0;  // the entry that the next text replaces
};

}  // namespace gilded
