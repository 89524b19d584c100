#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "parts.hpp"
#include "words.hpp"

namespace busyhour::fitting {
namespace {

using Rows = std::vector<const KeptRow*>;

/// What one side says until the other one speaks.
struct Turn {
  bool agent = false;
  double from = 0, to = 0;
  std::vector<double> characters;  ///< of each utterance
};

/// Everything that is measured in conversations.
struct Told {
  Values user_speaks, agent_speaks, think, gap, cycle, characters, tokens;
  std::vector<double> sentences;
  double characters_spoken = 0, seconds_spoken = 0, whole = 0;
  std::size_t changes = 0, overlaps = 0;
};

std::string agent_of(const Gathered& g, const FitOptions& options) {
  std::vector<std::string> speakers;
  for (std::uint32_t i = 1; i < g.speakers.size(); ++i) speakers.push_back(g.speakers.at(i));
  const auto is_there = [&](std::string_view name) {
    return std::find(speakers.begin(), speakers.end(), name) != speakers.end();
  };
  if (!options.agent.empty() && is_there(options.agent)) return options.agent;
  std::string all;
  for (const std::string& s : speakers) all += (all.empty() ? "" : ", ") + s;
  if (!options.agent.empty()) throw LogRefused{"--agent " + options.agent + ": nobody is called so; there are " + all};
  for (const char* name : {"agent", "assistant", "bot", "system", "doctor"})
    if (is_there(name)) return name;
  if (speakers.size() < 2) return {};
  throw LogRefused{"which speaker is the agent? Say it with --agent " + speakers.front() + " (there are " + all + ")"};
}

/// The utterances of one conversation as turns; what lies inside the other one's speech is left out.
std::vector<Turn> turns_of(const Gathered& g, const Rows& rows, const std::string& agent) {
  std::vector<Turn> turns;
  for (const KeptRow* row : rows) {
    if ((*row)[LogRole::inside_other] > 0 || std::isnan((*row)[LogRole::ends])) continue;
    const bool is_agent = g.speakers.at(row->speaker) == agent;
    if (turns.empty() || turns.back().agent != is_agent)
      turns.push_back({is_agent, (*row)[LogRole::arrives], (*row)[LogRole::ends], {}});
    turns.back().to = std::max(turns.back().to, (*row)[LogRole::ends]);
    if (!std::isnan((*row)[LogRole::characters])) turns.back().characters.push_back((*row)[LogRole::characters]);
  }
  return turns;
}

void hear(const std::vector<Turn>& turns, Told& told) {
  double last_agent = std::numeric_limits<double>::quiet_NaN();
  for (std::size_t i = 0; i < turns.size(); ++i) {
    const Turn& t = turns[i];
    (t.agent ? told.agent_speaks : told.user_speaks).seen.push_back(t.to - t.from);
    if (t.agent) {
      told.sentences.push_back(static_cast<double>(std::max<std::size_t>(1, t.characters.size())));
      for (const double c : t.characters) told.characters.seen.push_back(c), told.characters_spoken += c;
      told.seconds_spoken += t.to - t.from;
      if (!std::isnan(last_agent)) told.cycle.seen.push_back(std::max(0.0, t.from - last_agent));
      last_agent = t.to;
    }
    if (i == 0) continue;
    const double change = t.from - turns[i - 1].to;
    ++told.changes, told.overlaps += change < 0 ? 1U : 0U;
    (t.agent ? told.think : told.gap).seen.push_back(std::max(0.0, change));
  }
}

void add(FitResult& into, const char* name, const Dimension& d, Values values, std::uint64_t seed) {
  if (auto q = fit_quantity(name, d, std::move(values), seed)) into.quantities.push_back(*std::move(q));
}

void tell_voice(Told& told, const FitOptions& options, FitResult& into) {
  FittedTurns& t = *into.turns;
  t.overlaps = told.changes ? static_cast<double>(told.overlaps) / static_cast<double>(told.changes) : 0;
  t.agent_talks = told.whole > 0 ? told.seconds_spoken / told.whole : 0;
  t.speaking_rate = told.seconds_spoken > 0 ? told.characters_spoken / told.seconds_spoken : 0;
  t.audio_seconds = told.seconds_spoken / static_cast<double>(std::max<std::size_t>(1, told.sentences.size()));
  add(into, "user_speaks", dimension::time, std::move(told.user_speaks), options.seed);
  add(into, "agent_speaks", dimension::time, std::move(told.agent_speaks), options.seed);
  add(into, "think", dimension::time, std::move(told.think), options.seed);
  add(into, "gap", dimension::time, std::move(told.gap), options.seed);
  add(into, "agent's end to agent's start", dimension::time, std::move(told.cycle), options.seed);
  add(into, "characters of a sentence", dimension::characters, std::move(told.characters), options.seed);
  add(into, "sentences of a turn", dimension::number, {told.sentences, {}}, options.seed);
  if (told.overlaps > 0)
    into.warnings.push_back(
        fmt::format("{:.1f}% of the changes of speaker overlap: in the scenario nobody speaks before the "
                    "other one has ended, these pauses are 0",
                    100 * t.overlaps));
}

void tell_chat(Told& told, const FitOptions& options, FitResult& into) {
  add(into, "gap between requests", dimension::time, std::move(told.gap), options.seed);
  add(into, "tokens_out", dimension::tokens, std::move(told.tokens), options.seed);
  into.warnings.emplace_back(
      "the gap from request to request holds the answer's own time: as `pause` it is too long by that");
}

/// Text: the log's own gaps, else from each request to the next.
void read_chat(const Rows& rows, bool has_gaps, Told& told) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const KeptRow& row = *rows[i];
    if (!std::isnan(row[LogRole::tokens_out])) told.tokens.seen.push_back(row[LogRole::tokens_out]);
    if (has_gaps && row[LogRole::gap] >= 0) told.gap.seen.push_back(row[LogRole::gap]);
    if (!has_gaps && i > 0) told.gap.seen.push_back((row[LogRole::arrives] - (*rows[i - 1])[LogRole::arrives]));
  }
}

