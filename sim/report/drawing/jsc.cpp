/// Vega in JavaScriptCore. Only this file knows that engine.
#include <jsc/jsc.h>
#include <sys/resource.h>

#include <memory>
#include <string>

#include "engine.hpp"

namespace busyhour::detail {
namespace {

struct Unref {
  void operator()(gpointer object) const { g_object_unref(object); }
};
using Value = std::unique_ptr<JSCValue, Unref>;

/// What a browser has and Vega expects; nothing here tells the time or draws a number.
constexpr const char* surroundings = R"(
var self = globalThis, window = { addEventListener() {}, removeEventListener() {} };
globalThis.console = { log() {}, info() {}, debug() {}, warn() {}, error() {} };
globalThis.performance = { now: () => 0 };
globalThis.setTimeout = (f) => { Promise.resolve().then(f); return 0; };
globalThis.clearTimeout = () => {};
globalThis.setInterval = () => 0;
globalThis.clearInterval = () => {};
globalThis.requestAnimationFrame = (f) => setTimeout(f);
globalThis.structuredClone ??= (x) => JSON.parse(JSON.stringify(x));
)";

constexpr const char* draw = R"(
globalThis.busyhour = { svg: '', said: '', done: false };
globalThis.busyhourDraw = (text) => {
  const out = globalThis.busyhour = { svg: '', said: '', done: false };
  const say = (...words) => { out.said += words.map((w) => (w && w.message) || String(w)).join(' ') + '\n'; };
  const logger = {
    level() { return this; }, info() { return this; }, debug() { return this; },
    warn(...words) { say(...words); return this; }, error(...words) { say(...words); return this; },
  };
  const failed = (e) => { say(e); out.done = true; };
  try {
    const compiled = vegaCharts.compile(JSON.parse(text), { logger }).spec;
    const runtime = vegaCharts.parse(compiled, null, { ast: true });
    const view = new vegaCharts.View(runtime, { expr: vegaCharts.expressionInterpreter, renderer: 'none', logger });
    view.runAsync().then(() => { settleLabels(view, 0.7); return view.toSVG(); }).then((svg) => { out.svg = svg; out.done = true; }, failed);
  } catch (e) { failed(e); }
};
)";

class Engine : public ChartRenderer {
 public:
  explicit Engine(std::string library) : library_{std::move(library)} {}

  std::string svg(const std::string& spec) override {
    start();
    const Value text{jsc_value_new_string(context_.get(), spec.c_str())};
    const Value function{jsc_context_get_value(context_.get(), "busyhourDraw")};
    const Value ignored{jsc_value_function_call(function.get(), JSC_TYPE_VALUE, text.get(), G_TYPE_NONE)};
    complain();
    // Promises go on whenever the engine is left.
    constexpr int patience = 10000;
    for (int i = 0; i < patience && !is_done(); ++i) evaluate("0");
    const std::string said = field("said"), drawn = field("svg");
    if (!said.empty()) throw DrawingFailed{said.substr(0, said.find_last_not_of('\n') + 1)};
    if (drawn.empty()) throw DrawingFailed{"the chart was not finished"};
    return drawn;
  }
  std::string png(const std::string& svg) override { return rasterised(svg, 2); }

 private:
  void start() {
    if (context_) return;
    // The engine takes gigabytes of addresses at once, though little memory, and ends the program where it may not.
    constexpr rlim_t needed = rlim_t{6} << 30U;
    rlimit addresses{};
    if (::getrlimit(RLIMIT_AS, &addresses) == 0 && addresses.rlim_cur != RLIM_INFINITY && addresses.rlim_cur < needed)
      throw DrawingFailed{"pictures need 6 GiB of addresses (ulimit -v)"};
    context_.reset(jsc_context_new());
    evaluate(surroundings);
    evaluate(library_);
    evaluate(draw);
  }
  Value evaluate(std::string_view code) {
    Value value{jsc_context_evaluate(context_.get(), code.data(), static_cast<gssize>(code.size()))};
    complain();
    return value;
  }
  void complain() {
    JSCException* e = jsc_context_get_exception(context_.get());
    if (!e) return;
    const std::string text = jsc_exception_get_message(e);
    jsc_context_clear_exception(context_.get());
    throw DrawingFailed{text};
  }
  Value property(const char* name) {
    const Value state{jsc_context_get_value(context_.get(), "busyhour")};
    return Value{jsc_value_object_get_property(state.get(), name)};
  }
  bool is_done() { return jsc_value_to_boolean(property("done").get()) != FALSE; }
  std::string field(const char* name) {
    const std::unique_ptr<char, decltype(&g_free)> text{jsc_value_to_string(property(name).get()), &g_free};
    return text.get();
  }

  std::string library_;
  std::unique_ptr<JSCContext, Unref> context_;
};

}  // namespace

std::unique_ptr<ChartRenderer> renderer_with(std::string library) {
  return std::make_unique<Engine>(std::move(library));
}

}  // namespace busyhour::detail
