#pragma once
/// A log's rows in memory: all of them, or a random sample where they are too many; arrivals in their order.
#include <map>
#include <string>
#include <vector>

#include "busyhour/experiment/fit.hpp"

namespace busyhour::fitting {

/// One row that was kept.
struct KeptRow {
  std::array<double, log_numbers> number;
  std::uint32_t class_name = 0, status = 0, conversation = 0, speaker = 0;  ///< places in `Words`
  [[nodiscard]] double operator[](LogRole role) const { return number[static_cast<std::size_t>(role)]; }
};

class Words {
 public:
  Words() { (void)place(""); }
  std::uint32_t place(std::string_view word);
  [[nodiscard]] const std::string& at(std::uint32_t i) const { return all_[i]; }
  [[nodiscard]] std::size_t size() const { return all_.size(); }

 private:
  std::map<std::string, std::uint32_t, std::less<>> places_;
  std::vector<std::string> all_;
};

struct Gathered {
  LogFile log;
  std::vector<KeptRow> rows;  ///< in the order of the file unless they are a sample
  bool sampled = false;
  Words classes, statuses, conversations, speakers;
  std::map<std::string, std::size_t> by_status;
  ArrivalRecord arrivals;
  std::vector<double> instants;  ///< sorted; empty beyond 2^24
  std::size_t went_back = 0;     ///< rows that are earlier than the one before
};

/// Throws LogRefused, also for more than 2^24 arrivals that are not sorted.
[[nodiscard]] Gathered gather(const std::string& file, const FitOptions& options);

/// What a status says of the request.
enum class Ended : std::uint8_t { well, refused, badly };
[[nodiscard]] Ended ended(std::string_view status);

}  // namespace busyhour::fitting
