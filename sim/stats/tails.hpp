#pragma once
/// The share above each bucket, replication by replication, so that any of them is judged in one pass.
#include <algorithm>
#include <span>
#include <vector>

#include "busyhour/stats/estimate.hpp"
#include "busyhour/stats/sketch.hpp"

namespace busyhour::detail {

class Tails {
 public:
  explicit Tails(std::span<const Sketch* const> sketches);

  [[nodiscard]] const Sketch& pooled() const { return pooled_; }
  [[nodiscard]] std::size_t size() const { return buckets_.size(); }
  /// Replications with any value.
  [[nodiscard]] std::size_t contributing() const { return contributing_; }
  /// The ends of a bucket, no further than the least and the largest value.
  [[nodiscard]] double lower_end(std::size_t bucket) const {
    return static_cast<double>(std::max(buckets_[bucket].lower, pooled_.min()));
  }
  [[nodiscard]] double upper_end(std::size_t bucket) const {
    return static_cast<double>(std::min(buckets_[bucket].upper, pooled_.max()));
  }
  /// Whether its values may be one value: it is fuller than its two neighbours together.
  [[nodiscard]] bool may_be_a_lump(std::size_t bucket) const;
  [[nodiscard]] Estimate share_above(std::size_t bucket, double confidence) const {
    return pooled_ratio(above(bucket), confidence, effect_of_largest_);
  }
  /// How late values come together: the greatest design effect of the 30, 60, 120, ... largest of all values, up to
  /// half of them. 1 if they are independent.
  [[nodiscard]] double effect_of_largest() const { return effect_of_largest_; }

 private:
  [[nodiscard]] std::span<const Ratio> above(std::size_t bucket) const {
    return {above_.data() + bucket * replications_, replications_};
  }
  void fill(const Sketch& sketch, std::size_t replication);
  void find_effect_of_largest();

  std::size_t replications_, contributing_ = 0;
  double effect_of_largest_ = 1;
  Sketch pooled_;
  std::vector<Sketch::Bucket> buckets_;
  std::vector<Ratio> above_;  ///< by bucket, then replication
};

}  // namespace busyhour::detail
