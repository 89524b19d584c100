"""Each rule of house.py catches what it is there for, and lets through what looks like it."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

import house
import source

HEADER = '#pragma once\n/// What it is.\n'


def rules(path, text):
    return {rule for _, rule, _ in house.broken(house.File(path, text))}


class Planted(unittest.TestCase):
    def catches(self, rule, path, *texts):
        for text in texts:
            with self.subTest(caught=text):
                self.assertEqual(rules(path, text), {rule})

    def passes(self, path, *texts):
        for text in texts:
            with self.subTest(passes=text):
                self.assertEqual(rules(path, text), set())

    def test_rooms_know_only_those_to_their_left(self):
        self.catches('room_order', 'include/busyhour/stats/a.hpp',
                     HEADER + '#include "busyhour/model/b.hpp"\n',
                     HEADER + '#  include <busyhour/cli/b.hpp>\n',
                     HEADER + '#include "busyhour/attic/b.hpp"\n',
                     HEADER + '#include "b.hpp"\n')
        self.catches('room_order', 'sim/stats/inner/a.cpp',
                     '#include "busyhour/model/limits/b.hpp"\n',
                     '#include "../../model/b.hpp"\n')
        self.catches('room_order', 'tests/kernel/a_test.cpp', '#include "busyhour/random/draw.hpp"\n')
        self.passes('include/busyhour/stats/a.hpp',
                    HEADER + '#include "busyhour/base/time.hpp"\n#include "busyhour/stats/b.hpp"\n',
                    HEADER + '// #include "busyhour/model/b.hpp"\n/* #include "busyhour/model/b.hpp" */\n')
        self.passes('sim/stats/inner/a.cpp', '#include "../b.hpp"\n#include "c.hpp"\n#include <vector>\n')
        self.passes('tests/golden/a_test.cpp', '#include "busyhour/report/b.hpp"\n')
        self.catches('room_order', 'sim/report/a.cpp', '#include "busyhour/python/b.hpp"\n')
        self.catches('room_order', 'sim/python/a.cpp', '#include "busyhour/cli/b.hpp"\n', '#include "../cli/b.hpp"\n')
        self.passes('sim/python/a.cpp', '#include "busyhour/report/b.hpp"\n#include "c.hpp"\n')

    def test_what_costs_seconds_a_unit_stays_out_of_public_headers(self):
        self.catches('heavy_headers', 'include/busyhour/report/a.hpp',
                     *(HEADER + f'#include <{name}>\n'
                       for name in ('nlohmann/json.hpp', 'yaml-cpp/yaml.h', 'CLI/CLI.hpp')))
        self.catches('heavy_headers', 'sim/report/a.cpp', '#include <CLI/CLI.hpp>\n')
        self.passes('sim/report/a.cpp', '#include <nlohmann/json.hpp>\n')
        self.passes('sim/cli/a.cpp', '#include <CLI/CLI.hpp>\n')
        self.catches('heavy_headers', 'sim/report/a.cpp', '#include <Python.h>\n', '#include <nanobind/nanobind.h>\n')
        self.catches('heavy_headers', 'include/busyhour/report/a.hpp', HEADER + '#include <nanobind/nanobind.h>\n')
        self.passes('sim/python/a.cpp', '#include <nanobind/nanobind.h>\n')

    def test_nothing_is_virtual_in_the_model(self):
        self.catches('no_virtual', 'include/busyhour/model/limits/a.hpp', HEADER + 'struct A { virtual void f(); };\n')
        self.catches('no_virtual', 'sim/model/a.cpp', 'struct A { virtual ~A(); };\n')
        self.passes('sim/model/a.cpp', '// virtual\nconst char* s = "virtual"; int virtually;\n')
        self.passes('sim/report/a.cpp', 'struct A { virtual void f(); };\n')

    def test_chance_and_clocks(self):
        self.catches('determinism', 'sim/model/a.cpp', '#include <random>\n', 'std::random_device d;',
                     'int i = rand();', 'std::mt19937_64 e;', 'auto t = time(nullptr);',
                     'auto t = std::chrono::steady_clock::now();', 'auto t = std::chrono::system_clock::now();', 'clock_gettime(CLOCK_REALTIME, &t);')
        self.catches('determinism', 'sim/experiment/a.cpp', '#include <random>\n')
        self.passes('sim/model/a.cpp', 'auto t = calendar.now(); double operand(int); runtime(nullptr); my_rand_();',
                    '// steady_clock, rand()\n')
        self.passes('sim/experiment/a.cpp', 'auto t = std::chrono::steady_clock::now();')

    def test_the_library_prints_nothing(self):
        self.catches('silence', 'sim/experiment/a.cpp', 'std::cout << 1;', 'std::printf("x");', 'fmt::print("x");')
        self.passes('sim/experiment/a.cpp', 'std::snprintf(b, 9, "x"); out << 1; // std::cerr\n')
        self.passes('sim/cli/a.cpp', 'std::cout << 1;')

    def test_a_header_says_what_it_is(self):
        self.catches('opening_words', 'include/busyhour/base/a.hpp', '#pragma once\n#include <vector>\n',
                     '/// A thing.\n#pragma once\n')
        self.passes('include/busyhour/base/a.hpp', HEADER)

    def test_files_are_short(self):
        self.catches('file_length', 'sim/base/a.cpp', '\n' * 301)
        self.passes('sim/base/a.cpp', '\n' * 300)
        self.passes('tests/base/a_test.cpp', '\n' * 301)

    def test_what_is_awaited_has_a_name(self):
        self.catches('awaited_temporaries', 'sim/model/a.cpp',
                     'co_await send(world, Turn{1, 2});', 'co_await send(world, {1, 2});',
                     'auto x = co_await each([&] { return 1; });',
                     'co_await\n  send(world,\n Turn{}\n);', 'co_await Turn{1};')
        self.passes('sim/model/a.cpp', 'co_await calendar.until(TimePoint{Duration{1}});',
                    'Turn t{1}; co_await send(world, t);', 'for (;;) { co_await a(b); }',
                    'f(co_await a(b), Turn{1});', 'co_await a(b); /* { */ int c{2};')

    def test_what_co_await_gives_has_a_name(self):
        self.catches('awaited_bindings', 'sim/model/a.cpp', 'auto [a, b] = co_await f();',
                     'const auto& [a] = co_await f();', 'auto&& [a, b](co_await f());')
        self.passes('sim/model/a.cpp', 'const auto r = co_await f(); auto [a, b] = r;')
        self.catches('awaited_conditions', 'sim/model/a.cpp', 'if (co_await gate.opens()) f();',
                     'while (!done && co_await f()) { g(); }', 'switch (co_await f()) {}',
                     'do f(); while (co_await g());',
                     'for (int i = 0; co_await f(); ++i) {}')
        self.passes('sim/model/a.cpp', 'if (x) co_await f();', 'const bool open = co_await f(); if (open) g();',
                    'for (int i = co_await f(); i < 3; ++i) co_await g();', 'while (f()) { co_await g(); }')

    def test_no_choice_awaits(self):
        self.catches('awaited_choices', 'sim/model/a.cpp', 'x = a ? co_await f() : b;', 'x = a ? b : co_await f();',
                     'x = co_await f() ? a : b;')
        self.passes('sim/model/a.cpp', 'co_await f(a ? b : c); d = e ? g : h; co_await i();')

    def test_coroutine_lambdas_capture_nothing(self):
        self.catches('capturing_coroutines', 'sim/model/a.cpp',
                     'stories.spawn([&]() -> Process { co_await f(); }());',
                     'auto g = [x](World& w) -> Task<int> { co_return x; };',
                     'auto g = [&] { return [this](int i) -> Process { co_await f(i); }; };',
                     'auto g = [] { return [=] { co_yield 1; }; };')
        self.passes('sim/model/a.cpp',
                    'stories.spawn([](World& w) -> Process { co_await f(w); }(world));',
                    'Process p(World& w) { int i = a[1]; auto g = [&] { return i; }; co_await f(w); }',
                    'auto g = [&] { return [](World& w) -> Process { co_await f(w); }(world); };',
                    'Process p() { if (a[i]) [[unlikely]] { co_await f(); } }')

    def test_a_coroutine_owns_what_may_vanish(self):
        self.catches('borrowed_parameters', 'sim/model/a.cpp',
                     'Process p(World& w, const Order& o);', 'Process p(std::string&& s) {}',
                     'Process p(std::string_view name);', 'Process p(std::span<int> s);',
                     'Task<std::vector<int>> Door::ask(Order&& o);', 'Process p(Order const& o);')
        self.passes('sim/model/a.cpp', 'Process p(World& w, Order o, const TurnConfig& c);',
                    'Task<int> send(World& w, const Order& o);', 'Process(Process&& o) noexcept;',
                    'Process p(std::function<void(int, const A*)> f);')

    def test_traps_are_planted_only_where_the_kernel_is_tested(self):
        text = 'if (co_await gate.opens()) f();'
        self.passes('tests/kernel/a_test.cpp', text)
        self.catches('awaited_conditions', 'tests/model/a_test.cpp', text)


class Functions(unittest.TestCase):
    def names(self, text):
        return [name for name, _, _ in source.functions(source.blanked(text))]

    def test_functions_are_found(self):
        self.assertEqual(
            self.names('''
namespace a { namespace { struct B : C {
  B(int x) : x_{x}, y_(x) { if (x) { f(); } }
  [[nodiscard]] auto g() const noexcept -> std::vector<int> { return {1, 2}; }
  int x_ = 0, y_{1};
  enum class E { e, f };
}; }
template <class T>
int h(const T& t) {
  auto l = [&](int i) { return i; };
  for (;;) { }
}
int table[] = {1, 2};
}'''), ['B', 'g', 'h'])

    def test_their_length_is_from_the_first_line_to_the_last(self):
        body = 'int f() {\n' + '  g();\n' * 39 + '}\n'
        long = house.long_functions(house.File('sim/base/a.cpp', '\n\n' + body))
        self.assertEqual(long, [('f', 3, 41)])
        self.assertEqual(house.long_functions(house.File('sim/base/a.cpp', body.replace('  g();\n', '', 1))), [])


class House(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)

    def write(self, name, text):
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).write_text(text)

    def looks(self):
        run = subprocess.run([sys.executable, house.__file__, self.root], capture_output=True, text=True, check=False)
        return run.returncode, run.stdout

    def test_a_broken_rule_fails_with_its_place(self):
        self.write('sim/base/good.cpp', 'int i;\n')
        self.assertEqual(self.looks(), (0, '1 files, 0 broken rules\n'))
        self.write('sim/base/bad.cpp', 'int i;\n#include "busyhour/cli/x.hpp"\n')
        code, said = self.looks()
        self.assertEqual(code, 1)
        self.assertIn('sim/base/bad.cpp:2: base may not include cli', said)

    def test_an_empty_house_is_no_success(self):
        self.assertEqual(self.looks()[0], 1)

    def test_the_top_level_is_closed(self):
        self.write('sim/base/good.cpp', 'int i;\n')
        self.write('docs/x.md', '')
        self.write('notes.txt', '')
        for command in (['init', '-q'], ['add', 'sim', 'docs']):
            subprocess.run(['git', '-C', self.root, *command], check=True)
        code, said = self.looks()
        self.assertEqual(code, 1)
        self.assertIn('docs: not at the top level', said)
        self.assertNotIn('notes.txt', said)  # somebody's own


if __name__ == '__main__':
    unittest.main()
