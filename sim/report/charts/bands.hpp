#pragma once
/// The six colours of a map: which numbers they stand for.
#include <array>
#include <string>
#include <vector>

#include "subject.hpp"

namespace busyhour::detail {

/// Shares have fixed bands: 0.1, 1, 5, 10, 25 %. What else a rule judges is set against its bound: a half, 1, 2, 5
/// times. Without a rule, bands that hold equally many values.
class Bands {
 public:
  Bands(const Subject&, const std::vector<Seen>&);
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] const std::string& name(double value) const;
  [[nodiscard]] const std::string& title() const { return title_; }

 private:
  enum class By { share, rest, margin, spread };
  By by_ = By::share;
  double bound_ = 1;
  bool small_is_good_ = true;
  std::vector<double> ends_;  ///< the upper ends of all bands but the last
  std::vector<std::string> names_;
  std::string title_;
  [[nodiscard]] double measure(double value) const;
};

}  // namespace busyhour::detail
