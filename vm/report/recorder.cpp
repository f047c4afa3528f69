#include "vm/report/recorder.h"

#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <map>

#include "vm/interpreter/frame.h"
#include "vm/report/lost_updates.h"
#include "vm/runtime.h"
#include "vm/threading/parking.h"
#include "vm/threading/safepoint.h"

namespace gilded {

namespace {
enum class Ring : uint8_t { kState, kTraffic };
constexpr Ring kRings[] = {
#define EVENT(name, ring, meaning) Ring::ring,
#include "vm/report/events.def"
#undef EVENT
};
constexpr const char* kNames[] = {
#define EVENT(name, ring, meaning) #name,
#include "vm/report/events.def"
#undef EVENT
};
}  // namespace

const char* name_of(EventKind kind) {
  return kNames[static_cast<int>(kind)];
}

// ---------------------------------------------------------------- rings

EventRing::~EventRing() {
  for (auto& block : blocks_) delete[] block.load(std::memory_order_relaxed);
}

void EventRing::add(const Event& event) {
  uint64_t index = count_.load(std::memory_order_relaxed);
  uint64_t at = index % kCapacity;
  Words* block = blocks_[at / kBlock].load(std::memory_order_relaxed);
  if (!block) blocks_[at / kBlock].store(block = new Words[kBlock], std::memory_order_release);
  Words& words = block[at % kBlock];
  words.time.store(event.time, std::memory_order_relaxed);
  words.packed.store(static_cast<uint64_t>(event.kind) | uint64_t{event.detail} << 8 | uint64_t{event.other} << 32,
                     std::memory_order_relaxed);
  words.object.store(event.object, std::memory_order_relaxed);
  words.place.store(reinterpret_cast<uintptr_t>(event.place), std::memory_order_relaxed);
  count_.store(index + 1, std::memory_order_release);
}

std::vector<Event> EventRing::events() const {
  std::vector<Event> result;
  uint64_t end = written(), begin = end > kCapacity ? end - kCapacity : 0;
  result.reserve(end - begin);
  for (uint64_t i = begin; i < end; ++i) {
    uint64_t at = i % kCapacity;
    const Words& words = blocks_[at / kBlock].load(std::memory_order_acquire)[at % kBlock];
    uint64_t packed = words.packed.load(std::memory_order_relaxed);
    result.push_back({words.time.load(std::memory_order_relaxed), static_cast<EventKind>(packed & 0xff),
                      static_cast<uint8_t>(packed >> 8), static_cast<uint32_t>(packed >> 32),
                      words.object.load(std::memory_order_relaxed),
                      reinterpret_cast<const uint32_t*>(words.place.load(std::memory_order_relaxed))});
  }
  return result;
}

// ---------------------------------------------------------------- the recorder

struct Recorder::StackTable {
  std::map<std::vector<const uint32_t*>, uint32_t> ids;
};

Recorder::Recorder(Runtime* runtime) : runtime_(runtime), started_(monotonic_now()) {}
Recorder::~Recorder() {
  stop_sampling();
}

void Recorder::thread_created(Thread* thread) {
  auto record = std::make_unique<ThreadRecord>();
  record->number = thread->number;
  record->started = monotonic_now();
  thread->record = record.get();
  MutexLock guard(lock_);
  records_.push_back(std::move(record));
}

void Recorder::add(Thread* T, EventKind kind, uint8_t detail, uint32_t other, uint64_t object) {
  ThreadRecord& r = *T->record;
  Event event{monotonic_now(), kind, detail, other, object, T->frame ? T->pc : nullptr};
  switch (kind) {
    case EventKind::kThreadStart:
      r.system_id = static_cast<uint64_t>(syscall(SYS_gettid));
      break;
    case EventKind::kThreadEnd:
      r.ended.store(event.time, std::memory_order_relaxed);
      break;
    case EventKind::kLockAcquire:
      r.lock_acquires.fetch_add(1, std::memory_order_relaxed);
      if (detail) r.contended_acquires.fetch_add(1, std::memory_order_relaxed);
      if (T->watch) runtime_->lost_updates->lock_taken(T, object);
      break;
    case EventKind::kLockRelease:
      if (detail) r.lock_hand_overs.fetch_add(1, std::memory_order_relaxed);
      if (T->watch) runtime_->lost_updates->lock_released(T, object, other);
      break;
    case EventKind::kGilRequest:
      r.gil_requests.fetch_add(1, std::memory_order_relaxed);
      break;
    case EventKind::kFailedWakeup:
      r.failed_wakeups.fetch_add(1, std::memory_order_relaxed);
      break;
    case EventKind::kDetach:
    case EventKind::kGilDrop:
      if (sampling_interval_) event.other = intern_stack(T) + 1;
      break;
    default:
      break;
  }
  (kRings[static_cast<int>(kind)] == Ring::kState ? r.states : r.traffic).add(event);
}

void record_slow(Thread* T, EventKind kind, uint8_t detail, uint32_t other, uint64_t object) {
  T->runtime->recorder->add(T, kind, detail, other, object);
}

uint32_t Recorder::intern_stack(Thread* T) {
  constexpr size_t kDeepest = 200;
  std::vector<const uint32_t*> stack;
  const uint32_t* pc = T->pc;
  for (Value* frame = T->frame; frame && pc && stack.size() < kDeepest; frame = frame_caller(frame)) {
    stack.push_back(pc);
    // A return address is the instruction after the call.
    pc = frame_return_pc(frame);
    if (pc) --pc;
  }
  MutexLock guard(lock_);
  if (!stack_table_) stack_table_ = std::make_unique<StackTable>();
  auto [entry, fresh] = stack_table_->ids.try_emplace(stack, static_cast<uint32_t>(stacks_.size()));
  if (fresh) stacks_.push_back(std::move(stack));
  return entry->second;
}

void Recorder::sample(Thread* T) {
  add(T, EventKind::kSample, 0, intern_stack(T), 0);
}

std::vector<const ThreadRecord*> Recorder::records() const {
  std::vector<const ThreadRecord*> result;
  MutexLock guard(lock_);
  for (const auto& record : records_) result.push_back(record.get());
  std::sort(result.begin(), result.end(),
            [](const ThreadRecord* a, const ThreadRecord* b) { return a->number < b->number; });
  return result;
}

std::string Recorder::thread_name(uint32_t number) const {
  MutexLock guard(lock_);
  return number < names_.size() ? names_[number] : "";
}
void Recorder::set_thread_name(uint32_t number, std::string name) {
  MutexLock guard(lock_);
  if (names_.size() <= number) names_.resize(number + 1);
  names_[number] = std::move(name);
}

std::vector<const uint32_t*> Recorder::stack(uint32_t id) const {
  MutexLock guard(lock_);
  return id < stacks_.size() ? stacks_[id] : std::vector<const uint32_t*>{};
}

// ---------------------------------------------------------------- sampling

// A system thread of its own that waits in the parking lot like any other, but never attaches: it touches nothing but
// breaker words.
struct Recorder::Sampler {
  Runtime* runtime;
  Nanoseconds interval;
  Thread waiter;  // for the parking lot only; not on the runtime's list
  std::atomic<bool> ended{false};
  pthread_t thread;

