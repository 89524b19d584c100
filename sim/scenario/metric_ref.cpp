#include <algorithm>
#include <array>

#include "busyhour/base/unit.hpp"
#include "busyhour/scenario/rule.hpp"
#include "decoder.hpp"

namespace busyhour {
namespace {

struct NamedStatistic {
  std::string_view name;
  Statistic statistic;
  double q = 0;
};
constexpr std::array<NamedStatistic, 7> statistics{{{"mean", Statistic::mean},
                                                    {"p50", Statistic::quantile, 0.5},
                                                    {"p90", Statistic::quantile, 0.9},
                                                    {"p95", Statistic::quantile, 0.95},
                                                    {"p99", Statistic::quantile, 0.99},
                                                    {"p99.9", Statistic::quantile, 0.999},
                                                    {"max", Statistic::max}}};

const NamedStatistic* statistic(std::string_view name) {
  const auto* at = std::find_if(statistics.begin(), statistics.end(), [&](const auto& s) { return s.name == name; });
  return at == statistics.end() ? nullptr : at;
}

const MetricAbout* metric(std::string_view name) {
  const auto all = metrics();
  const auto at = std::find_if(all.begin(), all.end(), [&](const MetricAbout& m) { return m.name == name; });
  return at == all.end() ? nullptr : &*at;
}

/// A stretch of the text, its place known.
struct Piece {
  std::string_view text;
  std::size_t at = 0;
  [[nodiscard]] Piece part(std::size_t from, std::size_t n = std::string_view::npos) const {
    return {text.substr(from, n), at + from};
  }
  [[nodiscard]] Piece trimmed() const {
    Piece p = *this;
    while (!p.text.empty() && p.text.front() == ' ') p.text.remove_prefix(1), ++p.at;
    while (!p.text.empty() && p.text.back() == ' ') p.text.remove_suffix(1);
    return p;
  }
};

[[noreturn]] void fail(const Piece& p, std::string says, std::string help = {}) {
  throw Mistake{p.at, std::max<std::size_t>(p.text.size(), 1), std::move(says), std::move(help)};
}

bool is_among(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string first_of(const std::vector<std::string>& names) { return names.empty() ? "<limit>" : names.front(); }

class RefReader {
 public:
  explicit RefReader(const MetricScopes& scopes) : scopes_{scopes} {}

  MetricRef read(Piece text) {
    text = text.trimmed();
    if (text.text.empty()) fail(text, "a metric is missing", "such as first_attempt_rejected or p95(added_delay)");
    const auto paren = text.text.find('(');
    if (paren == std::string_view::npos)
      dotted(text, true);
    else
      call(text, paren);
    fits(text);
    ref_.key = key();
    return ref_;
  }

 private:
  void call(const Piece& text, std::size_t paren) {
    const Piece name = text.part(0, paren).trimmed();
    if (text.text.back() != ')') fail(text.part(text.text.size() - 1), "')' is missing");
    const Piece inside = text.part(paren + 1, text.text.size() - paren - 2).trimmed();
    if (name.text == "share") return share(inside);
    const NamedStatistic* s = statistic(name.text);
    if (!s) {
      std::vector<std::string_view> known{"share"};
      for (const auto& k : statistics) known.push_back(k.name);
      std::string help = did_you_mean(name.text, known);
      fail(name, "unknown statistic " + in_quotes(name.text),
           help.empty() ? "statistics: mean, p50, p90, p95, p99, p99.9, max, share(x > 300 ms)" : help);
    }
    ref_.statistic = s->statistic, ref_.q = s->q;
    dotted(inside, false);
  }

  void share(const Piece& inside) {
    const auto sign = inside.text.find_first_of("<>=");
    if (sign == std::string_view::npos || inside.text[sign] != '>' || inside.text.substr(sign).starts_with(">="))
      fail(inside, "a share is written share(x > 300 ms)", "the rest is below: share(x > t) <= 5%");
    ref_.statistic = Statistic::share;
    dotted(inside.part(0, sign).trimmed(), false);
    const Piece bound = inside.part(sign + 1).trimmed();
    const Expression e = expression(bound);
    if (e.dimension() != ref_.about.dimension)
      fail(bound,
           in_quotes(bound.text) + " is " + in_words(e.dimension()) + ", but " + ref_.metric + " is " +
               in_words(ref_.about.dimension),
           units_of(ref_.about.dimension));
    ref_.threshold = e.constant();
    if (ref_.threshold < 0) fail(bound, "nothing is below zero here");
  }

  static Expression expression(const Piece& piece) {
    try {
      return Expression::read(piece.text, [](std::string_view) { return std::nullopt; });
    } catch (Mistake& m) {
      m.column += piece.at;
      throw;
    }
  }

  /// [scope.]metric[.statistic]
  void dotted(const Piece& text, bool may_end_in_statistic) {
    if (whole(text.text)) return;
    for (auto dot = text.text.find('.'); may_end_in_statistic && dot != std::string_view::npos;
         dot = text.text.find('.', dot + 1))
      if (const NamedStatistic* s = statistic(text.text.substr(dot + 1)); s && whole(text.text.substr(0, dot))) {
        ref_.statistic = s->statistic, ref_.q = s->q;
        return;
      }
    unknown(text);
  }

  /// [scope.]metric
  bool whole(std::string_view text) {
    if (const MetricAbout* m = metric(text)) return ref_.about = *m, ref_.metric = m->name, ref_.scope.clear(), true;
    for (auto dot = text.find('.'); dot != std::string_view::npos; dot = text.find('.', dot + 1)) {  // a class has two
      const MetricAbout* m = metric(text.substr(dot + 1));
      const std::string_view scope = text.substr(0, dot);
      if (!m || m->scope == MetricScope::run ||
          !is_among(m->scope == MetricScope::limit ? scopes_.limits : scopes_.workloads, scope))
        continue;
      return ref_.about = *m, ref_.metric = m->name, ref_.scope = scope, true;
    }
    return false;
  }

  [[noreturn]] void unknown(const Piece& text) const {
    std::vector<std::string> known;
    const auto add = [&](const std::string& before, MetricScope scope) {
      for (const MetricAbout& m : metrics())
        if (m.scope == scope) known.push_back(before + std::string(m.name));
    };
    add("", MetricScope::workload), add("", MetricScope::run);
    for (const std::string& w : scopes_.workloads) add(w + ".", MetricScope::workload);
    for (const std::string& l : scopes_.limits) add(l + ".", MetricScope::limit);
    std::string_view tail = text.text;  // without a statistic at its end
    for (const auto& s : statistics)
      if (tail.ends_with("." + std::string(s.name))) tail.remove_suffix(s.name.size() + 1);
    const std::vector<std::string_view> views{known.begin(), known.end()};
    const auto dot = tail.find('.');
    const MetricAbout* m = dot == std::string_view::npos ? nullptr : metric(tail.substr(dot + 1));
    std::string help = did_you_mean(tail, views);
    if (m && m->scope == MetricScope::run)
      fail(text, in_quotes(m->name) + " is of the whole run", "write it without " + in_quotes(tail.substr(0, dot)));
    if (m)
      fail(text.part(0, dot),
           std::string(m->scope == MetricScope::limit ? "there is no limit " : "there is no workload ") +
               in_quotes(tail.substr(0, dot)),
           std::move(help));
    fail(text, "unknown metric " + in_quotes(tail),
         help.empty() ? "busyhour explain metrics lists them" : std::move(help));
  }

  /// Whether the statistic is one that the metric takes.
  void fits(const Piece& text) const {
    const std::string name{ref_.about.name};
    if (ref_.about.scope == MetricScope::limit && ref_.scope.empty())
      fail(text, in_quotes(name) + " belongs to a limit", "such as " + first_of(scopes_.limits) + "." + name);
    const bool bare = ref_.statistic == Statistic::none;
    switch (ref_.about.shape) {
      case MetricShape::ratio:
        if (!bare)
          fail(text, in_quotes(name) + " is one number, not a distribution",
               "write it bare: " + (ref_.scope.empty() ? "" : ref_.scope + ".") + name);
        break;
      case MetricShape::times:
        if (bare)
          fail(text, in_quotes(name) + " is a distribution: which statistic of it?",
               "such as mean(" + name + "), p95(" + name + ") or share(" + name + " > 300 ms)");
        break;
      case MetricShape::per_replication:
        if (ref_.statistic == Statistic::share || ref_.statistic == Statistic::max)
          fail(text, in_quotes(name) + " is one number a replication",
               "it takes mean and quantiles across replications");
        break;
    }
  }

  [[nodiscard]] std::string key() const {
    const std::string name = (ref_.scope.empty() ? "" : ref_.scope + ".") + ref_.metric;
    if (ref_.statistic == Statistic::none) return name;
    if (ref_.statistic == Statistic::share)
      return "share(" + name + " > " + written(ref_.threshold, ref_.about.dimension, false) + ")";
    for (const auto& s : statistics)
      if (s.statistic == ref_.statistic && s.q == ref_.q) return name + "." + std::string(s.name);
    return name;
  }

  const MetricScopes& scopes_;
  MetricRef ref_;
};

}  // namespace

MetricRef read_metric(std::string_view text, const MetricScopes& scopes) { return RefReader{scopes}.read({text, 0}); }

}  // namespace busyhour
