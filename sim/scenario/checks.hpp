#pragma once
/// What no single field can tell: names that must be known, parts that must fit each other. Each check looks only at
/// parts that are sound by themselves, so that one mistake is said once.
#include "busyhour/scenario/scenario.hpp"
#include "decoder.hpp"

namespace busyhour {

/// Checks provider, workloads and run against each other; fills in the endpoint where there is only one; reads traces.
void check(Decoder&, Scenario&);

void check_provider(Decoder&, const ProviderConfig&);
void check_workload(Decoder&, const ProviderConfig&, const std::string& name, WorkloadConfig&);
/// What a workload says of the size of its requests.
struct Sizing {
  const Demands* demand = nullptr;
  bool talks = false;   ///< conversations
  bool speaks = false;  ///< that say something
};
void check_classes(Decoder&, const std::string& path, const Named<ClassConfig>&, const Sizing&, const EndpointConfig&);
void check_client(Decoder&, const ProviderConfig&, const std::string& path, const ClientConfig&);
void check_run(Decoder&, const Scenario&);
/// Reads the rows of a trace.
void read_trace(Decoder&, const std::string& path, TraceConfig&);

}  // namespace busyhour
