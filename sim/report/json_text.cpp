#include "json_text.hpp"

#include <cmath>

#include "text.hpp"

namespace busyhour::detail {
namespace {

using Json = nlohmann::ordered_json;

std::string quoted(const std::string& text) { return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string scalar(const Json& value) {
  if (value.is_string()) return quoted(value.get_ref<const std::string&>());
  if (value.is_number_float()) return shortest(value.get<double>());
  return value.dump();
}

std::string flat(const Json& value, const char* comma, const char* colon) {
  if (!value.is_structured()) return scalar(value);
  std::string out{value.is_object() ? '{' : '['};
  bool first = true;
  for (const auto& [key, item] : value.items()) {
    if (!first) out += comma;
    first = false;
    if (value.is_object()) out += quoted(key) + colon;
    out += flat(item, comma, colon);
  }
  return out + (value.is_object() ? '}' : ']');
}

bool plain(const Json& value) {
  for (const auto& item : value)
    if (item.is_structured() && !item.empty()) return false;
  return true;
}

void write(std::string& out, const Json& value, std::size_t indent) {
  constexpr std::size_t line = 220;
  if (!value.is_structured() || value.empty()) {
    out += flat(value, ", ", ": ");
    return;
  }
  if (plain(value)) {
    const std::string one = flat(value, ", ", ": ");
    if (one.size() + indent <= line) {
      out += one;
      return;
    }
  }
  out += value.is_object() ? "{\n" : "[\n";
  bool first = true;
  for (const auto& [key, item] : value.items()) {
    if (!first) out += ",\n";
    first = false;
    out.append(indent + 2, ' ');
    if (value.is_object()) out += quoted(key) + ": ";
    write(out, item, indent + 2);
  }
  out += '\n';
  out.append(indent, ' ');
  out += value.is_object() ? '}' : ']';
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

}  // namespace

Json number(double value) {
  if (std::isnan(value)) return nullptr;
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  return value;
}

std::string pretty(const Json& document) {
  std::string out;
  write(out, document, 0);
  return out + '\n';
}

std::string compact(const Json& document) {
  std::string out = flat(document, ",", ":");
  // Only strings hold these characters, and there an escape means the same.
  replace_all(out, "<", "\\u003c");
  replace_all(out, ">", "\\u003e");
  replace_all(out, "&", "\\u0026");
  replace_all(out, "\u2028", "\\u2028");
  replace_all(out, "\u2029", "\\u2029");
  return out;
}

}  // namespace busyhour::detail
