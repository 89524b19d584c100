#include "busyhour/scenario/load.hpp"

#include <algorithm>

#include "busyhour/base/sha256.hpp"
#include "canonical.hpp"
#include "check_limits.hpp"
#include "checks.hpp"
#include "files.hpp"
#include "plan_reader.hpp"
#include "read_precision.hpp"
#include "rules.hpp"
#include "top.hpp"

namespace busyhour {
namespace {

/// Files in the order in which they were read, then by line and column.
void sort(Diagnostics& all, const Sources& sources) {
  const auto place = [&](const Diagnostic& d) {
    const auto at =
        std::find_if(sources.begin(), sources.end(), [&](const auto& s) { return s.first == d.where.source; });
    return std::tuple{at - sources.begin(), d.where.line, d.where.column};
  };
  std::stable_sort(all.begin(), all.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return place(a) < place(b); });
}

}  // namespace

Loaded decode(Document document, Sources sources) {
  Loaded made{std::move(document), {}, {}, std::move(sources)};
  Decoder d{made.document, made.diagnostics};
  Top top;
  decode_table(d, made.document.root(), table_of<Top>(), {}, &top);
  Scenario s;
  s.name = std::move(top.name), s.about = std::move(top.text);
  s.provider = std::move(top.provider), s.workloads = std::move(top.workloads), s.run = top.run;
  s.source = made.document.file();
  if (top.version > 1 && d.is_sound("version"))
    d.complain_at("version", "this program reads version: 1 of the language");
  read_changes(d, top.changes, s.provider);
  check(d, s);
  const bool sound = d.is_sound("provider") && d.is_sound("workloads") && d.is_sound("run");
  if (top.slo) {
    s.slo = read_rules(d, *top.slo, scopes_of(made.document));
    for (std::size_t i = 0; sound && s.slo.size() == top.slo->items.size() && i < s.slo.size(); ++i)
      check_rule(d, s.slo[i], *top.slo->items[i], s);
  }
  if (sound && d.is_sound("slo")) read_precision(d, s);
  // Plans are tried by setting their values into the document: that tells nothing of them while the rest of it is
  // wrong.
  if (sound) PlanReader{d, s}.all(top);
  if (top.input_uncertainty && !any_error(made.diagnostics)) {
    Diagnostics wrong;
    (void)input_draws(made, 1, wrong);
    made.diagnostics.insert(made.diagnostics.end(), wrong.begin(), wrong.end());
  }
  sort(made.diagnostics, made.sources);
  if (any_error(made.diagnostics)) return made;
  s.sha256 = sha256(canonical(made.document));
  made.scenario = std::move(s);
  return made;
}

std::string sha256_of_replications(const Document& document) {
  Document bare = document;
  const Node* precision = document.find("run.precision");
  for (const char* path : {"name", "about", "run.replications", "run.at_most", "sweep", "solve", "claims", "plans"})
    bare.set(path, std::make_shared<Node>());
  // share(x > t) is counted while the replications run.
  if (precision && flow_text(*precision).find("share(") == std::string::npos)
    bare.set("run.precision", std::make_shared<Node>());
  return sha256(canonical(bare));
}

namespace {

Loaded decoded(Gathered g) {
  if (!any_error(g.diagnostics)) return decode(std::move(g.document), std::move(g.sources));
  // What can be decoded is decoded, so that everything wrong is said at once.
  Loaded made{std::move(g.document), {}, std::move(g.diagnostics), std::move(g.sources)};
  if (made.document.root().is_map()) {
    Loaded further = decode(made.document, made.sources);
    made.diagnostics.insert(made.diagnostics.end(), further.diagnostics.begin(), further.diagnostics.end());
  }
  sort(made.diagnostics, made.sources);
  return made;
}

}  // namespace

Loaded load(const std::string& file, const std::vector<std::string>& sets) {
  return decoded(gather(file, std::nullopt, sets));
}

Loaded load_text(const std::string& name, const std::string& text, const std::vector<std::string>& sets) {
  return decoded(gather(name, text, sets));
}

}  // namespace busyhour
