#pragma once
/// What the command line asks for.
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace busyhour {

/// Exit codes of the contract.
enum class Exit : int { passes = 0, fails = 1, bad_input = 2, undecided = 3, run_error = 4, interrupted = 130 };

struct Options {
  std::string file;                ///< the scenario, or the word to explain
  std::vector<std::string> files;  ///< of check, merge, theory, claims and report
  std::vector<std::string> sets;
  std::string other;                        ///< of compare: the second scenario
  std::vector<std::string> sets_a, sets_b;  ///< of compare: for one side only
  double too_small = 2;                     ///< [%] of compare
  std::optional<long long> seed, replications;
  std::string precision;  ///< of run, sweep and compare
  std::string extend_to;  ///< of extend: how many replications in all, or +k
  std::string known;      ///< of extend: a result folder whose replications need not be run again
  std::size_t jobs = 0;
  std::optional<long long> per_slot;            ///< of theory
  std::size_t every = 1;                        ///< of validate
  bool coverage = false;                        ///< of validate: audit the intervals
  std::size_t experiments = 2000;               ///< of validate --coverage
  std::string only;                             ///< of validate --coverage
  std::vector<std::string> columns, only_rows;  ///< of fit
  std::string agent;                            ///< of fit
  std::int64_t cap = 0;                         ///< of fit; 0: not told
  std::optional<double> part;                   ///< [%] of fit --check
  std::string folder, html, shard, color = "auto";
  std::string svg, png;                  ///< folders that charts are drawn into
  std::string junit;                     ///< where JUnit's XML goes
  std::optional<long long> replication;  ///< of run: this one alone
  std::string trace_window, trace_file;  ///< of run
  bool github = false;
  bool json = false, quiet = false, no_progress = false, resolved = false;

  /// --set, --seed, --replications and --precision, in that order: all edit the document.
  [[nodiscard]] std::vector<std::string> edits() const;
};

/// That the files that are asked for beside the result folder can be written is known before anything runs. Throws
/// FolderRefused.
void require_writable(const Options&);
/// The same of one file.
void require_writable(const std::string& file);

[[nodiscard]] Exit run_command(const Options&);
[[nodiscard]] Exit sweep_command(const Options&);
[[nodiscard]] Exit solve_command(const Options&);
[[nodiscard]] Exit compare_command(const Options&);
[[nodiscard]] Exit extend_command(const Options&);
[[nodiscard]] Exit merge_command(const Options&);
[[nodiscard]] Exit status_command(const Options&);
[[nodiscard]] Exit report_command(const Options&);
[[nodiscard]] Exit check_command(const Options&);
[[nodiscard]] Exit theory_command(const Options&);
[[nodiscard]] Exit claims_command(const Options&);
[[nodiscard]] Exit validate_command(const Options&);
[[nodiscard]] Exit fit_command(const Options&);
[[nodiscard]] Exit schema_command();
[[nodiscard]] Exit explain_command(const Options&);

}  // namespace busyhour
