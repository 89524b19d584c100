/// A pool as bytes: names once, then the columns. What the only workload repeats of the whole is written once.
#include <algorithm>

#include "bytes.hpp"
#include "pool.hpp"

namespace busyhour {

namespace {

constexpr std::uint64_t format = 1;

void write(ByteWriter& out, const Tally& t) {
  out.whole(t.thresholds().size());
  for (std::size_t i = 0; i < t.thresholds().size(); ++i) {
    out.whole(static_cast<std::uint64_t>(t.thresholds()[i].count()));
    out.whole(t.above(i));
  }
  out.wide(t.sum());
  out.wide(t.squares());
  out.blob(t.sketch().bytes());
}
void write(ByteWriter& out, const Ratio& r) {
  out.real(r.numerator), out.real(r.denominator), out.whole(static_cast<std::uint64_t>(r.kind));
}
void write(ByteWriter& out, double x) { out.real(x); }

void read(ByteReader& in, Tally& t) {
  Tally::Parts parts;
  for (std::size_t n = in.count(); n > 0; --n) {
    parts.thresholds.emplace_back(static_cast<Duration::rep>(in.whole()));
    parts.above.push_back(in.whole());
  }
  parts.sum = in.wide();
  parts.squares = in.wide();
  parts.sketch = Sketch::from_bytes(in.blob());
  t = Tally::from_parts(std::move(parts));
}
void read(ByteReader& in, Ratio& r) {
  r.numerator = in.real(), r.denominator = in.real();
  const std::uint64_t kind = in.whole();
  if (kind > static_cast<std::uint64_t>(RatioKind::level)) throw std::runtime_error{"no such kind of ratio"};
  r.kind = static_cast<RatioKind>(kind);
}
void read(ByteReader& in, double& x) { x = in.real(); }

/// Where the same values stand already: of the whole, if this is a workload's; else its own place.
std::size_t original(const std::vector<PooledMetric>& all, std::size_t i) {
  if (all[i].workload >= 0 && all[i].is_tally())
    for (std::size_t j = 0; j < i; ++j)
      if (all[j].metric == all[i].metric && all[j].workload < 0 && all[j].limit < 0 && all[j].values == all[i].values)
        return j;
  return i;
}

void write(ByteWriter& out, const std::vector<PooledMetric>& all) {
  out.whole(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const PooledMetric& m = all[i];
    out.text(m.metric);
    out.whole(static_cast<std::uint64_t>(m.workload + 1)), out.whole(static_cast<std::uint64_t>(m.limit + 1));
    const std::size_t same = original(all, i);
    out.whole(same);
    if (same != i) continue;
    out.whole(m.values.index());
    std::visit(
        [&](const auto& values) {
          out.whole(values.size());
          for (const auto& value : values) write(out, value);
        },
        m.values);
  }
}

std::string_view known_metric(std::string_view name) {
  for (const MetricAbout& about : metrics())
    if (about.name == name) return about.name;
  throw std::runtime_error{"no such metric"};
}

template <class Value>
std::vector<Value> read_all(ByteReader& in) {
  std::vector<Value> all(in.count());
  for (Value& value : all) read(in, value);
  return all;
}

std::vector<PooledMetric> read_metrics(ByteReader& in) {
  std::vector<PooledMetric> all(in.count());
  for (std::size_t i = 0; i < all.size(); ++i) {
    PooledMetric& m = all[i];
    m.metric = known_metric(in.text());
    m.workload = static_cast<std::int32_t>(in.whole()) - 1, m.limit = static_cast<std::int32_t>(in.whole()) - 1;
    const std::uint64_t same = in.whole();
    if (same < i) {
      m.values = all[same].values;
      continue;
    }
    const std::uint64_t kind = in.whole();
    if (kind == 0)
      m.values = read_all<Ratio>(in);
    else if (kind == 1)
      m.values = read_all<Tally>(in);
    else
      m.values = read_all<double>(in);
  }
  return all;
}

void write(ByteWriter& out, const Pool::Worst& w) {
  out.whole(w.limit), out.whole(w.replication);
  out.signed_whole(w.load.from.time_since_epoch().count()), out.signed_whole(w.load.to.time_since_epoch().count());
  out.whole(w.load.rejections), out.signed_whole(w.load.waiting), out.signed_whole(w.load.held);
}
Pool::Worst read_worst(ByteReader& in) {
  Pool::Worst w;
  w.limit = static_cast<std::uint32_t>(in.whole()), w.replication = static_cast<std::uint32_t>(in.whole());
  w.load.from = TimePoint{Duration{in.signed_whole()}}, w.load.to = TimePoint{Duration{in.signed_whole()}};
  w.load.rejections = in.whole(), w.load.waiting = in.signed_whole(), w.load.held = in.signed_whole();
  return w;
}

}  // namespace

std::string pool_bytes(const Pool& pool) {
  ByteWriter out;
  out.whole(format), out.whole(pool.first_), out.whole(pool.group_size_), out.whole(pool.rows_.size());
  write(out, pool.metrics_);
  for (const auto& row : pool.rows_) {
    out.whole(row.size());
    for (const double x : row) out.real(x);
  }
  for (const Course& c : pool.courses_)
    for (const Course::Means& m : {c.in_flight, c.delay})
      for (const double x : {m.first_tenth, m.rest, m.first_half, m.second_half}) out.real(x);
  out.whole(pool.worst_.size());
  for (const Pool::Worst& w : pool.worst_) write(out, w);
  const Ended& e = pool.ended_;
  for (const std::uint64_t n : {e.requests, e.at_once, e.after_queue, e.after_retry, e.given_up, e.failed})
    out.whole(n);
  out.whole(pool.events_), out.signed_whole(pool.longest_.count()), out.whole(pool.stopped_);
  return out.bytes();
}

Pool pool_from(std::string_view bytes) {
  ByteReader in{bytes};
  if (in.whole() != format) throw std::runtime_error{"a pool of another format"};
  Pool pool{in.whole()};
  pool.group_size_ = in.whole();
  pool.rows_.resize(in.count());
  pool.metrics_ = read_metrics(in);
  for (auto& row : pool.rows_) {
    row.resize(in.count());
    for (double& x : row) x = in.real();
  }
  pool.courses_.resize(pool.rows_.size());
  for (Course& c : pool.courses_)
    for (Course::Means* m : {&c.in_flight, &c.delay})
      for (double* x : {&m->first_tenth, &m->rest, &m->first_half, &m->second_half}) *x = in.real();
  for (std::size_t n = in.count(); n > 0; --n) pool.worst_.push_back(read_worst(in));
  Ended& e = pool.ended_;
  for (std::uint64_t* n : {&e.requests, &e.at_once, &e.after_queue, &e.after_retry, &e.given_up, &e.failed})
    *n = in.whole();
  pool.events_ = in.whole(), pool.longest_ = Duration{in.signed_whole()}, pool.stopped_ = in.whole();
  if (!in.at_end()) throw std::runtime_error{"more bytes than a pool has"};
  return pool;
}

}  // namespace busyhour
