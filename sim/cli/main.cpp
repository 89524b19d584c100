/// The command line: which command, with which options, and what its end means to the shell.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>

#include "busyhour/base/diagnostic.hpp"
#include "busyhour/experiment/folder.hpp"
#include "completion.hpp"
#include "options.hpp"
#include "terminal.hpp"

namespace busyhour {

namespace {

void add_edits(CLI::App& command, Options& o) {
  command.add_option("--set", o.sets, "path=value, as if the scenario file said so; repeatable")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  command.add_option("--seed", o.seed, "the same as --set run.seed=N");
  command.add_option("--replications", o.replications, "the same as --set run.replications=N");
}

void add_pictures(CLI::App& command, Options& o) {
  command.add_option("--svg", o.svg, "draw each chart into this folder, as SVG")->type_name("DIR");
  command.add_option("--png", o.png, "draw each chart into this folder, as PNG")->type_name("DIR");
}

void add_printing(CLI::App& command, Options& o, const char* json) {
  command.add_flag("--json", o.json, json);
  command.add_flag("-q,--quiet", o.quiet, "print nothing but errors and, if asked, JSON");
  command.add_option("--color", o.color, "when to colour")->check(CLI::IsMember({"auto", "always", "never"}));
}

/// What CI reads.
void add_machines(CLI::App& command, Options& o) {
  command.add_option("--junit", o.junit, "write the verdicts as JUnit's XML, one testcase a rule or claim")
      ->type_name("FILE");
  command.add_flag("--github", o.github, "annotations for GitHub on stderr, and a summary in $GITHUB_STEP_SUMMARY");
}

/// How results are printed and where they are kept.
void add_output(CLI::App& command, Options& o) {
  command.add_option("--html", o.html, "write the report here too")->type_name("FILE");
  add_pictures(command, o);
  add_machines(command, o);
  command.add_option("-o", o.folder, "result folder; runs/<name>-<hash>-<time> if left out")->type_name("DIR");
  add_printing(command, o, "print one JSON document");
  command.add_flag("--no-progress", o.no_progress, "no progress on stderr");
}

CLI::App* add_simulating(CLI::App& app, Options& o, const char* name, const char* about) {
  CLI::App* command = app.add_subcommand(name, about);
  command->add_option("FILE", o.file, "a scenario file")->required()->type_name("");
  add_edits(*command, o);
  command->add_option("--jobs", o.jobs, "threads; as many as the machine runs at once if left out")
      ->check(CLI::Range(1, 4096));
  add_output(*command, o);
  return command;
}

void add_precision(CLI::App& command, Options& o) {
  command
      .add_option("--precision", o.precision,
                  "the same as --set run.precision=P: replications are added until half of each interval is at most "
                  "this part of its value")
      ->type_name("1%");
}

void add_run(CLI::App& app, Options& o) {
  CLI::App* run = add_simulating(app, o, "run", "run one scenario and judge its rules");
  add_precision(*run, o);
  run->add_option("--replication", o.replication, "this replication alone, as it was among the others")
      ->check(CLI::Range(0LL, 1000000LL));
  run->add_option("--trace-window", o.trace_window, "of that replication, what the worst minute's chart shows")
      ->type_name("FROM..TO");
  run->add_option("--trace-file", o.trace_file, "write that window as a trace for chrome://tracing or Perfetto")
      ->type_name("FILE");
}

void add_compare(CLI::App& app, Options& o) {
  CLI::App* compare = add_simulating(app, o, "compare", "two scenarios with the same callers, paired");
  compare->add_option("OTHER", o.other, "another scenario file or result folder")->required()->type_name("");
  const auto one_side = [&](const char* name, std::vector<std::string>& sets, const char* about) {
    compare->add_option(name, sets, about)->type_name("PATH=VALUE")->allow_extra_args(false);
  };
  one_side("--set-a", o.sets_a, "path=value for the first only; repeatable");
  one_side("--set-b", o.sets_b, "path=value for the second only; repeatable");
  compare
      ->add_option("--too-small", o.too_small, "percent of A below which a difference does not matter; 2 if left out")
      ->check(CLI::Range(0.0, 100.0));
}

void add_sweep(CLI::App& app, Options& o) {
  add_simulating(app, o, "solve", "the largest or smallest value, or the cheapest plan, that satisfies rules");
  CLI::App* sweep = add_simulating(app, o, "sweep", "run every point of the scenario's sweep");
  add_precision(*sweep, o);
  sweep
      ->add_option("--shard", o.shard,
                   "only the i-th of n shares of the points, i from 0; auto: as Slurm, Kubernetes or MPI say")
      ->type_name("I/N")
      ->check([](const std::string& text) { return std::string{text.empty() ? "i/n was due, such as 0/4" : ""}; });
  CLI::App* merge = app.add_subcommand("merge", "put the parts of shards together");
  merge->add_option("DIR", o.files, "folders that shards have filled")->required()->type_name("");
  add_output(*merge, o);
  app.add_subcommand("status", "how far a shard's folder has come")
      ->add_option("DIR", o.file)
      ->required()
      ->type_name("");
}

void add_extend(CLI::App& app, Options& o) {
  CLI::App* extend = app.add_subcommand("extend", "add replications to a result of run or sweep");
  extend->add_option("DIR", o.file, "the result folder; replaced, unless -o names another")->required()->type_name("");
  extend->add_option("--replications", o.extend_to, "how many there are to be in all, or +K on top of those there")
      ->required()
      ->type_name("+K");
  extend->add_option("--jobs", o.jobs, "threads; as many as the machine runs at once if left out")
      ->check(CLI::Range(1, 4096));
  add_output(*extend, o);
}

CLI::App* add_check(CLI::App& app, Options& o) {
  CLI::App* check = app.add_subcommand("check", "read scenario files and say all that is wrong with them");
  check->add_option("FILE", o.files, "scenario files")->required()->type_name("");
  add_edits(*check, o);
  check->add_flag("--resolved", o.resolved, "print what the file means, defaults and origins included");
  check->add_flag("-q,--quiet", o.quiet, "print nothing but errors");
  return check;
}

CLI::App* add_theory(CLI::App& app, Options& o) {
  CLI::App* theory = app.add_subcommand("theory", "the exact answer, where there is one");
  auto* files = theory->add_option("FILE", o.files, "scenario files")->type_name("");
  auto* per_slot =
      theory
          ->add_option("--per-slot", o.per_slot,
                       "without a file: so many conversations a slot, and the share of time they may hold it")
          ->check(CLI::Range(2, 1000));
  per_slot->excludes(files);
  add_edits(*theory, o);
  theory->add_flag("--json", o.json, "print one JSON document; of several files an array");
  theory->add_option("--color", o.color, "when to colour")->check(CLI::IsMember({"auto", "always", "never"}));
  return theory;
}

CLI::App* add_claims(CLI::App& app, Options& o) {
  CLI::App* claims = app.add_subcommand("claims", "judge what vendors say");
  claims->add_option("FILE", o.files, "scenario files with claims")->required()->type_name("");
  add_edits(*claims, o);
  claims->add_option("--jobs", o.jobs, "threads; as many as the machine runs at once if left out")
      ->check(CLI::Range(1, 4096));
  add_output(*claims, o);
  return claims;
}

void add_fit(CLI::App& app, Options& o) {
  CLI::App* fit = app.add_subcommand("fit", "distributions, arrivals and a scenario from a log");
  fit->add_option("FILE", o.file, "CSV, JSON lines or an access log; plain or gzip")->required()->type_name("");
  fit->add_option("--column", o.columns,
                  "what a column means and its unit: latency=ms, ts=arrives:s, took=duration:ms; repeatable")
      ->type_name("NAME=ROLE:UNIT")
      ->allow_extra_args(false);
  fit->add_option("--only", o.only_rows, "only lines with this value; repeatable")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  fit->add_option("--agent", o.agent, "which speaker is the agent")->type_name("NAME");
  fit->add_option("--check", o.part,
                  "fit only the first so many percent (70), and hold what they predict against the rest")
      ->expected(0, 1)
      ->default_str("70")
      ->check(CLI::Range(5.0, 95.0))
      ->type_name("PERCENT");
  fit->add_option("--cap", o.cap, "slots of the provider's limit, for -o and --check; else those that the log shows")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000'000}))
      ->type_name("N");
  fit->add_option("--seed", o.seed, "of the bootstraps; 1 if left out");
  fit->add_option("-o", o.folder, "write a scenario that runs here, and what it refers to beside it")
      ->type_name("FILE");
  fit->add_option("--html", o.html, "write a page with the charts here")->type_name("FILE");
  add_pictures(*fit, o);
  add_printing(*fit, o, "print one JSON document");
}

CLI::App* add_report(CLI::App& app, Options& o) {
  CLI::App* report = app.add_subcommand("report", "make the pages of result folders again; several runs in one");
  report->add_option("DIR", o.files, "result folders")->required()->type_name("");
  report->add_option("--html", o.html, "write the page here; of several runs the one that lays them over each other")
      ->type_name("FILE");
  add_pictures(*report, o);
  add_machines(*report, o);
  add_printing(*report, o, "print the result as JSON; of several folders an array");
  return report;
}

CLI::App* add_validate(CLI::App& app, Options& o) {
  CLI::App* validate = app.add_subcommand("validate", "compare simulation with theory, several hundred cases");
  validate->add_option("--jobs", o.jobs, "threads; as many as the machine runs at once if left out")
      ->check(CLI::Range(1, 4096));
  auto* every = validate->add_option("--every", o.every, "only every N-th case")->check(CLI::Range(1, 1000));
  auto* coverage = validate->add_flag("--coverage", o.coverage, "instead: how often the 95 % intervals hold the truth");
  coverage->excludes(every);
  validate->add_option("--experiments", o.experiments, "of each system that is audited; 2000 if left out")
      ->check(CLI::Range(10, 1'000'000))
      ->needs(coverage);
  validate->add_option("--only", o.only, "only systems whose name holds this")->type_name("TEXT")->needs(coverage);
  add_printing(*validate, o, "print one JSON document");
  validate->add_flag("--no-progress", o.no_progress, "no progress on stderr");
  return validate;
}

int refuse(const std::string& what) {
  say("busyhour: " + what);
  return static_cast<int>(Exit::bad_input);
}

Exit perform(const CLI::App& app, const Options& o) {
  constexpr std::pair<const char*, Exit (*)(const Options&)> commands[] = {
      {"run", run_command},         {"sweep", sweep_command},       {"solve", solve_command},
      {"compare", compare_command}, {"extend", extend_command},     {"merge", merge_command},
      {"status", status_command},   {"report", report_command},     {"check", check_command},
      {"theory", theory_command},   {"validate", validate_command}, {"claims", claims_command},
      {"fit", fit_command},         {"explain", explain_command}};
  for (const auto& [name, command] : commands)
    if (app.got_subcommand(name)) return command(o);
  if (app.got_subcommand("schema")) return schema_command();
  return print(bash_completion(app)), Exit::passes;
}

int guarded(const CLI::App& app, const Options& o) {
  try {
    return static_cast<int>(perform(app, o));
  } catch (const FolderRefused& e) {
    return refuse(std::string{"error: "} + e.what());
  } catch (const std::bad_alloc&) {
    say("busyhour: error: out of memory");
  } catch (const std::exception& e) {
    say(std::string{"busyhour: error: "} + e.what());
  }
  return static_cast<int>(Exit::run_error);
}

}  // namespace

/// A first word that is no command, and what was likely meant.
std::optional<std::string> wrong_word(const CLI::App& app, int argc, char** argv) {
  std::vector<std::string_view> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  if (argc < 2 || argv[1][0] == '-' || std::find(names.begin(), names.end(), argv[1]) != names.end())
    return std::nullopt;
  const std::string help = did_you_mean(argv[1], names);
  return "there is no command '" + std::string{argv[1]} + "'; " +
         (help.empty() ? "`busyhour --help` lists them" : help);
}

int main_of(int argc, char** argv) {
  CLI::App app{"How much can your concurrency limit carry?", "busyhour"};
  app.set_version_flag("--version", "busyhour " BUSYHOUR_VERSION);
  app.require_subcommand(1);
  app.failure_message(CLI::FailureMessage::help);
  Options o;
  add_run(app, o);
  add_sweep(app, o);
  add_compare(app, o);
  add_extend(app, o);
  add_check(app, o);
  add_theory(app, o);
  add_claims(app, o);
  add_report(app, o);
  add_validate(app, o);
  add_fit(app, o);
  app.add_subcommand("schema", "print the JSON Schema of scenario files");
  app.add_subcommand("explain", "what a key, a kind or a metric means; without a word, all that can be asked")
      ->add_option("NAME", o.file)
      ->type_name("");
  std::string shell;
  app.add_subcommand("completion", "print a completion script")
      ->add_option("SHELL", shell)
      ->required()
      ->check(CLI::IsMember({"bash"}));
  if (const auto wrong = wrong_word(app, argc, argv)) return refuse(*wrong);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& e) {
    return app.exit(e);
  } catch (const CLI::ParseError& e) {
    return refuse(std::string{e.what()} +
                  "; `busyhour --help` lists the commands, `busyhour run --help` their options");
  }
  return guarded(app, o);
}

}  // namespace busyhour

int main(int argc, char** argv) { return busyhour::main_of(argc, argv); }
