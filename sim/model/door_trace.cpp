#include "busyhour/model/door_trace.hpp"

#include <algorithm>

namespace busyhour {

void LevelCourse::reach(TimePoint now) {
  if (const std::int64_t ns = counted_.overlap(since_, now); ns > 0) {
    const std::size_t level = std::min(static_cast<std::size_t>(std::max<std::int64_t>(0, held_)), most_levels);
    if (level >= times_.size()) times_.resize(level + 1);
    times_[level] += Duration{ns};
  }
  since_ = now;
  while (now.time_since_epoch() / width_ >= static_cast<std::int64_t>(most_spans)) {
    width_ *= 2;
    const std::size_t before = spans_.size();
    for (std::size_t i = 0; i < before; i += 2) {
      Span& to = spans_[i / 2] = spans_[i];
      if (i + 1 == before) continue;
      const Span& next = spans_[i + 1];
      to.lowest = std::min(to.lowest, next.lowest), to.highest = std::max(to.highest, next.highest);
      to.waiting = std::max(to.waiting, next.waiting), to.cap = next.cap, to.refused += next.refused;
    }
    spans_.resize((before + 1) / 2);
  }
  const auto at = static_cast<std::size_t>(now.time_since_epoch() / width_);
  while (spans_.size() <= at) spans_.push_back({held_, held_, waiting_, cap_, 0});
}

void LevelCourse::note(TimePoint now, std::int64_t held, std::int64_t waiting, std::int64_t cap,
                       std::uint64_t refused) {
  if (finished_) return;
  if (spans_.empty()) cap_ = cap;
  reach(now);
  held_ = held, waiting_ = waiting, cap_ = cap;
  Span& span = spans_.back();
  span.lowest = std::min(span.lowest, held), span.highest = std::max(span.highest, held);
  span.waiting = std::max(span.waiting, waiting), span.cap = cap, span.refused += refused;
}

void LevelCourse::finish(TimePoint now) {
  if (!finished_) reach(now);
  finished_ = true;
}

DoorTrace::Book& DoorTrace::book(const Counter& c) {
  const auto known = std::find_if(books.begin(), books.end(), [&](const Book& b) { return b.counter == &c; });
  return known != books.end() ? *known : books.emplace_back(Book{&c, c.limit, {}, {}, {}, {}, LevelCourse{counted}});
}

void DoorTrace::level(TimePoint now, const Counter& c, std::uint64_t rejected) {
  Book& b = book(c);
  b.course.note(now, c.held(), c.waiting, c.cap_or_none(), rejected);
  if (rejected > 0 || now >= window.to) return;
  if (now < window.from) b.steps.clear();
  b.steps.push_back({now, c.held(), c.waiting, c.cap_or_none()});
}

void DoorTrace::refused(TimePoint now, const Counter& c, const Demand& d) {
  if (window.holds(now)) book(c).rejections.push_back({now, d.who, d.attempt});
}

void DoorTrace::begins(TimePoint now, const Counter& c, const Demand& d, bool waits) {
  if (now < window.to) book(c).open.push_back({now, TimePoint::max(), d.who, d.attempt, waits, begun_++});
}

void DoorTrace::ends(TimePoint now, const Counter& c, const Demand& d, bool waits) {
  Book& b = book(c);
  const auto at = std::find_if(b.open.begin(), b.open.end(), [&](const Stay& s) {
    return s.who == d.who && s.attempt == d.attempt && s.waits == waits;
  });
  if (at == b.open.end()) return;  // it began after the window
  if (now > window.from) b.stays.push_back(*at), b.stays.back().to = now;
  b.open.erase(at);
}

void DoorTrace::finish(TimePoint now) {
  for (Book& b : books) b.course.finish(now);
}

}  // namespace busyhour
