/// Classes of requests: shares, and what each one's requests take.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "scenario_text.hpp"
#include "words.hpp"

namespace busyhour::fitting {
namespace {

/// A name that a path can have: "gpt-4.1 (EU)" as "gpt-4-1-eu". Two that come out alike are told apart by numbers.
std::vector<std::string> keys_of(const std::vector<ClassRow>& classes) {
  std::vector<std::string> keys;
  std::set<std::string> taken;
  for (const ClassRow& c : classes) {
    std::string key;
    for (const char letter : c.name)
      if ((letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_')
        key += letter;
      else if (letter >= 'A' && letter <= 'Z')
        key += static_cast<char>(letter - 'A' + 'a');
      else if (!key.empty() && key.back() != '-')
        key += '-';
    while (!key.empty() && key.back() == '-') key.pop_back();
    if (key.empty() || (key.front() >= '0' && key.front() <= '9')) key.insert(0, "class-");
    std::string own = key;
    for (int n = 2; !taken.insert(own).second; ++n) own = fmt::format("{}-{}", key, n);
    keys.push_back(std::move(own));
  }
  return keys;
}

/// One class, its lines without indentation.
std::vector<std::string> class_lines(Placer& p, const FitResult& fit, const std::string& key) {
  const std::string path = "workloads.requests.classes." + key;
  Pieces own;
  Placer placer{
      fit, p.name().empty() ? std::string{} : p.name() + "." + key, own, {path + ".service", path + ".demand"}};
  place_service(placer);
  place_demand(placer);
  Pieces& into = p.pieces();
  into.placed.insert(into.placed.end(), own.placed.begin(), own.placed.end());
  into.files.insert(into.files.end(), own.files.begin(), own.files.end());
  std::vector<std::string> lines = std::move(own.endpoint);
  lines.insert(lines.end(), own.workload.begin(), own.workload.end());
  return lines;
}

}  // namespace

void place_classes(Placer& p) {
  const FitResult& fit = p.fit();
  if (fit.by_class.empty()) return;
  const std::vector<std::string> keys = keys_of(fit.classes);
  std::vector<double> rows;
  for (const ClassRow& c : fit.classes) rows.push_back(static_cast<double>(c.rows));
  const std::vector<std::string> shares = shares_text(rows);
  auto& lines = p.pieces().workload;
  lines.emplace_back("classes:");
  for (std::size_t i = 0; i < keys.size(); ++i) {
    p.pieces().placed.push_back({"workloads.requests.classes." + keys[i] + ".share", nullptr, static_cast<int>(i)});
    lines.push_back(fmt::format("  {}:", keys[i]));
    lines.push_back(fmt::format("    share: {}", shares[i]));
    for (const std::string& line : class_lines(p, fit.by_class[i], keys[i])) lines.push_back("    " + line);
  }
}

}  // namespace busyhour::fitting