  static void* main(void* context) {
    auto* self = static_cast<Sampler*>(context);
    ParkingLot& lot = *self->runtime->parking_lot;
    lot.thread_started(&self->waiter);
    auto go_on = [](void* c) { return !static_cast<Sampler*>(c)->ended.load(std::memory_order_seq_cst); };
    for (Nanoseconds next = monotonic_now() + self->interval; go_on(self); next += self->interval) {
      if (lot.park(&self->waiter, WaitReason::kOther, self, go_on, self, next, false) != ParkResult::kTimedOut) break;
      for_each_thread(self->runtime, [](Thread* t) {
        if (t->state.load(std::memory_order_relaxed) == static_cast<uint32_t>(ThreadState::kAttached))
          t->request(kSampleRequested);
      });
    }
    lot.thread_ended(&self->waiter);
    return nullptr;
  }
};

void Recorder::start_sampling(Nanoseconds interval) {
  sampler_ = std::make_unique<Sampler>();
  sampler_->runtime = runtime_;
  sampler_->interval = sampling_interval_ = interval;
  sigset_t all, previous;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &previous);
  if (pthread_create(&sampler_->thread, nullptr, Sampler::main, sampler_.get()) != 0) sampler_.reset();
  pthread_sigmask(SIG_SETMASK, &previous, nullptr);
}

void Recorder::stop_sampling() {
  if (!sampler_) return;
  sampler_->ended.store(true, std::memory_order_seq_cst);
  runtime_->parking_lot->unpark_all(sampler_.get());
  pthread_join(sampler_->thread, nullptr);
  sampler_.reset();
}

}  // namespace gilded
