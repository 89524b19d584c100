#include <algorithm>
#include <set>

#include "busyhour/base/unit.hpp"
#include "busyhour/scenario/load.hpp"
#include "kind_example.hpp"
#include "phrases.hpp"
#include "top.hpp"

namespace busyhour {
namespace {

/// One thing that has a name: a key in a place, a kind, a word, a distribution, a metric, a statistic.
struct Topic {
  std::string name, path, text;
};

std::string indented(std::string_view text) { return "  " + std::string(text) + "\n"; }

std::string of_key(const std::string& path, const FieldShape& f) {
  std::string s = std::string(f.name) + "  (" + path + ")\n" + indented(f.about);
  if (f.later) return s + indented("not in this version yet");
  s += indented("takes: " + takes(*f.shape, f));
  if (f.need == Need::required)
    s += indented("must be written");
  else
    s += indented("may be left out" + (f.preset.empty() ? std::string{} : "; then: " + std::string(f.preset)));
  if (!f.example.empty()) s += indented("such as " + std::string(f.name) + ": " + std::string(f.example));
  if (f.shape->form == Form::word)
    for (const WordShape& w : f.shape->words) s += indented("  " + std::string(w.name) + ": " + std::string(w.about));
  return s;
}

/// One key of a map: what it is, what it takes, its default, an example.
std::string key_of(const FieldShape& f) {
  std::string s = "  " + std::string(f.name) + (f.need == Need::required ? "" : " (optional)") + ": " +
                  std::string(f.about) + "; " + takes(*f.shape, f);
  if (!f.preset.empty()) s += "; default: " + std::string(f.preset);
  if (!f.example.empty()) s += "; such as " + std::string(f.example);
  return s;
}

std::string keys_of(const TableShape& t) {
  std::string s;
  for (const FieldShape& f : t.fields)
    if (!f.later) s += indented(key_of(f));
  return s.empty() ? s : indented("keys:") + s;
}

/// Goes through all shapes once and gathers their topics.
class Index {
 public:
  Index() {
    table(table_of<Top>(), "");
    for (const FamilyAbout& f : families()) family(f);
    for (const MetricAbout& m : metrics()) metric(m);
    words();
  }
  [[nodiscard]] const std::vector<Topic>& topics() const { return topics_; }

 private:
  void add(std::string_view name, std::string path, std::string text) {
    topics_.push_back({std::string(name), std::move(path), std::move(text)});
  }

  void table(const TableShape& t, const std::string& path) {
    for (const FieldShape& f : t.fields) {
      const std::string here = path + (path.empty() ? "" : ".") + std::string(f.name);
      std::string text = of_key(here, f);
      if (!f.later && f.shape->form == Form::table) text += keys_of(*f.shape->table);
      add(f.name, here, std::move(text));
      if (!f.later) inside(*f.shape, here);
    }
  }

  void inside(const Shape& shape, const std::string& path) {
    if (shape.form == Form::table)
      table(*shape.table, path);
    else if (shape.form == Form::named)
      inside(*shape.of, path + ".<name>");
    else if (shape.form == Form::list)
      inside(*shape.of, path);
    else if (shape.form == Form::word)
      word(shape, path);
    else if (shape.form == Form::choice)
      choice(*shape.choice, path);
  }

  void word(const Shape& shape, const std::string& path) {
    for (const WordShape& w : shape.words)
      add(w.name, "", std::string(w.name) + "  (a word of " + path + ")\n" + indented(w.about));
    for (const Later& l : shape.later_words)
      add(l.name, "",
          std::string(l.name) + "  (a word of " + path + ")\n" + indented(l.about) +
              indented("not in this version yet"));
  }

  void choice(const ChoiceShape& c, const std::string& path) {
    for (const Alternative& a : c.alternatives) {
      const std::string how =
          c.key.empty() ? std::string(c.noun) : std::string(c.key) + ": " + std::string(a.table.kind);
      add(a.table.kind, "",
          std::string(a.table.kind) + "  (" + how + ", at " + path + ")\n" + indented(a.table.about) +
              indented("such as " + example_of(c, a)) + keys_of(a.table));
      if (a.is_written_as)
        inside(*a.written.shape, path);
      else
        table(a.table, path);
    }
    for (const Later& l : c.later)
      add(l.name, "",
          std::string(l.name) + "  (" + std::string(c.key) + ": " + std::string(l.name) + ", at " + path + ")\n" +
              indented(l.about) + indented("not in this version yet"));
  }

  void family(const FamilyAbout& f) {
    std::string text = std::string(f.name) + "  (dist: " + std::string(f.name) + ", a distribution)\n" +
                       indented(f.about) + indented("such as " + std::string(f.example));
    for (const ParameterAbout& p : f.parameters)
      text += indented("  " + std::string(p.name) + ": " + std::string(p.about));
    add(f.name, "", std::move(text));
  }

