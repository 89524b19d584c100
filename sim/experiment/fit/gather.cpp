#include "gather.hpp"

#include <algorithm>
#include <cmath>

#include "busyhour/random/draw.hpp"

namespace busyhour::fitting {
namespace {

constexpr std::size_t most_rows = std::size_t{1} << 20U, most_instants = std::size_t{1} << 24U, most_words = 1U << 20U;
constexpr Purpose which_row{1};

class Keeper {
 public:
  Keeper(const std::string& file, Gathered& made, std::uint64_t seed) : file_{file}, made_{made}, seed_{seed} {}

  void row(const LogRow& row) {
    ++seen_;
    const double arrives = row[LogRole::arrives];
    if (!std::isnan(arrives)) arrival(arrives);
    ++made_.by_status[std::string(row.text(LogRole::status))];
    const bool of_conversation = !row.text(LogRole::conversation).empty();
    if (made_.rows.size() < most_rows) return made_.rows.push_back(kept(row));
    if (of_conversation)
      throw LogRefused{file_ + ": more than " + std::to_string(most_rows) +
                       " turns: give a part of the file, whole conversations in it"};
    made_.sampled = true;
    Draw draw{Place{seed_, 0, static_cast<std::uint32_t>(seen_ >> 32U)}, which_row, static_cast<std::uint32_t>(seen_)};
    const std::uint64_t at = draw() % seen_;
    if (at < most_rows) made_.rows[at] = kept(row);
  }

  void finish() {
    if (!streaming_) {
      std::sort(made_.instants.begin(), made_.instants.end());
      for (const double t : made_.instants) made_.arrivals.add(t);
    } else {
      made_.instants.clear();
    }
  }

 private:
  KeptRow kept(const LogRow& row) {
    KeptRow k;
    k.number = row.number;
    k.class_name = word(made_.classes, row.text(LogRole::class_name));
    k.status = word(made_.statuses, row.text(LogRole::status));
    k.conversation = word(made_.conversations, row.text(LogRole::conversation));
    k.speaker = word(made_.speakers, row.text(LogRole::speaker));
    return k;
  }
  static std::uint32_t word(Words& words, std::string_view text) {
    return words.size() < most_words ? words.place(text) : 0;
  }
  void arrival(double t) {
    if (any_ && t < last_) ++made_.went_back;
    last_ = t, any_ = true;
    if (streaming_) return stream(t);
    made_.instants.push_back(t);
    if (made_.instants.size() < most_instants) return;
    streaming_ = true;
    for (const double before : made_.instants) stream(before);
    made_.instants = {};
  }
  void stream(double t) {
    try {
      made_.arrivals.add(t);
    } catch (const std::domain_error&) {
      throw LogRefused{file_ + ": more than " + std::to_string(most_instants) +
                       " arrivals that are not in order: sort the file by time first"};
    }
  }
  const std::string& file_;
  Gathered& made_;
  std::uint64_t seed_, seen_ = 0;
  double last_ = 0;
  bool any_ = false, streaming_ = false;
};

}  // namespace

std::uint32_t Words::place(std::string_view word) {
  const auto found = places_.find(word);
  if (found != places_.end()) return found->second;
  const auto at = static_cast<std::uint32_t>(all_.size());
  places_.emplace(word, at);
  all_.emplace_back(word);
  return at;
}

Gathered gather(const std::string& file, const FitOptions& options) {
  Gathered made;
  Keeper keeper{file, made, options.seed};
  made.log = read_log(file, options.log, [&](const LogRow& row) { keeper.row(row); });
  keeper.finish();
  return made;
}

Ended ended(std::string_view status) {
  if (status.empty() || status == "ok" || status == "OK" || status == "success" || status == "completed" ||
      status == "0" || (status.size() == 3 && (status[0] == '2' || status[0] == '3')))
    return Ended::well;
  return status == "429" || status == "rejected" || status == "refused" || status == "rate_limited" ? Ended::refused
                                                                                                    : Ended::badly;
}

}  // namespace busyhour::fitting
