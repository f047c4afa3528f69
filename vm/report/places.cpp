#include "vm/report/places.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/code/disassembler.h"
#include "vm/runtime.h"
#include "vm/types/source_lines.h"

namespace gilded {

std::string SourcePlace::label() const {
  if (!known()) return "outside Python code";
  return fmt::format("{}:{}", file.substr(file.rfind('/') + 1), line);
}

static void collect(const compiler::Code* code, std::vector<const compiler::Code*>* out) {
  out->push_back(code);
  for (const compiler::Constant& constant : code->constants) {
    if (auto* inner = std::get_if<std::shared_ptr<const compiler::Code>>(&constant.value)) collect(inner->get(), out);
  }
}

PlaceTable::PlaceTable(Thread* T) : thread_(T) {
  {
    MutexLock guard(T->runtime->code_lock);
    for (const auto& code : T->runtime->compiled) collect(code.get(), &codes_);
  }
  std::sort(codes_.begin(), codes_.end(), [](const compiler::Code* a, const compiler::Code* b) {
    return a->instructions.data() < b->instructions.data();
  });
  codes_.erase(std::unique(codes_.begin(), codes_.end()), codes_.end());
}

const compiler::Code* PlaceTable::code_of(const uint32_t* pc, uint32_t* at) const {
  auto after = std::upper_bound(
      codes_.begin(), codes_.end(), pc,
      [](const uint32_t* address, const compiler::Code* code) { return address < code->instructions.data(); });
  if (!pc || after == codes_.begin()) return nullptr;
  const compiler::Code* code = *(after - 1);
  auto offset = static_cast<size_t>(pc - code->instructions.data());
  if (offset >= code->instructions.size()) return nullptr;
  *at = static_cast<uint32_t>(offset);
  return code;
}

SourcePlace PlaceTable::find_line(const uint32_t* pc) const {
  SourcePlace place;
  uint32_t at;
  const compiler::Code* code = code_of(pc, &at);
  if (!code) return place;
  place.file = code->filename;
  place.function = code->qualified_name.empty() ? code->name : code->qualified_name;
  place.line = code->positions[at].line;
  for (uint32_t i = at; place.line == 0 && i > 0;) place.line = code->positions[--i].line;
  if (place.line == 0) place.line = code->first_line;
  return place;
}

SourcePlace PlaceTable::find(const uint32_t* pc) const {
  SourcePlace place = find_line(pc);
  uint32_t at;
  const compiler::Code* code = code_of(pc, &at);
  if (!code) return place;
  place.instruction = compiler::instruction_text(*code, at);
  if (auto text = source_line_of(thread_, place.file, place.line)) {
    size_t start = text->find_first_not_of(" \t\f");
    place.source = start == std::string::npos ? "" : text->substr(start);
  }
  return place;
}

}  // namespace gilded
