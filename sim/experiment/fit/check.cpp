/// Out of sample: what the first part of a log says of the second.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "forecast.hpp"
#include "words.hpp"

namespace busyhour {
namespace {

using namespace fitting;

/// The rows in the order of their instants, if they have any.
void put_in_order(Gathered& g) {
  if (!g.instants.empty())
    std::stable_sort(g.rows.begin(), g.rows.end(),
                     [](const KeptRow& a, const KeptRow& b) { return a[LogRole::arrives] < b[LogRole::arrives]; });
}

/// Some of the rows as a log of their own.
Gathered part_of(const Gathered& g, std::size_t from, std::size_t to) {
  Gathered part;
  part.log = g.log;
  part.log.rows = static_cast<std::int64_t>(to - from);
  part.rows.assign(g.rows.begin() + static_cast<std::ptrdiff_t>(from),
                   g.rows.begin() + static_cast<std::ptrdiff_t>(to));
  part.classes = g.classes, part.statuses = g.statuses, part.conversations = g.conversations,
  part.speakers = g.speakers;
  for (const KeptRow& row : part.rows) {
    ++part.by_status[g.statuses.at(row.status)];
    if (!std::isnan(row[LogRole::arrives])) part.instants.push_back(row[LogRole::arrives]);
  }
  std::sort(part.instants.begin(), part.instants.end());
  for (const double t : part.instants) part.arrivals.add(t);
  return part;
}

/// A log without instants: each row a second after the one before.
void number_the_rows(Gathered& g) {
  for (std::size_t i = 0; i < g.rows.size(); ++i)
    g.rows[i].number[static_cast<std::size_t>(LogRole::arrives)] = static_cast<double>(i);
}

struct Kind {
  Told told;
  const char* what;
  Dimension dimension;
};
const std::array kinds{Kind{Told::rate, "requests a second", dimension::number},
                       Kind{Told::refused, "refused", dimension::share},
                       Kind{Told::mean_wait, "mean wait", dimension::time},
                       Kind{Told::p95_wait, "p95 of waits", dimension::time},
                       Kind{Told::mean_duration, "mean duration", dimension::time},
                       Kind{Told::p95_duration, "p95 of durations", dimension::time},
                       Kind{Told::mean_in_flight, "in flight, mean", dimension::number},
                       Kind{Told::p95_in_flight, "in flight, p95 of time", dimension::number},
                       Kind{Told::most_in_flight, "in flight, most", dimension::number}};

/// One check on its way.
class Check {
 public:
  Check(const std::string& file, const FitOptions& options, double share, const std::string& folder)
      : options_{options}, all_{gather(file, options)} {
    options_.bootstrap = forecast_replications;
    if (all_.sampled || all_.log.has(LogRole::conversation))
      throw LogRefused{file + ": --check takes logs of independent requests, at most a million of them"};
    put_in_order(all_);
    const auto cut = static_cast<std::size_t>(share * static_cast<double>(all_.rows.size()));
    if (cut < 20 || all_.rows.size() - cut < 20) throw LogRefused{file + ": too few rows to part them"};
    const Gathered first = part_of(all_, 0, cut);
    what_.fit = fit_gathered(first, options_);
    has_times_ = what_.fit.arrivals && what_.fit.arrivals->model != ArrivalModel::none;
    has_durations_ = what_.fit.find("duration") != nullptr;
    out_ = {file, cut, all_.rows.size() - cut, has_times_ ? "time" : "the order of the file", {}, {}};
    if (!has_times_) number_the_rows(all_);
    seen_ = seen_in(all_);
    prepare(first, part_of(all_, cut, all_.rows.size()), folder);
  }

  CheckResult result() {
    if (!has_times_ && !has_durations_)
      throw LogRefused{out_.file + ": without times and durations nothing is to check"};
    const std::vector<ToldNumbers> predicted = forecast(what_, options_);
    const ToldNumbers observed = observe();
    for (const Kind& kind : kinds)
      if (is_asked(kind.told)) add(kind, predicted, observed[static_cast<std::size_t>(kind.told)]);
    say_more();
    return std::move(out_);
  }

