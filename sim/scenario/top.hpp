#pragma once
/// The keys at the top of a scenario file. What refers to other parts (rules, plans) is kept as written and read
/// afterwards.
#include "busyhour/scenario/input_draws.hpp"
#include "busyhour/scenario/scenario.hpp"
#include "registers.hpp"
#include "written_plans.hpp"

namespace busyhour {

struct Top {
  static constexpr std::string_view
      kind = "scenario",
      about = "Who calls, how long a request holds a slot, what the provider allows, what a client does when refused.";
  NodePtr extends;
  std::int64_t version = 1;
  std::string name, text;
  ProviderConfig provider;
  Named<WorkloadConfig> workloads;
  RunConfig run;
  std::optional<InputUncertaintyConfig> input_uncertainty;
  NodePtr slo;
  std::optional<WrittenSweep> sweep;
  std::optional<WrittenSolve> solve;
  Named<WrittenClaim> claims;
  Named<WrittenPlan> plans;
  Named<WrittenChange> changes;
  static constexpr auto fields() {
    return std::tuple{
        required("version", &Top::version, "the version of this language").at_least(1).such_as("1"),
        optional("extends", &Top::extends,
                 "a file, or a list of files, that this one builds on: maps merge, lists and single values replace, "
                 "null removes")
            .such_as("base.yaml"),
        optional("name", &Top::name, "one line that says what it is").such_as("eight conversations on four slots"),
        optional("about", &Top::text, "what is to be found out"),
        required("provider", &Top::provider, "what the other side allows, and how long it works"),
        required("workloads", &Top::workloads, "who calls, by name")
            .such_as("{calls: {kind: conversations, count: 4, turn: {pause: 8 s}}}"),
        required("run", &Top::run, "how long, how often, from which seed")
            .such_as("{duration: 60 min, warm_up: 5 min}"),
        optional("input_uncertainty", &Top::input_uncertainty,
                 "draws of what was estimated from a log, so that the intervals of `run` hold its uncertainty")
            .such_as("{from: my-log.draws.csv, records: 2306}"),
        optional("changes", &Top::changes, "what the provider changes while the run goes on, by name: a plan upgrade")
            .such_as("{upgrade: {at: 10 min, set: {provider.limits.slots.cap: 40}}}"),
        optional("slo", &Top::slo, "rules that a good system satisfies").such_as("[first_attempt_rejected <= 1%]"),
        optional("sweep", &Top::sweep, "values to go through").such_as("{vary: {workloads.calls.count: [1, 2, 5]}}"),
        optional("solve", &Top::solve, "the largest or smallest value that satisfies the rules")
            .such_as("{largest: workloads.calls.count, within: 1..400, such_that: slo}"),
        optional("claims", &Top::claims, "what a vendor says, to be tested"),
        optional("plans", &Top::plans, "plans that can be bought, by name: what each costs and sets")
            .such_as("{hobby: {price: $100, set: {provider.limits.slots.cap: 20}}}")};
  }
};

}  // namespace busyhour
