#include <nlohmann/json.hpp>

#include "busyhour/experiment/stored.hpp"
#include "columns.hpp"

namespace busyhour {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* verdicts[] = {"holds", "fails", "holds_only_if", "undecided"};

std::string manifest(const ClaimsResult& judged) {
  Json claims = Json::array();
  for (const ClaimResult& claim : judged.claims)
    claims.push_back({{"name", claim.name},
                      {"file", claim.file},
                      {"set", claim.sets},
                      {"verdict", verdicts[static_cast<int>(claim.verdict)]}});
  const Json all{{"format", 1}, {"kind", "claims"}, {"version", judged.version}, {"claims", claims}};
  return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string claims_csv(const ClaimsResult& judged) {
  std::string text = "claim,verdict,condition,points,source,read\n";
  for (const ClaimResult& claim : judged.claims)
    text += cell(claim.name) + "," + verdicts[static_cast<int>(claim.verdict)] + "," + cell(claim.condition) + "," +
            std::to_string(claim.points.size()) + "," + cell(claim.source.url) + "," + cell(claim.source.read) + "\n";
  return text;
}

/// A line for each rule at each point: claims vary different paths, so the place is one column.
std::string points_csv(const ClaimsResult& judged) {
  std::string text = "claim,point,at,verdict,replications,rule,estimate,low,high,n,exact\n";
  for (const ClaimResult& claim : judged.claims)
    for (std::size_t i = 0; i < claim.points.size(); ++i) {
      const ClaimPoint& point = claim.points[i];
      std::string at;
      for (const auto& [path, value] : point.across) at += (at.empty() ? "" : "; ") + path + "=" + value;
      for (const RuleResult& rule : point.expect)
        text += cell(claim.name) + "," + std::to_string(i) + "," + cell(at) + "," +
                (point.verdict == Verdict::passes  ? "passes"
                 : point.verdict == Verdict::fails ? "fails"
                                                   : "undecided") +
                "," + std::to_string(point.replications) + "," + cell(rule.rule) + "," + digits(rule.measured.value) +
                "," + digits(rule.measured.low) + "," + digits(rule.measured.high) + "," +
                std::to_string(rule.measured.n) + "," + (rule.theory ? digits(rule.theory->value) : "") + "\n";
    }
  return text;
}

}  // namespace

std::vector<NamedBytes> result_files(const ClaimsResult& judged) {
  return {{"manifest.json", manifest(judged)},
          {"claims.csv", claims_csv(judged)},
          {"points.csv", points_csv(judged)},
          {"result.json", stored_text(judged)}};
}

}  // namespace busyhour
