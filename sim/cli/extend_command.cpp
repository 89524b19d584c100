#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "busyhour/experiment/sweep.hpp"
#include "options.hpp"

namespace busyhour {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// What a result folder says of how it was made.
struct Made {
  std::string kind, file, sha256;
  std::vector<std::string> sets;
  std::int64_t replications = 0;
};

Made made(const fs::path& folder) {
  std::ifstream in{folder / "manifest.json"};
  const Json j = in ? Json::parse(in, nullptr, false) : Json(Json::value_t::discarded);
  const auto wrong = [&] { return FolderRefused{folder.string() + ": is no result of run or sweep"}; };
  if (!j.is_object()) throw wrong();
  try {
    Made m{j.at("kind"), j.at("scenario").at("file"), j.at("scenario").at("sha256"), j.at("scenario").at("set"), 0};
    if (m.kind != "run" && m.kind != "sweep") throw wrong();
    if (j.at(m.kind).at("partial").get<bool>())
      throw FolderRefused{folder.string() + ": was interrupted; give its command again, which goes on where it was"};
    m.replications = j.at(m.kind).at("replications");
    return m;
  } catch (const Json::exception&) {
    throw wrong();
  }
}

/// `60`, or `+30` on top of what is there.
std::int64_t wanted(const std::string& text, std::int64_t there) {
  long long n = 0;
  char rest = 0;
  const bool more = text.starts_with('+');
  if (std::sscanf(text.c_str() + (more ? 1 : 0), "%lld%c", &n, &rest) != 1 || n < 1 || n > 1'000'000)
    throw FolderRefused{"--replications " + text +
                        ": a whole number was due, such as 60, or +30 on top of those there"};
  const std::int64_t total = more ? there + n : n;
  if (total < there)
    throw FolderRefused{"--replications " + text + ": there are " + std::to_string(there) +
                        " already; none is taken away"};
  return total;
}

/// The edits of before, with another number of replications: where the command line would have put it.
std::vector<std::string> edited(std::vector<std::string> sets, std::int64_t replications) {
  const std::string mine = "run.replications=" + std::to_string(replications);
  for (std::string& set : sets)
    if (set.starts_with("run.replications=")) return set = mine, sets;
  sets.push_back(mine);
  return sets;
}

/// The file of before if it still says the same, else the copy in the folder.
std::string source_of(const Made& m, const fs::path& folder) {
  const Loaded now = load(m.file, m.sets);
  if (now.scenario && now.scenario->sha256 == m.sha256) return m.file;
  return (folder / "scenario.resolved.yaml").string();
}

}  // namespace

Exit extend_command(const Options& options) {
  const fs::path folder{options.file};
  const Made before = made(folder);
  const std::int64_t replications = wanted(options.extend_to, before.replications);
  Options again = options;
  again.file = source_of(before, folder);
  const std::vector<std::string> sets = again.file == before.file ? before.sets : std::vector<std::string>{};
  again.sets = edited(sets, replications);
  const Loaded loaded = load(again.file, again.sets);
  if (loaded.scenario && !loaded.scenario->precision.empty())
    throw FolderRefused{folder.string() +
                        ": ran until it was precise enough; give its command with another --precision"};
  if (again.folder.empty()) again.folder = folder.string();
  again.known = folder.string();
  return before.kind == "run" ? run_command(again) : sweep_command(again);
}

}  // namespace busyhour
