#include "busyhour/theory/tasi.hpp"

#include "search.hpp"
#include "shares.hpp"

namespace busyhour {
namespace {

void require_talkers(std::int64_t talkers, double activity) {
  detail::require(talkers >= 1 && talkers <= detail::most_states,
                  "the number of talkers must be between 1 and ten million");
  detail::require(activity > 0 && activity <= 1, "the activity must be above 0 and at most 1");
}

}  // namespace

double tasi_cutout(std::int64_t channels, std::int64_t talkers, double activity) {
  require_talkers(talkers, activity);
  detail::require(channels >= 0, "the number of channels must not be negative");
  const auto start = [&](std::int64_t n) { return static_cast<long double>(talkers - n) * activity; };
  const auto stop = [&](std::int64_t n) { return static_cast<long double>(n) * (1.0L - activity); };
  const detail::Shares speaking = detail::stationary(0, talkers, start, stop);
  const long double excess = speaking.sum(channels + 1, talkers, [&](std::int64_t n) { return n - channels; });
  return static_cast<double>(excess / (static_cast<long double>(talkers) * activity));
}

std::int64_t tasi_talkers(std::int64_t channels, double activity, double cutout) {
  detail::require(channels >= 1, "the number of channels must be at least 1");
  detail::require_share(cutout);
  require_talkers(1, activity);
  const auto too_many = [&](std::int64_t talkers) { return tasi_cutout(channels, talkers, activity) > cutout; };
  return detail::smallest(channels + 1, detail::most_states, too_many,
                          "more than ten million talkers are not cut out as much") -
         1;
}

std::int64_t tasi_channels(std::int64_t talkers, double activity, double cutout) {
  require_talkers(talkers, activity);
  detail::require_share(cutout);
  const auto enough = [&](std::int64_t channels) { return tasi_cutout(channels, talkers, activity) <= cutout; };
  return detail::smallest(1, talkers, enough, "no number of channels is enough");
}

}  // namespace busyhour
