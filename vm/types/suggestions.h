// "Did you mean ...?" at the end of an error message.
#pragma once
#include <string>
#include <vector>
#include "vm/object/object.h"
namespace gilded {

// ". Did you mean: 'x'?" and its like for NameError, AttributeError and ImportError, or "". Never leaves an exception.
std::string suggestion_for(Thread* T, Value exception);
// The candidate that `wrong` may be a slip of, or "".
std::string nearest_name(const std::string& wrong, const std::vector<std::string>& candidates);

}  // namespace gilded
