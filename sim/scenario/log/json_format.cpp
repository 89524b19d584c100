#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "format.hpp"

namespace busyhour::logs {
namespace {

using Json = nlohmann::json;

class JsonLines final : public Format {
 public:
  [[nodiscard]] const char* called() const override { return "JSON lines"; }
  [[nodiscard]] const std::vector<std::string>& names() const override { return names_; }

  [[nodiscard]] std::string take_apart(std::string_view line, std::vector<std::string_view>& cells) override {
    const Json json = Json::parse(line.begin(), line.end(), nullptr, false);
    if (json.is_discarded()) return "this is not JSON";
    if (!json.is_object()) return "a JSON object was due";
    texts_.clear(), texts_.resize(names_.size());
    put(json, "");
    cells.assign(texts_.begin(), texts_.end());
    return {};
  }
  void learn(const Json& json, const std::string& before) {
    for (const auto& [key, value] : json.items()) {
      std::string name = named(before, key);
      if (value.is_object())
        learn(value, name);
      else if (!value.is_array() && std::find(names_.begin(), names_.end(), name) == names_.end())
        names_.push_back(std::move(name));
    }
  }

 private:
  static std::string named(const std::string& before, const std::string& key) {
    return before.empty() ? key : fmt::format("{}.{}", before, key);
  }
  void put(const Json& json, const std::string& before) {
    for (const auto& [key, value] : json.items()) {
      const std::string name = named(before, key);
      if (value.is_object()) {
        put(value, name);
        continue;
      }
      const auto at = std::find(names_.begin(), names_.end(), name);
      if (at == names_.end() || value.is_null() || value.is_array()) continue;
      std::string& text = texts_[static_cast<std::size_t>(at - names_.begin())];
      if (value.is_string())
        text = value.get_ref<const std::string&>();
      else if (value.is_boolean())
        text.assign(1, value.get<bool>() ? '1' : '0');
      else
        text = value.dump();
    }
  }
  std::vector<std::string> names_, texts_;
};

}  // namespace

std::unique_ptr<Format> json_format(const std::vector<std::string>& first_lines) {
  auto format = std::make_unique<JsonLines>();
  for (const std::string& line : first_lines)
    if (const Json json = Json::parse(line, nullptr, false); json.is_object()) format->learn(json, "");
  return format;
}

}  // namespace busyhour::logs
