#include "busyhour/scenario/assumptions.hpp"

namespace busyhour {
namespace {

using Assumptions = std::vector<std::pair<std::string, std::string>>;

void add(const Document& document, const std::string& path, const char* absent, Assumptions& to) {
  const Node* const value = document.find(path);
  if (!value || value->kind == Node::Kind::nothing) {
    to.emplace_back(path, std::string{absent} + " (default)");
    return;
  }
  const Where where = document.where(value->spot);
  const std::string source = where.source.starts_with("--set ") ? "--set" : where.source;
  const std::string place = source == "--set" ? source : source + ":" + std::to_string(where.line);
  to.emplace_back(path, flow_text(*value) + (source.empty() ? "" : " (" + place + ")"));
}

void add_each(const Document& document, const std::string& map, const char* key, const char* absent, Assumptions& to) {
  const Node* const all = document.find(map);
  if (!all || !all->is_map()) return;
  for (const Node::Entry& entry : all->entries)
    if (entry.value->is_map()) add(document, map + "." + entry.key + "." + key, absent, to);
}

}  // namespace

std::vector<std::pair<std::string, std::string>> assumptions_of(const Loaded& loaded) {
  Assumptions all;
  add(loaded.document, "provider.network", "0 s", all);
  add_each(loaded.document, "provider.endpoints", "slot_held", "until_last_byte", all);
  add_each(loaded.document, "workloads", "client.turnaround", "0 s", all);
  add_each(loaded.document, "workloads", "client.retry", "none", all);
  std::string files;
  for (const std::string& source : loaded.document.source_names())
    if (!source.empty() && !source.starts_with("--set")) files += (files.empty() ? "" : ", ") + source;
  if (!files.empty()) all.emplace_back("sources", files);
  return all;
}

}  // namespace busyhour
