/// What the documents of the catalogue's other vendors say (providers.md 3), as tests: each with its source.
#include <algorithm>

#include "told.hpp"

namespace busyhour {
namespace {

/// So many tasks at once before the limits, each of so long.
std::string at_once(const std::string& limits, const std::string& tasks, const std::string& service,
                    const std::string& client = "") {
  return "version: 1\nprovider:\n  limits:\n" + limits + "  endpoints: {api: {service: " + service +
         "}}\nworkloads: {a: {kind: batch, tasks: " + tasks + ", client: {" + client +
         "}}}\nrun: {until: workload_done, stop_after: 1 day}\n";
}

std::uint64_t let_in(const Told& t) { return t.result().ended.requests - t.result().ended.given_up; }

/// How many of a workload's requests were let in at this instant [s].
std::int64_t let_in_at(const Told& t, double at, std::uint32_t workload = 0) {
  return std::count_if(t.all().begin(), t.all().end(), [&](const RequestDone& r) {
    return r.who.workload == workload && r.outcome == Outcome::completed &&
           in_seconds(r.admitted.time_since_epoch()) == at;
  });
}

const std::string each_second = "retry: {kind: constant, pause: 1 s, attempts: unlimited}";

// --- speech ---

// Speechify, https://docs.sws.speechify.com/text-to-speech/get-started/api-limits: agents, 5 a second with a burst
// bucket of 30. "A fresh bucket absorbs the burst in a single second, then refills at the sustained rate."
TEST(SpeechifyDocument, AFreshBucketAbsorbsTheBurst) {
  const Told t{
      at_once("    rate: {counts: requests, per: 1 s, cap: 5, window: token_bucket, burst: 30, when_full: "
              "{action: reject}}\n",
              "42", "10 ms", each_second)};
  EXPECT_EQ(let_in_at(t, 0), 30);
  EXPECT_EQ(let_in_at(t, 1), 5);
  EXPECT_EQ(let_in_at(t, 2), 5);
  EXPECT_EQ(let_in_at(t, 3), 2);
}

// Cartesia, https://docs.cartesia.ai/use-the-api/concurrency-limits-and-timeouts: "TTS 3, STT 12, separate pools;
// WebSockets 10x" (the Pro plan; idle sockets count).
TEST(CartesiaDocument, SpeechAndTextHavePoolsOfTheirOwn) {
  const Told t{R"(version: 1
provider:
  limits:
    tts: {counts: contexts, cap: 3, endpoints: [tts], when_full: {action: reject, status: 429}}
    stt: {counts: contexts, cap: 12, endpoints: [stt], when_full: {action: reject, status: 429}}
    sockets: {counts: connections, cap: 10 * provider.limits.tts.cap, endpoints: [tts], when_full: {action: reject, status: 429}}
  endpoints: {tts: {service: 2 s, idle_timeout: 5 min}, stt: {service: 2 s, idle_timeout: 3 min}}
workloads:
  voices: {kind: conversations, count: 31, endpoint: tts, connection: per_conversation, start: {over: 0 s}, turn: {pause: 10 s}}
  ears: {kind: conversations, count: 13, endpoint: stt, connection: per_conversation, start: {over: 0 s}, turn: {pause: 10 s}}
run: {duration: 11 s, warm_up: 0 s}
)"};
  EXPECT_EQ(t.most_held(2), 30);
  EXPECT_EQ(t.lines(0).size(), 30U);  // the 31st has no socket
  EXPECT_EQ(let_in_at(t, 10, 0), 3);
  EXPECT_EQ(let_in_at(t, 10, 1), 12);
}

// --- calls ---

// Retell, https://docs.retellai.com/deploy/concurrency: outbound calls beyond the limit are rejected, inbound ones wait
// "~40 s"; "reserved inbound R: outbound <= L - R". Here L = 3, R = 1, calls of 60 s.
TEST(RetellDocument, OutboundIsRejectedAndInboundWaits) {
  const Told t{R"(version: 1
provider:
  limits: {calls: {counts: requests, cap: 3, reserve: {inbound: 1}, when_full: {action: reject, status: 429}}}
  endpoints:
    out: {service: 60 s}
    in: {service: 30 s, limits: {calls: {when_full: {action: queue, capacity: unlimited, patience: 40 s}}}}
workloads:
  outbound: {kind: batch, tasks: 3, endpoint: out}
  inbound: {kind: batch, tasks: 3, endpoint: in}
run: {until: workload_done, stop_after: 1 h}
)"};
  EXPECT_EQ(t.lines(0), (Lines{"0: in 0, known 60", "0: in 0, known 60", "0: refused 1, given up 0"}));
  EXPECT_EQ(t.lines(1),
            (Lines{"0: in 0, known 30", "0: queued 30, in 30, known 60", "0: refused 1, queued 40, given up 40"}));
}

// talkif, https://docs.talkif.ai/platform/limits: a direct call waits 60 s at most, a scheduled one ten minutes, one of
// a campaign 24 hours. (The bonus for age up to 15 minutes is not in the language.)
TEST(TalkifDocument, HowLongACallWaitsDependsOnItsKind) {
  const Told t{R"(version: 1
provider:
  limits: {calls: {counts: requests, cap: 1, when_full: {action: queue, capacity: 100, patience: 24 h}}}
  endpoints:
    line: {service: 2 day}
    direct: {service: 1 s, limits: {calls: {when_full: {action: queue, capacity: 100, patience: 60 s}}}}
    scheduled: {service: 1 s, limits: {calls: {when_full: {action: queue, capacity: 100, patience: 10 min}}}}
    campaign: {service: 1 s}
workloads:
  busy: {kind: batch, tasks: 1, endpoint: line}
  direct: {kind: batch, tasks: 1, endpoint: direct}
  scheduled: {kind: batch, tasks: 1, endpoint: scheduled}
  campaign: {kind: batch, tasks: 1, endpoint: campaign}
run: {until: workload_done, stop_after: 3 day}
)"};
  EXPECT_EQ(t.lines(1), (Lines{"0: refused 1, queued 60, given up 60"}));
  EXPECT_EQ(t.lines(2), (Lines{"0: refused 1, queued 600, given up 600"}));
  EXPECT_EQ(t.lines(3), (Lines{"0: refused 1, queued 86400, given up 86400"}));
}

// --- models and general APIs ---

// Comfy partner nodes, https://docs.comfy.org/tutorials/partner-nodes/concurrency-limits: models of more than $5 a
// request "get one quarter of the account limit, tracked apart".
TEST(ComfyDocument, DearModelsHaveAQuarterTrackedApart) {
  const Told t{R"(version: 1
provider:
  limits:
    cheap: {counts: requests, cap: 40, endpoints: [image], when_full: {action: reject, status: 429}}
    dear: {counts: requests, cap: floor(provider.limits.cheap.cap / 4), endpoints: [film], when_full: {action: reject, status: 429}}
  endpoints: {image: {service: 10 s}, film: {service: 10 s}}
workloads:
  images: {kind: batch, tasks: 41, endpoint: image}
  films: {kind: batch, tasks: 11, endpoint: film}
run: {until: workload_done, stop_after: 1 h}
)"};
  EXPECT_EQ(t.most_held(0), 40);
  EXPECT_EQ(t.most_held(1), 10);
}

// Replicate, https://replicate.com/docs/topics/predictions/rate-limits: without a card "1 request a second and 6 a
// minute": six in six seconds, and the seventh with the next minute.
TEST(ReplicateDocument, TwoRatesAtOnce) {
  const Told t{
      at_once("    second: {counts: requests, per: 1 s, cap: 1, window: fixed, when_full: {action: reject}}\n"
              "    minute: {counts: requests, per: 1 min, cap: 6, window: fixed, when_full: {action: reject}}\n",
              "7", "10 ms", each_second)};
  for (const double at : {0, 1, 2, 3, 4, 5, 60}) EXPECT_EQ(let_in_at(t, at), 1) << at;
}

// Anthropic, https://platform.claude.com/docs/en/api/rate-limits: "a rate of 60 requests per minute (RPM) might be
// enforced as 1 request per second"; xAI derives RPM / 60 likewise (https://docs.x.ai/developers/rate-limits).
TEST(AnthropicDocument, SixtyAMinuteMayBeOneASecond) {
  const auto at_0 = [](const std::string& burst) {
    return let_in(Told{at_once("    rpm: {counts: requests, per: 1 min, cap: 60, window: token_bucket, burst: " +
                                   burst + ", when_full: {action: reject}}\n",
                               "60", "10 ms")});
  };
  EXPECT_EQ(at_0("60"), 60U);
  EXPECT_EQ(at_0("1"), 1U);
  const Told t{
      at_once("    rpm: {counts: requests, per: 1 min, cap: 60, window: token_bucket, burst: 1, when_full: "
              "{action: reject}}\n",
              "3", "10 ms", each_second)};
  for (const double at : {0, 1, 2}) EXPECT_EQ(let_in_at(t, at), 1) << at;
}

// GitHub, https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api: 900 points a minute, a read 1,
// a write 5. Points are what each request asks for.
TEST(GithubDocument, AWriteCostsFivePoints) {
  const auto pass = [](const std::string& points) {
    return let_in(Told{with(at_once("    points: {counts: tokens_in, per: 1 min, cap: 900, window: fixed, when_full: "
                                    "{action: reject, status: 403}}\n",
                                    "1000", "10 ms"),
                            "client: {}", "demand: {tokens_in: " + points + " tokens}, client: {}")});
  };
  EXPECT_EQ(pass("1"), 900U);
  EXPECT_EQ(pass("5"), 180U);
}

// AWS Lambda, https://docs.aws.amazon.com/lambda/latest/dg/scaling-behavior.html, the older rule: 3,000 at first, 500
// more each minute: of "10,000 at once -> 3,000 ok, 7,000 throttled"; a minute later 500 more find room.
TEST(LambdaDocument, TheOlderRuleThreeThousandAndFiveHundredMoreAMinute) {
  const Told t{at_once("    environments: {counts: requests, cap: 3000, when_full: {action: reject, status: 429}}\n",
                       "10000", "1 h", "retry: {kind: constant, pause: 1 min, attempts: 3}") +
               "changes:\n  minute-1: {at: 1 min, set: {provider.limits.environments.cap: 3500}}\n"
               "  minute-2: {at: 2 min, set: {provider.limits.environments.cap: 4000}}\n"};
  EXPECT_EQ(let_in_at(t, 0), 3000);
  EXPECT_EQ(let_in_at(t, 60), 500);
  EXPECT_EQ(let_in_at(t, 120), 500);
}

// The newer rule: 1,000 new environments each ten seconds for a function, refilled continuously, no carry-over.
TEST(LambdaDocument, TheNewerRuleAThousandInTenSeconds) {
  const Told t{
      at_once("    scaling: {counts: requests, per: 10 s, cap: 1000, window: token_bucket, burst: 1000, key: "
              "endpoint, when_full: {action: reject, status: 429}}\n",
              "1300", "1 h", each_second)};
  EXPECT_EQ(let_in_at(t, 0), 1000);
  EXPECT_EQ(let_in_at(t, 1), 100);
  EXPECT_EQ(let_in_at(t, 2), 100);
}

// Stripe, https://stripe.com/blog/rate-limiters: "You can only have 20 API requests in progress at the same time"; the
// fleet keeps a fifth for what is critical, the rest hears 503.
TEST(StripeDocument, AFifthIsKeptForWhatIsCritical) {
  const Told t{R"(version: 1
provider:
  limits: {fleet: {counts: requests, cap: 100, reserve: {charges: 20}, when_full: {action: reject, status: 503}}}
  endpoints: {api: {service: 1 s}}
workloads:
  lists: {kind: batch, tasks: 200}
  charges: {kind: batch, tasks: 21}
run: {until: workload_done, stop_after: 1 h}
)"};
  EXPECT_EQ(let_in_at(t, 0, 0), 80);
  EXPECT_EQ(let_in_at(t, 0, 1), 20);
}

// Google Cloud Tasks: at most 500 dispatched a second and so many at once; what is beyond waits, and nothing is lost.
// Here 5 a second and 8 at once, tasks of 2 s: five at 0, three at 1 (eight are under way), five at 2, when the first
// five have ended, three at 3.
TEST(CloudTasksDocument, ARateAndSlotsBehindOneQueue) {
  const Told t{
      at_once("    slots: {counts: requests, cap: 8, when_full: {action: queue, capacity: unlimited}}\n"
              "    dispatches: {counts: requests, per: 1 s, cap: 5, window: fixed, when_full: {action: queue, "
              "capacity: unlimited}}\n",
              "16", "2 s")};
  EXPECT_EQ(let_in(t), 16U);
  EXPECT_EQ(t.most_held(0), 8);
  for (const auto& [at, n] : {std::pair{0., 5}, {1., 3}, {2., 5}, {3., 3}}) EXPECT_EQ(let_in_at(t, at), n) << at;
}

}  // namespace
}  // namespace busyhour
