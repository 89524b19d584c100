#include "checks.hpp"

namespace busyhour {
namespace {

/// Whether a class says, or its workload does, what its service needs to know of a request.
void check_class(Decoder& d, const std::string& path, const ClassConfig& one, const Sizing& workload,
                 const Service& service) {
  if (workload.talks && one.demand)
    return d.complain_at(path + ".demand", "conversations say how much they ask for in turn.say, for all classes alike",
                         "leave demand out");
  const Demands* demand = one.demand ? &*one.demand : workload.demand;
  const bool speech = workload.speaks || (demand && demand->characters && demand->speaking_rate);
  if (std::holds_alternative<SpeechService>(service) && !speech)
    d.complain_at(path, "the service of this class depends on characters and speaking_rate, which nothing says",
                  "such as demand: {characters: 75 chars, speaking_rate: 15 chars/s}");
  if (std::holds_alternative<TokenService>(service) && !(demand && demand->tokens_out))
    d.complain_at(
        path, "the service of this class depends on tokens_out, which nothing says",
        workload.talks ? "give the service as a duration or distribution" : "such as demand: {tokens_out: 200 tokens}");
}

}  // namespace

void check_classes(Decoder& d, const std::string& path, const Named<ClassConfig>& classes, const Sizing& workload,
                   const EndpointConfig& endpoint) {
  const std::string at = path + ".classes";
  if (!are_whole(classes)) {
    double sum = 0;
    for (const auto& [name, one] : classes) sum += one.share;
    d.complain_at(at, "the shares of the classes make " + written(sum, dimension::number, true) + ", not 100%");
  }
  for (const auto& [name, one] : classes)
    check_class(d, at + "." + name, one, workload, one.service ? *one.service : endpoint.service);
}

}  // namespace busyhour
