#pragma once
/// From nodes to values, guided by shapes. Everything that is wrong is collected with its place; a value that is wrong
/// keeps its default.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "busyhour/base/expression.hpp"
#include "busyhour/base/money.hpp"
#include "busyhour/base/time.hpp"
#include "busyhour/random/distribution.hpp"
#include "data_files.hpp"
#include "shape.hpp"

namespace busyhour {

/// The state of one decoding: the document, where in it we are, what is wrong so far.
class Decoder {
 public:
  Decoder(const Document& document, Diagnostics& out) : document_{document}, out_{out} {}

  [[nodiscard]] const Document& document() const { return document_; }
  [[nodiscard]] Diagnostics& out() { return out_; }
  /// "workloads.calls.turn"; empty at the top.
  [[nodiscard]] std::string path() const;
  /// " in workloads.calls.turn", or nothing at the top.
  [[nodiscard]] std::string in_path() const;

  /// `offset` and `width` count bytes of a scalar's text; a width of 0 underlines all of it.
  void complain(const Node& at, std::string says, std::string help = {}, std::size_t offset = 0, std::size_t width = 0);
  void complain(const Node::Entry& at_key, std::string says, std::string help = {});
  /// At the key of the map that is being read, or at the map itself.
  void complain_here(const Node& map, std::string says, std::string help = {});
  void warn(const Node& at, std::string says, std::string help = {});

  /// At the single value of a path, else at its key, else at the key of the nearest map around it.
  void complain_at(std::string_view path, std::string says, std::string help = {}, Severity severity = Severity::error);

  /// The last complaint was about one key of the map: the others are not unsound for it.
  void blame(std::string_view key);

  /// Whether nothing has been found wrong at `path`, in it, or on the way to it.
  [[nodiscard]] bool is_sound(std::string_view path) const;

  /// While one lives, the decoder is inside the entry.
  class Inside {
   public:
    Inside(Decoder& d, const Node::Entry& e) : decoder_{d} { d.stack_.push_back(&e); }
    ~Inside() { decoder_.stack_.pop_back(); }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

   private:
    Decoder& decoder_;
  };

  /// A quantity that is the value of a path: its dimension and value in base units.
  struct Quantity {
    Dimension dimension;
    double value = 0;
  };
  /// Nothing if the path is no quantity; then `why` says why, if there is a path at all.
  [[nodiscard]] std::optional<Quantity> resolve(std::string_view path, std::string& why);
  /// Of the run: the values of paths are put in, `balance` stays a name. Of a plan: paths stay names, their values
  /// differ from point to point.
  enum class Formulas : std::uint8_t { of_the_run, of_a_plan };
  /// Reads a formula over paths. Nothing, and a complaint, if it is wrong.
  [[nodiscard]] std::optional<Expression> formula(const Node& node, Formulas kind);

 private:
  /// Known only while a run goes on: `balance`, where there is an account.
  [[nodiscard]] bool is_run_time_name(std::string_view name) const;
  [[nodiscard]] std::string suggest_path(std::string_view wrong) const;

  const Document& document_;
  Diagnostics& out_;
  std::vector<const Node::Entry*> stack_;
  std::vector<std::string> wrong_;  ///< the paths at which something was wrong
  std::vector<std::string> resolving_;
};

/// "a time", "a share", "a whole number": what a field takes.
[[nodiscard]] std::string what_is_due(const FieldShape&);
/// "a list", "a map", "nothing".
[[nodiscard]] std::string_view form_of(const Node&);
/// A number as it would be written in such a field: "300 ms", "25%", "4".
[[nodiscard]] std::string written(double base, const Dimension&, bool is_share, bool is_ratio = false);

/// A literal quantity in base units, its dimension and bounds checked.
[[nodiscard]] std::optional<double> read_quantity(Decoder&, const Node&, const FieldShape&);

/// The size of a unit that is written by itself (`unit: s`), of the dimension that is due; complains otherwise.
[[nodiscard]] std::optional<double> unit_size(Decoder&, const Node& unit, const Dimension& due);
/// The columns of the CSV file that `file` names; `named_at` is where each column's name was written. Null, and
/// complaints, if wrong.
[[nodiscard]] std::shared_ptr<const Columns> read_columns(Decoder&, const Node& file, const std::vector<ColumnAsked>&,
                                                          const std::vector<const Node*>& named_at);

/// The field that a parameter of a family is, so that it is read and checked like any other.
[[nodiscard]] FieldShape parameter_field(const ParameterAbout&, const FieldShape& of);

void read(Decoder&, const Node&, const FieldShape&, bool&);
void read(Decoder&, const Node&, const FieldShape&, std::int64_t&);
void read(Decoder&, const Node&, const FieldShape&, double&);
void read(Decoder&, const Node&, const FieldShape&, Duration&);
void read(Decoder&, const Node&, const FieldShape&, Money&);
void read(Decoder&, const Node&, const FieldShape&, std::string&);
void read(Decoder&, const Node&, const FieldShape&, CountOrUnlimited&);
void read(Decoder&, const Node&, const FieldShape&, Formula&);
void read(Decoder&, const Node&, const FieldShape&, Distribution&);
void read(Decoder&, const Node&, const FieldShape&, NodePtr&);

/// The index of the word that the node is, or nothing and a complaint.
[[nodiscard]] std::optional<std::size_t> read_word(Decoder&, const Node&, const Shape& words);
/// Each entry of a map with fixed keys goes into its member; `also` is a key that has been read already.
void decode_table(Decoder&, const Node&, const TableShape&, std::string_view also, void* owner);
/// Says what is wrong with the fields of a map taken together.
void report(Decoder&, const Node&, const std::vector<FieldMistake>&);
/// Which alternative a node means, if any.
[[nodiscard]] const Alternative* chosen(const Node&, const ChoiceShape&);
void decode_choice(Decoder&, const Node&, const ChoiceShape&, void* variant);
/// Whether the node is a map of named things whose names are fit for paths; complains if not.
[[nodiscard]] bool is_named_map(Decoder&, const Node&);

}  // namespace busyhour
