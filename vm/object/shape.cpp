#include "vm/object/shape.h"

#include <sys/mman.h>

#include <new>

#include "vm/gc/heap.h"
#include "vm/object/errors.h"
#include "vm/object/type.h"
#include "vm/runtime.h"

namespace gilded {

namespace {

constexpr size_t kMappingSize = size_t{16} << 20;
constexpr int kMaxAttributes = 120;  // what the four segments of an object hold
constexpr int kMaxDeletions = 8;
// A shape with more successors belongs to objects used as dictionaries.
constexpr int kMaxChildren = 64;

}  // namespace

struct ShapeTable {
  char* mapping = nullptr;
  Mutex lock;
  size_t used GUARDED_BY(lock) = 64;  // no shape has the id 0
};

ShapeTable* make_shape_table() {
  void* mapping = mmap(nullptr, kMappingSize, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_32BIT, -1, 0);
  if (mapping == MAP_FAILED) return nullptr;
  auto* table = new ShapeTable;
  table->mapping = static_cast<char*>(mapping);
  return table;
}

void destroy_shape_table(ShapeTable* table) {
  if (!table) return;
  munmap(table->mapping, kMappingSize);
  delete table;
}

namespace {

Shape* new_shape(ShapeTable* table) REQUIRES(table->lock) {
  constexpr size_t kSize = (sizeof(Shape) + 15) / 16 * 16;
  if (table->used + kSize > kMappingSize) return nullptr;
  char* memory = table->mapping + table->used;
  table->used += kSize;
  return new (memory) Shape{};
}

Shape* find_child(Shape* shape, String* name, bool is_deletion, int* count) {
  *count = 0;
  for (Shape* child = shape->first_child.load(std::memory_order_acquire); child;
       child = child->next_sibling.load(std::memory_order_acquire)) {
    if (child->key == name && child->is_deletion == is_deletion) return child;
    ++*count;
  }
  return nullptr;
}

Shape* successor(Thread* T, Shape* shape, String* name, bool is_deletion, uint16_t slot) {
  int count;
  if (Shape* child = find_child(shape, name, is_deletion, &count)) return child;
  ShapeTable* table = T->runtime->shapes.get();
  MutexLock guard(table->lock);
  if (Shape* child = find_child(shape, name, is_deletion, &count)) return child;
  if (count >= kMaxChildren) return nullptr;
  Shape* child = new_shape(table);
  if (!child) return nullptr;
  child->type = shape->type;
  child->parent = shape;
  child->key = name;
  child->slot = slot;
  child->slot_count = static_cast<uint16_t>(is_deletion ? shape->slot_count : slot + 1);
  child->inline_capacity = shape->inline_capacity;
  child->flags = shape->flags;
  child->is_deletion = is_deletion;
  child->next_sibling.store(shape->first_child.load(std::memory_order_relaxed), std::memory_order_relaxed);
  shape->first_child.store(child, std::memory_order_release);
  heap_barrier(shape->type);  // which visits its shapes
  return child;
}

}  // namespace

int Shape::find(String* name) const {
  for (const Shape* shape = this; shape->key; shape = shape->parent) {
    if (shape->key == name) return shape->is_deletion ? -1 : shape->slot;
  }
  return -1;
}

Shape* shape_with(Thread* T, Shape* shape, String* name) {
  if (shape->slot_count >= kMaxAttributes) return nullptr;
  return successor(T, shape, name, false, shape->slot_count);
}

Shape* shape_without(Thread* T, Shape* shape, String* name) {
  int deletions = 0;
  for (Shape* step = shape; step->key; step = step->parent) deletions += step->is_deletion ? 1 : 0;
  int slot = shape->find(name);
  if (deletions >= kMaxDeletions || slot < 0) return nullptr;
  return successor(T, shape, name, true, static_cast<uint16_t>(slot));
}

Shape* make_root_shape(Thread* T, Type* type, int inline_capacity, uint8_t flags) {
  ShapeTable* table = T->runtime->shapes.get();
  Shape* shape;
  {
    MutexLock guard(table->lock);
    shape = new_shape(table);
  }
  if (!shape) return raise_memory_error(T);
  shape->type = type;
  // Members declared in __slots__ have the first slots, and one more holds the dictionary of dictionary mode where the
  // attribute word is needed for the segments with those members.
  uint32_t reserved = type->declared_slot_count;
  if (reserved > 0 && inline_capacity == 0) ++reserved;
  shape->slot_count = static_cast<uint16_t>(reserved);
  shape->inline_capacity = static_cast<uint16_t>(inline_capacity);
  shape->flags = flags;
  return shape;
}

Shape* dict_mode_shape(Thread* T, Shape* shape) {
  if (shape->flags & kDictMode) return shape;
  Shape* root = shape;
  while (root->key) root = root->parent;
  if (Shape* known = root->dict_mode_shape.load(std::memory_order_acquire)) return known;
  ShapeTable* table = T->runtime->shapes.get();
  {
    MutexLock guard(table->lock);
    if (Shape* known = root->dict_mode_shape.load(std::memory_order_acquire)) return known;
    if (Shape* made = new_shape(table)) {
      made->type = root->type;
      made->parent = root;
      made->slot_count = root->slot_count;
      made->inline_capacity = root->inline_capacity;
      made->flags = static_cast<uint8_t>(root->flags | kDictMode);
      root->dict_mode_shape.store(made, std::memory_order_release);
      return made;
    }
  }
  return raise_memory_error(T);
}

void trace_shapes(Shape* root, Marker& marker) {
  for (; root; root = root->next_sibling.load(std::memory_order_relaxed)) {
    // Depth first, without a stack: down to the first child, else to the next sibling, else up.
    Shape* shape = root->first_child.load(std::memory_order_relaxed);
    while (shape) {
      marker.visit_object(reinterpret_cast<Object*>(shape->key));
      if (Shape* child = shape->first_child.load(std::memory_order_relaxed)) {
        shape = child;
        continue;
      }
      while (shape != root && !shape->next_sibling.load(std::memory_order_relaxed)) shape = shape->parent;
      if (shape == root) break;
      shape = shape->next_sibling.load(std::memory_order_relaxed);
    }
  }
}

}  // namespace gilded