  void metric(const MetricAbout& m) {
    const std::string name{m.name};
    std::string text = name + "  (a metric)\n" + indented(m.about);
    const std::string unit = m.is_share ? "a share" : in_words(m.dimension);
    switch (m.shape) {
      case MetricShape::ratio:
        text += indented("one number over all replications: " + unit + "; in rules bare, such as " +
                         (m.scope == MetricScope::limit ? "requests." : "") + name + (m.is_share ? " <= 5%" : ""));
        break;
      case MetricShape::times:
        text += indented("a distribution of " + unit + ": mean, p50, p90, p95, p99, p99.9, max, share(" + name +
                         " > 300 ms)");
        break;
      case MetricShape::per_replication:
        text += indented("one number a replication (" + unit + "): mean, and quantiles across replications");
        break;
    }
    if (m.scope == MetricScope::workload) text += indented("for the whole, and for each workload: calls." + name);
    if (m.scope == MetricScope::limit) text += indented("for each limit: requests." + name);
    add(m.name, "", std::move(text));
  }

  void words() {
    for (const Unit& u : units())
      add(u.name, "",
          std::string(u.name) + "  (a unit of " + in_words(u.dimension) + ")\n" +
              indented(units_of(u.dimension).empty() ? "such as 3.3x" : units_of(u.dimension)));
    add("share", "",
        "share  (a statistic)\n" +
            indented("share(x > 300 ms): the probability that x is above; a given-up request is infinite"));
    add("mean", "",
        "mean  (a statistic)\n" + indented("mean(x): the average, of the admitted only; given_up stands beside it"));
    for (const char* p : {"p50", "p90", "p95", "p99", "p99.9"})
      add(p, "",
          std::string(p) + "  (a statistic)\n" +
              indented(std::string(p) + "(x): so many per cent of the values are at most this; of a metric with one "
                                        "number a replication, across replications"));
    add("max", "",
        "max  (a statistic)\n" +
            indented("max(x): the largest that was seen; never a rule, since it grows with the run"));
  }

  std::vector<Topic> topics_;
};

/// "provider.limits.requests.cap" fits "provider.limits.<name>.cap".
bool fits(std::string_view asked, std::string_view path) {
  while (!asked.empty() && !path.empty()) {
    const auto a = asked.find('.'), p = path.find('.');
    const std::string_view part = path.substr(0, p);
    if (part != "<name>" && part != asked.substr(0, a)) return false;
    asked = a == std::string_view::npos ? std::string_view{} : asked.substr(a + 1);
    path = p == std::string_view::npos ? std::string_view{} : path.substr(p + 1);
  }
  return asked.empty() && path.empty();
}

std::string list_of(std::string_view title, const std::vector<std::pair<std::string_view, std::string_view>>& entries) {
  std::string s = std::string(title) + "\n";
  std::size_t width = 0;
  for (const auto& [name, about] : entries) width = std::max(width, name.size());
  for (const auto& [name, about] : entries)
    s += "  " + std::string(name) + std::string(width - name.size() + 2, ' ') + std::string(about) + "\n";
  return s;
}

std::string all_metrics() {
  std::vector<std::pair<std::string_view, std::string_view>> entries;
  for (const MetricAbout& m : metrics()) entries.emplace_back(m.name, m.about);
  return list_of("metrics", entries);
}

std::string overview() {
  std::vector<std::pair<std::string_view, std::string_view>> keys, distributions;
  for (const FieldShape& f : table_of<Top>().fields) keys.emplace_back(f.name, f.about);
  for (const FamilyAbout& f : families()) distributions.emplace_back(f.name, f.about);
  std::vector<std::pair<std::string_view, std::string_view>> workloads, limits, actions, services, retries;
  const auto kinds = [](const ChoiceShape& c, auto& into) {
    for (const Alternative& a : c.alternatives) into.emplace_back(a.table.kind, a.table.about);
  };
  kinds(choice_of<WorkloadConfig>(), workloads), kinds(choice_of<LimitConfig>(), limits);
  kinds(choice_of<WhenFull>(), actions), kinds(choice_of<Service>(), services), kinds(choice_of<Retry>(), retries);
  return "busyhour explain NAME: a key (cap), a path (provider.limits.requests.cap), a kind, a word, a distribution, a "
         "metric, a unit\n\n" +
         list_of("keys of a scenario", keys) + "\n" + list_of("workloads", workloads) + "\n" +
         list_of("limits", limits) + "\n" + list_of("what a full limit does", actions) + "\n" +
         list_of("services of an endpoint", services) + "\n" + list_of("retries", retries) + "\n" +
         list_of("distributions", distributions) + "\n" + all_metrics();
}

}  // namespace

Explained explain(const std::string& name) {
  if (name.empty()) return {overview(), ""};
  if (name == "metrics") return {all_metrics(), ""};
  static const Index index;
  std::set<std::string> said;
  std::string text;
  for (const Topic& t : index.topics())
    if ((t.name == name || (!t.path.empty() && name.find('.') != std::string::npos && fits(name, t.path))) &&
        said.insert(t.text).second)
      text += (text.empty() ? "" : "\n") + t.text;
  if (!text.empty()) return {text, ""};
  try {  // a metric with its statistic: p95(added_delay), added_delay.p95
    const MetricRef ref = read_metric(name, {});
    return explain(ref.metric);
  } catch (const Mistake&) {
  }
  std::vector<std::string_view> known{"metrics"};
  for (const Topic& t : index.topics()) known.push_back(t.name);
  return {"", std::string(nearest(name, known))};
}

}  // namespace busyhour