 private:
  void prepare(const Gathered& first, const Gathered& second, const std::string& folder) {
    what_.folder = folder, what_.seed = options_.seed, what_.records = first.rows.size();
    what_.refused = static_cast<double>(what_.fit.refused) / static_cast<double>(first.rows.size());
    refuses_ =
        what_.fit.refused > 0 || std::any_of(seen_.begin(), seen_.end(), [](const auto& r) { return r.refused; });
    waits_ = all_.log.has(LogRole::wait);
    what_.limit = has_times_ ? what_.fit.limit : std::nullopt;
    if (options_.cap > 0) what_.limit = SeenLimit{options_.cap, waits_, {}, 0};
    what_.waits = waits_ && !what_.limit;
    if (!has_times_) return;
    from_ = second.instants.front(), to_ = second.instants.back();
    what_.span = to_ - from_;
    if (!(what_.span > 0)) throw LogRefused{out_.file + ": all of the second part came at one instant"};
    const FittedArrivals& a = *what_.fit.arrivals;
    const double round = a.every * static_cast<double>(a.levels.size());
    // A profile by hours begins at midnight, another one with the log.
    const double zero = round == 86400 ? 0 : first.instants.front();
    if (round > 0) what_.phase = std::fmod(from_ - zero, round);
  }

  ToldNumbers observe() {
    if (has_times_ && !has_durations_) return replay();
    if (has_times_) return measured(seen_, from_, to_);
    return measured(seen_, static_cast<double>(out_.first), static_cast<double>(seen_.size() - 1));
  }

  /// The means over replays of the log's own arrivals; what the log itself says stays.
  ToldNumbers replay() {
    const std::vector<ToldNumbers> all = replayed(what_, all_.instants);
    ToldNumbers mean = measured(seen_, from_, to_);
    for (const Told told : {Told::refused, Told::mean_wait, Told::p95_wait, Told::mean_in_flight, Told::p95_in_flight,
                            Told::most_in_flight}) {
      const auto k = static_cast<std::size_t>(told);
      const bool is_in_flight = told >= Told::mean_in_flight;
      if (!is_in_flight && !(what_.limit && !refuses_ && !waits_)) continue;
      mean[k] = 0;
      for (const ToldNumbers& one : all) mean[k] += one[k] / static_cast<double>(all.size());
    }
    return mean;
  }

  [[nodiscard]] bool is_asked(Told told) const {
    const bool rejects = what_.limit && (!what_.limit->queues || what_.limit->room);
    switch (told) {
      case Told::refused:
        return refuses_ || rejects;
      case Told::mean_wait:
      case Told::p95_wait:
        return waits_ || (what_.limit && what_.limit->queues);
      case Told::mean_duration:
      case Told::p95_duration:
        return has_durations_;
      default:
        return has_times_;
    }
  }

  void add(const Kind& kind, const std::vector<ToldNumbers>& predicted, double observed) {
    std::vector<double> values;
    double sum = 0;
    for (const ToldNumbers& one : predicted) {
      values.push_back(one[static_cast<std::size_t>(kind.told)]);
      if (std::isnan(values.back())) return;
      sum += values.back();
    }
    std::sort(values.begin(), values.end());
    if (kind.told == Told::refused && !refuses_ && has_durations_) observed = std::nan("");
    out_.rows.push_back({kind.what, kind.dimension, sum / static_cast<double>(values.size()), values[forecast_left_out],
                         values[values.size() - 1 - forecast_left_out], observed});
  }

  void say_more() {
    if (const auto& limit = what_.limit; limit && options_.cap > 0)
      out_.notes.push_back(fmt::format("simulated against the limit that was told: {} in service, then requests {}",
                                       limit->cap, limit->queues ? "wait" : "are refused"));
    else if (limit)
      out_.notes.push_back(fmt::format(
          "the first part shows a limit of {} in service, at which {} refusals and waits came; simulated against it",
          limit->cap, limit->witnesses));
    else if (has_times_ && has_durations_ && (refuses_ || what_.waits))
      out_.notes.emplace_back(
          "refusals or waits of the first part did not come at one number of requests in service: they are taken as "
          "often and as long as there, whatever the load; a limit that is known is told with --cap N");
    if (has_times_ && !has_durations_)
      out_.notes.emplace_back(
          "the log has no durations: both sides take the same service times, and the second part's own arrivals are "
          "replayed");
    if (!has_times_)
      out_.notes.emplace_back(
          "the log has no times: it is parted by the order of its rows, which says little if they are sorted by "
          "anything else");
    if (what_.fit.censored > 0)
      out_.notes.push_back(fmt::format("{} durations of the first part are cut off: observed ones count as far as seen",
                                       what_.fit.censored));
  }

  FitOptions options_;
  Gathered all_;
  Forecast what_;
  std::vector<SeenRequest> seen_;
  CheckResult out_;
  double from_ = 0, to_ = 0;
  bool has_times_ = false, has_durations_ = false, refuses_ = false, waits_ = false;
};

}  // namespace

CheckResult check_fit(const std::string& file, const FitOptions& options, double share, const std::string& folder) {
  return Check{file, options, share, folder}.result();
}

}  // namespace busyhour
