/// How long the endpoint takes, as the log tells it.
#include <fmt/format.h>

#include <cmath>

#include "scenario_text.hpp"
#include "words.hpp"

namespace busyhour::fitting {
namespace {

double mean_of(const FittedQuantity& q) { return q.closeness == Closeness::nothing ? q.mean : q.best().law.mean(); }

const FittedLine* line_of(const FitResult& fit, std::string_view value, std::string_view of) {
  for (const FittedLine& l : fit.lines)
    if (l.value == value && l.of == of) return &l;
  return nullptr;
}

/// First token and the time of each further one.
bool place_tokens(Placer& p) {
  const FitResult& fit = p.fit();
  const FittedQuantity *first = fit.find("first_byte"), *each = fit.find("time per further token");
  const FittedQuantity *rest = fit.find("duration beside tokens_out"), *tokens = fit.find("tokens_out");
  if (!tokens) return false;
  auto& lines = p.pieces().endpoint;
  if (first && each) {
    lines = {
        "service:", "  first_token: " + p.law(*first, p.roots().service + ".first_token") + Placer::comment(*first),
        "  per_token: " + p.law(*each, p.roots().service + ".per_token") + Placer::comment(*each)};
    p.pieces().service_mean = mean_of(*first) + mean_of(*each) * (mean_of(*tokens) - 1);
    return true;
  }
  const FittedLine* line = line_of(fit, "duration", "tokens_out");
  if (!rest || !line) return false;
  lines = {"service:", "  first_token: " + p.law(*rest, p.roots().service + ".first_token") + Placer::comment(*rest),
           fmt::format("  per_token: {}  # slope of the line, R squared {}",
                       amount(line->robust.slope, dimension::time), digits(line->robust.explained))};
  p.pieces().service_mean = mean_of(*rest) + line->robust.slope * (mean_of(*tokens) - 1);
  return true;
}

/// First byte and the speed of generation: seconds of audio, else characters at a stated speaking rate.
bool place_speech(Placer& p) {
  const FitResult& fit = p.fit();
  const FittedQuantity* characters = fit.find("characters");
  for (const char* of : {"audio", "characters"}) {
    const FittedLine* line = line_of(fit, "duration", of);
    const FittedQuantity* rest = fit.find(std::string("duration beside ") + of);
    const bool is_steep = line && line->robust.slope > 4 * line->robust.slope_error && line->robust.explained >= 0.5;
    if (!characters || !is_steep || !(rest || line->robust.intercept >= 0)) continue;
    const FittedQuantity* audio = fit.find("audio");
    const double speaking_rate = audio ? characters->mean / audio->mean : 15;
    const double per_audio_second =
        std::string_view{of} == "audio" ? line->robust.slope : line->robust.slope * speaking_rate;
    const std::string first_byte = rest ? p.law(*rest, p.roots().service + ".first_byte") + Placer::comment(*rest)
                                        : amount(line->robust.intercept, dimension::time) + "  # where the line begins";
    p.pieces().endpoint = {"service:", "  first_byte: " + first_byte,
                           fmt::format("  generation_speed: {}x  # 1 / the slope of the line, R squared {}",
                                       digits(1 / per_audio_second), digits(line->robust.explained))};
    p.pieces().service_mean =
        (rest ? mean_of(*rest) : line->robust.intercept) + characters->mean / speaking_rate * per_audio_second;
    return true;
  }
  return false;
}

}  // namespace

void place_service(Placer& p) {
  const FitResult& fit = p.fit();
  if (fit.turns) return;
  if (place_tokens(p) || place_speech(p)) return;
  auto& lines = p.pieces().endpoint;
  if (const FittedQuantity* duration = fit.find("duration")) {
    lines = {"service: " + p.law(*duration, p.roots().service) + Placer::comment(*duration)};
    p.pieces().service_mean = mean_of(*duration);
  } else if (const FittedQuantity* tokens = fit.find("tokens_out")) {
    lines = {"service: {first_token: 500 ms, per_token: 30 ms}  # FILL IN: the log has no durations"};
    p.pieces().service_mean = 0.5 + 0.03 * (tokens->mean - 1);
  } else {
    lines = {"service: 2 s  # FILL IN: the log has no durations"};
    p.pieces().service_mean = 2;
  }
}

}  // namespace busyhour::fitting
