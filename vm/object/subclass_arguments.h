// What a built-in constructor leaves to the subclass that is being made.
#pragma once

#include "vm/object/native.h"
#include "vm/object/protocols.h"

namespace gilded {

// The same arguments without keywords: for a __new__ whose class has an __init__ of its own to take them, and the other
// way round.
inline CallArguments without_keywords(CallArguments arguments) {
  return {arguments.values, arguments.positional_count(), nullptr};
}

}  // namespace gilded
