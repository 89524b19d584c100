#include <fmt/format.h>

#include "model.hpp"

namespace busyhour::recognition {

std::string in_words(double x) { return fmt::format("{:.4g}", x); }

std::string seconds_in_words(double s) {
  if (s > 0 && s < 1) return in_words(s * 1e3) + " ms";
  if (s < 120) return in_words(s) + " s";
  return in_words(s / 60) + " min";
}

std::string per_second(double rate) {
  if (rate >= 1) return in_words(rate) + " /s";
  return rate * 60 >= 1 ? in_words(rate * 60) + " /min" : in_words(rate * 3600) + " /h";
}

std::string sources_in_words(const Shape& s, bool any_law) {
  const std::string who = s.sources() == 1 ? "one source" : std::to_string(s.sources()) + " sources";
  return who + ", thinking " + seconds_in_words(s.think.mean) + " on average" +
         (any_law ? " (whatever the law)" : ", exponential");
}

std::string streams_in_words(const Shape& s) {
  return "Poisson requests, " + per_second(s.rate) +
         (s.streams.size() > 1 ? " in all " + std::to_string(s.streams.size()) + " workloads" : "");
}

std::string hold_in_words(const Shape& s, bool any_law) {
  return "each holds a slot " + seconds_in_words(s.hold.mean) + " on average" +
         (any_law ? " (whatever the law)" : ", exponential");
}

void ask_exponential(const Law& law, const std::string& what, std::vector<std::string>& why_not) {
  if (!law.is_exponential()) why_not.push_back(what + " is not exponential but " + law.words);
}

}  // namespace busyhour::recognition
