#pragma once
/// What all replications so far have measured, in memory that hardly grows with them.
///
/// Shares, rates and levels keep two numbers a replication. A distribution keeps a tally for each group of consecutive
/// replications: groups of one up to 256 replications, of two up to 512, and so on, the last one as large as it comes.
/// Groups are as independent as replications are, so intervals come from them in the same way; 128 of them or more cost
/// an interval 1 % of its width at most. How large they are follows from the number of replications alone.
#include <limits>
#include <string>
#include <variant>
#include <vector>

#include "busyhour/model/replication.hpp"

namespace busyhour {

/// One metric of one scope, of all replications: a ratio or a number for each, or a tally for each group.
struct PooledMetric {
  std::string_view metric;
  std::int32_t workload = -1, limit = -1;  ///< as in Measured
  std::variant<std::vector<Ratio>, std::vector<Tally>, std::vector<double>> values;

  [[nodiscard]] bool is_ratio() const { return values.index() == 0; }
  [[nodiscard]] bool is_tally() const { return values.index() == 1; }
  [[nodiscard]] const std::vector<Ratio>& ratios() const { return std::get<0>(values); }
  [[nodiscard]] const std::vector<Tally>& tallies() const { return std::get<1>(values); }
  [[nodiscard]] const std::vector<double>& numbers() const { return std::get<2>(values); }
};

/// The number in flight and the added delay of one replication over parts of its counted time; not a number where
/// nobody looked. Where a queue grows, only the delay tells: the slots are full.
struct Course {
  static constexpr double unseen = std::numeric_limits<double>::quiet_NaN();
  struct Means {
    double first_tenth = unseen, rest = unseen, first_half = unseen, second_half = unseen;
  };
  Means in_flight, delay;
};

class Pool {
 public:
  static constexpr std::size_t most_groups = 256;

  /// Begins with the replication of that number.
  explicit Pool(std::size_t first = 0) : first_{first} {}
  /// Takes in the replication whose number is `next()`.
  void add(ReplicationResult, const Course& = {});
  /// Takes in what follows: `more` begins with `next()` and has `most_groups` replications at most. The same as adding
  /// them one by one.
  void append(const Pool& more);

  [[nodiscard]] std::size_t next() const { return first_ + rows_.size(); }
  [[nodiscard]] std::size_t first() const { return first_; }
  [[nodiscard]] std::size_t replications() const { return rows_.size(); }
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  [[nodiscard]] const std::vector<PooledMetric>& metrics() const { return metrics_; }
  /// One number a metric: ratios, means [s], numbers; not a number where nothing was counted.
  [[nodiscard]] const std::vector<std::vector<double>>& rows() const { return rows_; }

  [[nodiscard]] const std::vector<Course>& courses() const { return courses_; }

  /// A limit's worst window, and in which replication it was (the first of equal ones).
  struct Worst {
    std::uint32_t limit = 0, replication = 0;
    WindowLoad load;
  };
  [[nodiscard]] const std::vector<Worst>& worst() const { return worst_; }
  [[nodiscard]] const Ended& ended() const { return ended_; }
  [[nodiscard]] std::uint64_t events() const { return events_; }
  [[nodiscard]] Duration longest() const { return longest_; }     ///< counted time of a replication
  [[nodiscard]] std::size_t stopped() const { return stopped_; }  ///< replications that `stop_after` ended

 private:
  friend std::string pool_bytes(const Pool&);
  friend Pool pool_from(std::string_view);
  void make_room();
  void take(std::vector<Tally>& groups, Tally value) const;

  std::size_t first_ = 0, group_size_ = 1;
  std::vector<PooledMetric> metrics_;
  std::vector<std::vector<double>> rows_;
  std::vector<Course> courses_;
  std::vector<Worst> worst_;
  Ended ended_;
  std::uint64_t events_ = 0;
  Duration longest_{};
  std::size_t stopped_ = 0;
};

/// All of it as bytes, the same for the same replications; and back. Throws std::runtime_error for what is no pool.
[[nodiscard]] std::string pool_bytes(const Pool&);
[[nodiscard]] Pool pool_from(std::string_view bytes);

/// The metric's tallies, or their sketches, as the estimates take them.
[[nodiscard]] std::vector<const Tally*> tallies_of(const PooledMetric&);
[[nodiscard]] std::vector<const Sketch*> sketches_of(const PooledMetric&);

}  // namespace busyhour
