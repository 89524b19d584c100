#include "busyhour/scenario/input_draws.hpp"

#include <algorithm>

#include "csv.hpp"
#include "data_files.hpp"
#include "decoder.hpp"
#include "described.hpp"

namespace busyhour {
namespace {

/// One reading of a file of draws.
class DrawsFile {
 public:
  DrawsFile(const Loaded& loaded, std::string file, const Node& named_at, Diagnostics& wrong)
      : loaded_{loaded}, file_{std::move(file)}, named_at_{named_at}, wrong_{wrong} {}

  void read(std::size_t enough, std::vector<Scenario>& draws) {
    try {
      CsvReader reader{file_};
      std::vector<CsvReader::Field> fields;
      if (!reader.next(fields)) return complain(0, 0, "there is nothing in this file");
      header(fields);
      while (wrong_.empty() && draws.size() < enough && reader.next(fields)) row(fields, reader.line(), draws);
      if (wrong_.empty() && draws.size() < std::min<std::size_t>(enough, 2))
        complain(0, 0, "at least two draws are due below the header line");
    } catch (const CsvMistake& m) {
      if (m.line > 0) return complain(m.line, m.column, m.says);
      busyhour::complain(wrong_, loaded_.document.where(named_at_.spot),
                         in_quotes(file_) + " cannot be read: " + m.says,
                         "paths are relative to the file in which they are written", named_at_.text.size());
    }
  }

 private:
  void complain(int line, int column, std::string says, std::string help = {}) {
    busyhour::complain(wrong_, {file_, line, column}, std::move(says), std::move(help));
  }

  void header(const std::vector<CsvReader::Field>& fields) {
    for (const CsvReader::Field& f : fields) {
      paths_.emplace_back(f.text);
      if (!loaded_.document.find(f.text))
        complain(1, f.column, "the scenario has no " + in_quotes(f.text),
                 "each column is named by a path of the scenario");
    }
  }

  void row(const std::vector<CsvReader::Field>& fields, int line, std::vector<Scenario>& draws) {
    if (fields.size() != paths_.size())
      return complain(line, 1,
                      "this line has " + std::to_string(fields.size()) + " values, but the header names " +
                          std::to_string(paths_.size()));
    Document document = loaded_.document;
    document.set("input_uncertainty", std::make_shared<Node>());
    for (std::size_t i = 0; i < fields.size(); ++i) {
      Diagnostics bad;
      document.set(paths_[i], fields[i].text, bad);
      if (!bad.empty()) return complain(line, fields[i].column, bad.front().says, bad.front().help);
    }
    Loaded drawn = decode(std::move(document), loaded_.sources);
    if (drawn.scenario) return draws.push_back(std::move(*drawn.scenario));
    for (const Diagnostic& d : drawn.diagnostics)
      if (d.severity == Severity::error) return complain(line, 1, "with this draw: " + d.says, d.help);
  }

  const Loaded& loaded_;
  std::string file_;
  const Node& named_at_;
  Diagnostics& wrong_;
  std::vector<std::string> paths_;
};

}  // namespace

std::optional<InputDraws> input_draws(const Loaded& loaded, std::int64_t replications, Diagnostics& wrong) {
  const Node* node = loaded.document.find("input_uncertainty");
  if (!node || !node->is_map()) return std::nullopt;
  InputUncertaintyConfig config;
  Decoder d{loaded.document, wrong};
  decode_table(d, *node, table_of<InputUncertaintyConfig>(), {}, &config);
  const Node* from = loaded.document.find("input_uncertainty.from");
  if (!wrong.empty() || !from) return std::nullopt;
  const std::string file = data_path(from->text, loaded.document.where(from->spot).source, loaded.document.file());
  InputDraws made{config.records, config.per_draw, {}};
  const auto enough = static_cast<std::size_t>((replications + config.per_draw - 1) / config.per_draw);
  DrawsFile{loaded, file, *from, wrong}.read(std::max<std::size_t>(enough, 1), made.draws);
  if (!wrong.empty()) return std::nullopt;
  return made;
}

}  // namespace busyhour
