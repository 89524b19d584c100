#pragma once
/// Rules of `slo`, `solve` and `claims`, read with places.
#include "busyhour/scenario/rule.hpp"
#include "busyhour/scenario/scenario.hpp"
#include "decoder.hpp"

namespace busyhour {

/// One rule; nothing, and a complaint, if it is wrong.
[[nodiscard]] std::optional<Rule> read_rule(Decoder&, const Node&, const MetricScopes&);
/// What stands at `from` of a node's text, as a bound of that metric, in base units.
[[nodiscard]] std::optional<double> read_bound(Decoder&, const Node&, std::size_t from, const MetricRef&);
/// A list of rules, none empty.
[[nodiscard]] std::vector<Rule> read_rules(Decoder&, const Node&, const MetricScopes&);
/// The names of the document's workloads and limits, whether or not they could be decoded.
[[nodiscard]] MetricScopes scopes_of(const Document&);
/// Complains about a metric that nothing in this scenario gives a value.
void check_has_value(Decoder&, const MetricRef&, const Node& at, const Scenario&);
/// Complains about a rule that can have no value in this scenario, or too few replications for one.
void check_rule(Decoder&, const Rule&, const Node& at, const Scenario&);

}  // namespace busyhour
