/// Poisson requests against one rate limit, refused ones dropped: a share refused for each form of window.
#include "busyhour/theory/limiters.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "model.hpp"

namespace busyhour::recognition {
namespace {

/// One form of limiter: its name, and the share it refuses.
struct Limiter {
  std::string name;
  std::function<double(double rate, std::int64_t cap, double per)> rejected;
};

Counting counting(const RateLimit& limit) { return limit.counts_rejected ? Counting::attempts : Counting::admitted; }

Limiter form(const FixedWindow&, std::vector<std::string>&) { return {"fixed window", &fixed_window_rejected}; }

Limiter form(const SlidingLog& l, std::vector<std::string>&) {
  return {"sliding log", [c = counting(l)](double rate, std::int64_t cap, double per) {
            return sliding_log_rejected(rate, cap, per, c);
          }};
}

Limiter form(const SlidingCounter& l, std::vector<std::string>&) {
  return {"sliding counter", [c = counting(l)](double rate, std::int64_t cap, double per) {
            constexpr std::int64_t quick = 300;  // the cost grows as its cube
            if (cap > quick && c == Counting::admitted)
              throw std::domain_error{"a sliding counter of more than 300 takes more than a moment"};
            return sliding_counter_rejected(rate, cap, per, c);
          }};
}

/// A bucket and GCRA of the same numbers agree request by request.
template <class Bucket>
Limiter bucket(const Bucket& l, const char* name, std::vector<std::string>& why_not) {
  if (l.counts_rejected) why_not.push_back("refused requests take tokens too");
  return {fmt::format("{} with burst {}", name, l.burst),
          [burst = static_cast<double>(l.burst)](double rate, std::int64_t cap, double per) {
            return token_bucket_rejected(rate, static_cast<double>(cap) / per, burst);
          }};
}
Limiter form(const TokenBucket& l, std::vector<std::string>& w) { return bucket(l, "token bucket", w); }
Limiter form(const Gcra& l, std::vector<std::string>& w) { return bucket(l, "GCRA", w); }
Limiter form(const GrowingRate&, std::vector<std::string>&) { return {}; }

}  // namespace

std::optional<Candidate> rate_limit(const Shape& s, const Door& door) {
  if (s.streams.empty() || door.slots() || !door.reject() || s.retries(door)) return std::nullopt;
  Candidate c;
  double per = 0;
  Limiter limiter;
  std::visit(
      [&](const auto& l) {
        if constexpr (requires { l.per; }) {
          per = in_seconds(l.per);
          limiter = form(l, c.why_not);
        }
      },
      *door.config);
  if (!limiter.rejected) return std::nullopt;
  c.model = limiter.name + " of " + std::to_string(door.cap) + " per " + seconds_in_words(per);
  c.assumes = {streams_in_words(s), "what is refused is not tried again"};
  c.fill = [&s, &door, per, limiter](Findings to) {
    const double rejected = limiter.rejected(s.rate, door.cap, per);
    to.refused_for_good(rejected, s);
    to.carried(s.rate * (1 - rejected), s);
    to.response(0, s);
  };
  return c;
}

}  // namespace busyhour::recognition
