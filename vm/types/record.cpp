#include "vm/types/record.h"

namespace gilded {

void trace_record(Object* object, Marker& marker) {
  auto* record = static_cast<Record*>(object);
  for (uint32_t i = 0; i < record->slot_count; ++i) marker.visit(record->slots[i]);
}

Record* make_record(Thread* T, Type* type, uint32_t slot_count, uint32_t byte_count) {
  auto* record = static_cast<Record*>(allocate_instance_of(T, type, record_size(slot_count, byte_count)));
  if (!record) return nullptr;
  record->slot_count = slot_count;
  record->byte_count = byte_count;
  return record;
}

}  // namespace gilded