std::vector<Rows> conversations_of(const Gathered& g) {
  std::vector<Rows> all(g.conversations.size());
  for (const KeptRow& row : g.rows)
    if (row.conversation != 0 && !std::isnan(row[LogRole::arrives])) all[row.conversation].push_back(&row);
  std::erase_if(all, [](const Rows& r) { return r.empty(); });
  for (Rows& r : all)
    std::stable_sort(r.begin(), r.end(), [](const KeptRow* a, const KeptRow* b) {
      return (*a)[LogRole::arrives] < (*b)[LogRole::arrives];
    });
  return all;
}

/// Conversations on one clock begin all over it; where each has its own they all begin near 0.
void find_begins(FittedTurns& t, std::vector<double> begin) {
  std::sort(begin.begin(), begin.end());
  std::vector<double> lengths = t.lengths;
  std::sort(lengths.begin(), lengths.end());
  if (begin.back() - begin.front() > lengths[lengths.size() / 2]) t.begin = std::move(begin);
}

}  // namespace

void fit_turns(const Gathered& g, const FitOptions& options, FitResult& into) {
  const std::vector<Rows> all = conversations_of(g);
  if (all.empty())
    throw LogRefused{into.log.file +
                     ": conversations need a column with the instant of each turn (--column NAME=arrives:s)"};
  into.turns.emplace();
  FittedTurns& t = *into.turns;
  t.voice = into.log.has(LogRole::ends) && into.log.has(LogRole::speaker);
  if (t.voice) t.agent = agent_of(g, options);
  t.voice = !t.agent.empty();
  Told told;
  std::vector<double> begin;
  for (const Rows& rows : all) {
    const double from = (*rows.front())[LogRole::arrives];
    double to = (*rows.back())[LogRole::arrives];
    for (const KeptRow* row : rows)
      if (!std::isnan((*row)[LogRole::ends])) to = std::max(to, (*row)[LogRole::ends]);
    begin.push_back(from), t.lengths.push_back(to - from), told.whole += to - from;
    std::size_t turns = rows.size();
    if (t.voice) {
      const std::vector<Turn> said = turns_of(g, rows, t.agent);
      hear(said, told);
      turns = static_cast<std::size_t>(std::count_if(said.begin(), said.end(), [](const Turn& x) { return x.agent; }));
    } else {
      read_chat(rows, into.log.has(LogRole::gap), told);
    }
    t.per_conversation.push_back(static_cast<double>(turns));
    t.turns += turns;
  }
  t.conversations = all.size();
  find_begins(t, std::move(begin));
  t.voice ? tell_voice(told, options, into) : tell_chat(told, options, into);
  add(into, "turns per conversation", dimension::number, {t.per_conversation, {}}, options.seed);
  add(into, "length of a conversation", dimension::time, {t.lengths, {}}, options.seed);
}

}  // namespace busyhour::fitting
