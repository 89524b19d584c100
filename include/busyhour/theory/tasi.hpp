#pragma once
/// Speech interpolation (TASI, DSI): talkers share channels and are cut out while more of them speak than there are
/// channels; what is cut out is lost, nothing is delayed and nobody's timing changes.
///
/// It differs from a refused request, which is lost or delayed whole, and is the oldest answer to how many
/// conversations share a line. Depends on the activity alone, not on the law of talkspurts. S. J. Campanella, COMSAT
/// Tech. Rev. 6 (1976); C. J. Weinstein, IEEE Trans. Commun. 26 (1978).
#include <cstdint>

namespace busyhour {

/// Share of speech cut out: sum over k > channels of (k - channels) C(n, k) p^k (1 - p)^(n - k), over n p.
/// channels >= 0, talkers >= 1 (both <= 10^7), 0 < activity <= 1.
[[nodiscard]] double tasi_cutout(std::int64_t channels, std::int64_t talkers, double activity);
/// The most talkers with at most the share `cutout` cut out, 0 <= cutout < 1, channels >= 1.
[[nodiscard]] std::int64_t tasi_talkers(std::int64_t channels, double activity, double cutout);
/// The fewest channels with at most the share `cutout` cut out.
[[nodiscard]] std::int64_t tasi_channels(std::int64_t talkers, double activity, double cutout);

}  // namespace busyhour
