#include "busyhour/kernel/frame_pool.hpp"

#include <mutex>
#include <utility>

namespace busyhour {
namespace {

/// Whole pages with what `operator new` keeps beside it: frames fill them, and the last page holds nothing else.
constexpr std::size_t slab_bytes = (std::size_t{256} << 10) - 128;

/// The unused start of a slab, written there.
struct Rest {
  Rest* next;
  std::size_t left;
};

/// What threads that have ended left behind. Never destroyed.
struct Estate {
  std::mutex mutex;
  std::array<FramePool::Node*, FramePool::classes> free{};
  Rest* rests = nullptr;
};
constinit Estate estate;

}  // namespace

/// Hands a thread's free lists on when the thread ends.
struct Heir {
  FramePool* pool = nullptr;
  Heir() = default;
  Heir(const Heir&) = delete;
  Heir& operator=(const Heir&) = delete;
  ~Heir() {
    const std::lock_guard lock{estate.mutex};
    for (std::size_t c = 0; c < FramePool::classes; ++c) {
      FramePool::Node* const mine = std::exchange(pool->free_[c], nullptr);
      if (!mine) continue;
      FramePool::Node* last = mine;
      while (last->next) last = last->next;
      last->next = std::exchange(estate.free[c], mine);
    }
    if (pool->left_ >= sizeof(Rest)) estate.rests = new (pool->slab_) Rest{estate.rests, pool->left_};
    pool->left_ = 0;
  }
};

void* FramePool::refill(std::size_t c) {
  static thread_local Heir heir;
  heir.pool = this;
  const std::size_t bytes = c * step;
  const std::lock_guard lock{estate.mutex};
  if (Node* const n = estate.free[c]) {  // no more than a batch, so that threads that begin together share it
    Node* last = n;
    for (int taken = 1; taken < 256 && last->next; ++taken) last = last->next;
    estate.free[c] = std::exchange(last->next, nullptr);
    free_[c] = n->next;
    return n;
  }
  if (left_ < bytes && estate.rests) {
    slab_ = reinterpret_cast<std::byte*>(estate.rests);
    left_ = estate.rests->left;
    estate.rests = estate.rests->next;
  }
  if (left_ < bytes) {
    slab_ = static_cast<std::byte*>(::operator new (slab_bytes, std::align_val_t{64}));
    left_ = slab_bytes;
  }
  left_ -= bytes;
  return slab_ + left_;
}

}  // namespace busyhour
