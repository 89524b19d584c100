#pragma once
/// Slots of one counter that are kept for workloads: nobody else takes them, even while they are idle.
#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>

namespace busyhour {

/// What a workload holds beyond its own slots comes from the shared ones, the cap less all that is kept.
/// Invariant: of a constant cap, each workload can always take its own slots. (Smallest Atoms: "guaranteed floor, not a
/// cap"; Retell: outbound <= limit - reserved inbound.)
class Reserve {
 public:
  class Share {
   public:
    Share(Reserve& of, std::int64_t kept) : of_{&of}, kept_{kept} { of.kept_ += kept; }
    [[nodiscard]] bool has_own(std::int64_t amount) const { return held_ + amount <= kept_; }
    [[nodiscard]] bool refuses(std::int64_t amount, const std::optional<std::int64_t>& cap) const {
      return cap && !has_own(amount) && of_->shared_ + more(amount) > *cap - of_->kept_;
    }
    void take(std::int64_t amount) {
      of_->shared_ += more(amount);
      held_ += amount;
    }
    void complete(std::int64_t amount) {
      held_ -= amount;
      of_->shared_ -= more(amount);
    }

   private:
    /// How many of so many more are shared ones.
    [[nodiscard]] std::int64_t more(std::int64_t amount) const {
      return std::max<std::int64_t>(0, held_ + amount - std::max(held_, kept_));
    }
    Reserve* of_;
    std::int64_t kept_, held_ = 0;
  };
  Share& add(std::int64_t kept) { return shares_.emplace_back(*this, kept); }

 private:
  std::deque<Share> shares_;
  std::int64_t kept_ = 0, shared_ = 0;
};

}  // namespace busyhour
