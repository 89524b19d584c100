/// Who calls: arrivals, traces, conversations.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenario_text.hpp"
#include "words.hpp"

namespace busyhour::fitting {
namespace {

std::string slug(std::string_view text) {
  std::string s;
  for (const char c : text)
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')
      s += c;
    else if (!s.empty() && s.back() != '-')
      s += '-';
  return s;
}

std::string rate_text(double per_second) {
  if (per_second >= 0.1) return digits(per_second) + " /s";
  return per_second * 3600 >= 1 ? digits(per_second * 3600) + " /h" : digits(per_second * 86400) + " /d";
}

std::string levels_text(const std::vector<double>& levels) {
  std::string text;
  for (const double level : levels) text += (text.empty() ? "" : ", ") + fmt::format("{:.4g}x", level);
  return "[" + text + "]";
}

/// The instants as a file beside the scenario.
std::string trace_file(Placer& p) {
  std::string text = "arrives_s\n";
  for (const double t : p.fit().arrivals->instants) text += fmt::format("{:.6f}\n", t);
  p.pieces().files.emplace_back(p.name() + ".arrivals.csv", std::move(text));
  return p.pieces().files.back().first;
}

/// Slots for the load at its peak, and two standard deviations of a Poisson count.
std::int64_t enough_for(const Pieces& of) {
  const double load = of.rate * of.peak * of.service_mean;
  return static_cast<std::int64_t>(std::clamp(std::ceil(load + 2 * std::sqrt(load)), 1.0, 1e9));
}

void place_voice(Placer& p) {
  const FitResult& fit = p.fit();
  const FittedTurns& t = *fit.turns;
  Pieces& into = p.pieces();
  into.workload_name = "calls";
  into.service_mean = 0.2 + t.audio_seconds / 3.3;
  into.endpoint = {
      "service: {first_byte: {dist: lognormal, mean: 200 ms, cv: 40%}, generation_speed: 3.3x}  # FILL IN: the "
      "log does not say how fast speech is made"};
  const std::string path = "workloads.calls.turn.";
  const auto law = [&](const char* name, const std::string& key) {
    const FittedQuantity* q = fit.find(name);
    return key + ": " + p.law(*q, path + key) + Placer::comment(*q);
  };
  into.workload = {"kind: conversations",
                   "count: 4  # FILL IN: how many talk at once",
                   "turn:",
                   "  " + law("user_speaks", "user_speaks"),
                   "  " + law("think", "think"),
                   "  say:"};
  const FittedQuantity *sentences = fit.find("sentences of a turn"), *characters = fit.find("characters of a sentence");
  into.workload.push_back("    sentences: " + p.law(*sentences, path + "say.sentences"));
  if (characters && t.speaking_rate > 0) {
    into.workload.push_back("    characters: " + p.law(*characters, path + "say.characters") +
                            Placer::comment(*characters));
    into.workload.push_back(fmt::format(
        "    speaking_rate: {} chars/s  # all characters over all seconds, pauses included", digits(t.speaking_rate)));
  } else {
    const double each = t.audio_seconds / sentences->mean * 15;
    into.workload.push_back(fmt::format("    characters: {}  # the log has no text: {} of speech a turn at 15 chars/s",
                                        amount(each, dimension::characters), amount(t.audio_seconds, dimension::time)));
    into.workload.emplace_back("    speaking_rate: 15 chars/s");
  }
  into.workload.push_back("  " + law("gap", "gap"));
  into.cap = 2;
  into.duration = 3600;
}

/// The answer's time from its tokens, which a conversation cannot say by itself.
void assume_answers(Placer& p) {
  Pieces& into = p.pieces();
  const FittedQuantity* tokens = p.fit().find("tokens_out");
  into.service_mean = tokens ? 0.5 + 0.03 * tokens->mean : 5;
  into.endpoint = {fmt::format("service: {{dist: lognormal, mean: {}, cv: {}}}  # FILL IN: {}",
                               amount(into.service_mean, dimension::time), percent(tokens ? tokens->cv : 0.7),
                               tokens ? "500 ms and 30 ms for each of the log's tokens" : "the log has no durations")};
}

void place_chat(Placer& p) {
  const FitResult& fit = p.fit();
  Pieces& into = p.pieces();
  into.workload_name = "chats";
  assume_answers(p);
  const FittedQuantity *gap = fit.find("gap between requests"), *turns = fit.find("turns per conversation");
  const bool is_open = fit.arrivals && fit.arrivals->model != ArrivalModel::none;
  const double pause = gap ? gap->mean : 10;
  if (is_open) {
    into.workload = {"kind: calls"};
    for (std::string& l : arrive_lines(p, "workloads.chats.arrive")) into.workload.push_back(std::move(l));
    into.workload.push_back("lasts: {turns: " + p.law(*turns, "workloads.chats.lasts.turns") + "}");
    into.rate = fit.arrivals->summary.rate * turns->mean;
    into.duration = std::max(fit.arrivals->summary.last - fit.arrivals->summary.first, 20 * pause);
  } else {
    into.workload = {"kind: conversations", "count: 20  # FILL IN: how many chat at once"};
    into.rate = 20 / (pause + into.service_mean);
    into.duration = 200 * (pause + into.service_mean);
  }
  into.workload.emplace_back("turn:");
  into.workload.push_back(
      "  pause: " + (gap ? p.law(*gap, "workloads.chats.turn.pause") + Placer::comment(*gap) : "10 s  # FILL IN"));
}

}  // namespace

void place_demand(Placer& p) {
  const FitResult& fit = p.fit();
  const FittedQuantity *tokens = fit.find("tokens_out"), *characters = fit.find("characters");
  const std::string path = p.roots().demand + ".";
  std::vector<std::string> lines;
  const auto& endpoint = p.pieces().endpoint;
  const auto says = [&](const char* word) {
    return std::any_of(endpoint.begin(), endpoint.end(),
                       [&](const auto& l) { return l.find(word) != std::string::npos; });
  };
  if (tokens && says("first_token"))
    lines.push_back("  tokens_out: " + p.law(*tokens, path + "tokens_out") + Placer::comment(*tokens));
  if (characters && says("first_byte")) {
    const FittedQuantity* audio = fit.find("audio");
    lines.push_back("  characters: " + p.law(*characters, path + "characters") + Placer::comment(*characters));
    lines.push_back(audio ? fmt::format("  speaking_rate: {} chars/s  # all characters over all seconds of audio",
                                        digits(characters->mean / audio->mean))
                          : "  speaking_rate: 15 chars/s  # taken for granted; generation_speed is relative to it");
  }
  if (lines.empty()) return;
  p.pieces().workload.emplace_back("demand:");
  for (std::string& l : lines) p.pieces().workload.push_back(std::move(l));
}

std::string Placer::law(const FittedQuantity& q, const std::string& path) {
  into_.placed.push_back({path, &q});
  if (q.dimension == dimension::number) return counts_text(weighed(q.sample));
  if (q.closeness != Closeness::nothing) return law_text(q.best(), q.dimension);
  if (name_.empty()) return parts_text(weighed(q.sample), q.dimension);
  const std::string file = name_ + "." + slug(q.name) + ".csv";
  std::string text = "value\n";
  const std::size_t step = q.sample.size() / 100'000 + 1;
  for (std::size_t i = step / 2; i < q.sample.size(); i += step) text += fmt::format("{:.9g}\n", q.sample[i]);
  into_.files.emplace_back(file, std::move(text));
  const char* unit = q.dimension == dimension::time ? "s" : q.dimension == dimension::tokens ? "tokens" : "chars";
  return fmt::format("{{dist: empirical, file: {}, column: value, unit: {}}}", file, unit);
}

std::string Placer::comment(const FittedQuantity& q) {
  if (q.closeness == Closeness::nothing)
    return fmt::format("  # no family fits {} (the nearest, {}, is {:.3f} off): the {} values themselves", q.name,
                       q.best().family, q.goodness.distance, q.sample.size());
  return fmt::format("  # {}: {} values, distance {:.3f}{}", q.name, q.sample.size(), q.goodness.distance,
                     q.closeness == Closeness::rough ? ", only roughly" : "");
}

std::vector<std::string> arrive_lines(Placer& p, const std::string& path) {
  const FittedArrivals& a = *p.fit().arrivals;
  const FittedQuantity* gaps = p.fit().find("gap between arrivals");
  const bool steps = !a.levels.empty() && (a.model == ArrivalModel::profile || a.model == ArrivalModel::trace);
  if (steps) {
    double most = 0;
    for (const double level : a.levels) most = std::max(most, level);
    p.pieces().peak = most;
  }
  if (a.model == ArrivalModel::renewal) return {"arrive: " + p.law(*gaps, path) + Placer::comment(*gaps)};
  p.pieces().placed.push_back({path, nullptr});
  if (!steps) return {fmt::format("arrive: {{dist: poisson, rate: {}}}", rate_text(a.summary.rate))};
  return {"arrive:", "  dist: poisson", "  rate: " + rate_text(a.summary.rate),
          fmt::format("  profile: {{kind: steps, every: {}, levels: {}}}", amount(a.every, dimension::time),
                      levels_text(a.levels))};
}

void place_requests(Placer& p) {
  const FitResult& fit = p.fit();
  Pieces& into = p.pieces();
  into.workload_name = "requests";
  if (!fit.arrivals || fit.arrivals->model == ArrivalModel::none) {
    into.cap = 10;
    into.rate = std::stod(digits(0.7 * 10 / into.service_mean));
    into.workload = {"kind: arrivals",
                     fmt::format("arrive: {{dist: poisson, rate: {}}}  # FILL IN: the log does not say when "
                                 "requests came; this fills 7 of 10 slots",
                                 rate_text(into.rate))};
    into.duration = 2000 / into.rate;
  } else {
    into.rate = fit.arrivals->summary.rate;
    const double span = fit.arrivals->summary.last - fit.arrivals->summary.first;
    if (fit.arrivals->model == ArrivalModel::trace && !p.name().empty() && !fit.arrivals->instants.empty()) {
      into.workload = {
          "kind: trace", "file: " + trace_file(p), "columns: {arrives: {column: arrives_s, unit: s}}",
          fmt::format("resample: {{block: {}}}  # other times like these", amount(span / 20, dimension::time))};
    } else {
      into.workload = {"kind: arrivals"};
      for (std::string& l : arrive_lines(p, "workloads.requests.arrive")) into.workload.push_back(std::move(l));
      into.duration = std::max(std::min(span, 20'000 / into.rate), 20 * into.service_mean);
    }
    into.cap = enough_for(into);
  }
  place_demand(p);
  if (into.workload.front() == "kind: arrivals") place_classes(p);
}

void place_conversations(Placer& p) {
  p.fit().turns->voice ? place_voice(p) : place_chat(p);
  if (Pieces& into = p.pieces(); into.rate > 0) into.cap = enough_for(into);
}

}  // namespace busyhour::fitting
