#pragma once
/// How a request keeps to its client's pace.
#include "busyhour/model/world.hpp"

namespace busyhour {

/// Belongs to a batch for as long as it lives; none without `adapt`.
class InBatch {
 public:
  explicit InBatch(Pace* pace) : pace_{pace} {}
  InBatch(const InBatch&) = delete;
  InBatch& operator=(const InBatch&) = delete;
  ~InBatch() {
    if (begun_) pace_->ended();
  }
  /// Before the first attempt: its turn in the next batch.
  [[nodiscard]] Task<void> begin(Calendar& calendar);

 private:
  Pace* pace_;
  bool begun_ = false;
};

/// Before each attempt. Answers whether to make it; if not, the breaker is open and the request is given up.
[[nodiscard]] Task<bool> keep_pace(Calendar& calendar, Pace& pace);

}  // namespace busyhour
