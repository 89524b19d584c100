#include "stored_trial.hpp"

#include "bytes.hpp"

namespace busyhour {

std::string stored_bytes(const Beginning& beginning, const Pool& pool) {
  ByteWriter out;
  out.whole(beginning.pilots);
  out.signed_whole(beginning.warm_up.count());
  out.whole(beginning.warnings.size());
  for (const std::string& warning : beginning.warnings) out.text(warning);
  out.text(pool_bytes(pool));
  return out.bytes();
}

std::optional<StoredTrial> stored_from(const std::string& bytes) {
  if (bytes.empty()) return std::nullopt;
  try {
    ByteReader in{bytes};
    StoredTrial stored;
    stored.beginning.pilots = in.whole();
    stored.beginning.warm_up = Duration{in.signed_whole()};
    for (std::size_t n = in.count(); n > 0; --n) stored.beginning.warnings.emplace_back(in.text());
    stored.pool = pool_from(in.text());
    return stored;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace busyhour
