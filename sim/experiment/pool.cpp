#include "pool.hpp"

#include <algorithm>
#include <stdexcept>

namespace busyhour {

namespace {

/// What stands for a replication's value in one row.
double in_a_row(const Measured& m) {
  return std::visit(
      []<class Value>(const Value& v) -> double {
        if constexpr (std::is_same_v<Value, Tally>)
          return v.mean();
        else if constexpr (std::is_same_v<Value, Ratio>)
          return v.value();
        else
          return v;
      },
      m.value);
}

PooledMetric begun(const Measured& m) {
  PooledMetric p{m.metric, m.workload, m.limit, {}};
  std::visit([&]<class Value>(const Value&) { p.values = std::vector<Value>{}; }, m.value);
  return p;
}

void add_up(Ended& sum, const Ended& more) {
  sum.requests += more.requests;
  sum.at_once += more.at_once;
  sum.after_queue += more.after_queue;
  sum.after_retry += more.after_retry;
  sum.given_up += more.given_up;
  sum.failed += more.failed;
}

/// Each two neighbours as one.
void pair_up(std::vector<Tally>& groups) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < groups.size(); i += 2, ++kept) {
    if (i + 1 < groups.size()) groups[i].merge(groups[i + 1]);
    groups[i].compact();
    if (kept != i) groups[kept] = std::move(groups[i]);
  }
  groups.resize(kept);
}

}  // namespace

void Pool::make_room() {
  if (replications() != most_groups * group_size_) return;
  group_size_ *= 2;
  for (PooledMetric& m : metrics_)
    if (m.is_tally()) pair_up(std::get<std::vector<Tally>>(m.values));
}

void Pool::take(std::vector<Tally>& groups, Tally value) const {
  const std::size_t number = replications();
  if (number % group_size_ == 0)
    groups.push_back(std::move(value));
  else
    groups.back().merge(value);
  if ((number + 1) % group_size_ == 0) groups.back().compact();  // it is whole
}

void Pool::add(ReplicationResult r, const Course& course) {
  if (r.number != next()) throw std::logic_error{"replications are pooled in their order"};
  if (empty())
    for (const Measured& m : r.measured) metrics_.push_back(begun(m));
  make_room();
  std::vector<double> row;
  row.reserve(r.measured.size());
  for (std::size_t i = 0; i < r.measured.size(); ++i) {
    row.push_back(in_a_row(r.measured[i]));
    std::visit(
        [&]<class Value>(Value& value) {
          auto& all = std::get<std::vector<Value>>(metrics_[i].values);
          if constexpr (std::is_same_v<Value, Tally>)
            take(all, std::move(value));
          else
            all.push_back(value);
        },
        r.measured[i].value);
  }
  for (std::size_t i = 0; i < r.worst.size(); ++i) {
    if (empty())
      worst_.push_back({r.worst[i].first, r.number, r.worst[i].second});
    else if (r.worst[i].second.worse_than(worst_[i].load))
      worst_[i] = {r.worst[i].first, r.number, r.worst[i].second};
  }
  rows_.push_back(std::move(row));
  courses_.push_back(course);
  add_up(ended_, r.ended);
  events_ += r.events;
  longest_ = std::max(longest_, r.counted);
  stopped_ += r.stopped ? 1U : 0U;
}

void Pool::append(const Pool& more) {
  if (more.first_ != next() || more.group_size_ != 1) throw std::logic_error{"pools are put together in their order"};
  if (more.empty()) return;
  if (empty()) {
    const std::size_t first = first_;
    *this = more;
    first_ = first;
    return;
  }
  for (std::size_t r = 0; r < more.replications(); ++r) {
    make_room();
    for (std::size_t i = 0; i < metrics_.size(); ++i)
      std::visit(
          [&]<class Value>(const std::vector<Value>& values) {
            auto& all = std::get<std::vector<Value>>(metrics_[i].values);
            if constexpr (std::is_same_v<Value, Tally>)
              take(all, values[r]);
            else
              all.push_back(values[r]);
          },
          more.metrics_[i].values);
    rows_.push_back(more.rows_[r]);
    courses_.push_back(more.courses_[r]);
  }
  for (std::size_t i = 0; i < worst_.size(); ++i)
    if (more.worst_[i].load.worse_than(worst_[i].load)) worst_[i] = more.worst_[i];
  add_up(ended_, more.ended_);
  events_ += more.events_;
  longest_ = std::max(longest_, more.longest_);
  stopped_ += more.stopped_;
}

std::vector<const Tally*> tallies_of(const PooledMetric& m) {
  std::vector<const Tally*> all;
  all.reserve(m.tallies().size());
  for (const Tally& t : m.tallies()) all.push_back(&t);
  return all;
}

std::vector<const Sketch*> sketches_of(const PooledMetric& m) {
  std::vector<const Sketch*> all;
  all.reserve(m.tallies().size());
  for (const Tally& t : m.tallies()) all.push_back(&t.sketch());
  return all;
}

}  // namespace busyhour
