#include <vector>

#include "busyhour/base/expression.hpp"

namespace busyhour {

/// Follows what is known of each part: its value if no name is in it, else whether it is whole whatever the names are.
bool Expression::is_whole() const {
  struct Part {
    bool known = false, whole = false;
    double value = 0;
  };
  std::vector<Part> stack;
  for (const Step& step : code_) {
    const auto arity = static_cast<std::size_t>(step.arity);
    Part made{step.op != Op::name, step.op != Op::name && step.op != Op::divide, 0};
    double values[max_depth] = {step.x};
    for (std::size_t i = 0; i < arity; ++i) {
      const Part& part = stack[stack.size() - arity + i];
      made.known = made.known && part.known;
      made.whole = made.whole && part.whole;
      values[i] = part.value;
    }
    if (made.known) {
      apply(step, values, [](std::size_t) { return 0.0; });
      made.value = *values;
      made.whole = made.value == std::floor(made.value);
    }
    if (step.op == Op::floor || step.op == Op::ceil) made.whole = true;
    stack.resize(stack.size() - arity);
    stack.push_back(made);
  }
  return !stack.empty() && stack.back().whole;
}

}  // namespace busyhour
