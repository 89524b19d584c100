/// Pictures inside the page: what is seen before its scripts have run, or without them.
#include "../../sim/report/first_paint.hpp"

#include <gtest/gtest.h>

#include "busyhour/report/sweep_report.hpp"
#include "example_kinds.hpp"

namespace busyhour {
namespace {

using namespace detail;

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t n = 0;
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + what.size())) ++n;
  return n;
}

/// Draws the same for every chart; fails on what it is told to.
class Fake : public ChartRenderer {
 public:
  bool fails = false;
  std::string svg(const std::string& /*spec*/) override {
    if (fails) throw DrawingFailed{"no"};
    return R"svg(<svg class="marks" width="10.126" height="5"><rect width="10.126" fill="#FFFFFF"/><clipPath id="clip0"><path d="M0.123456,7.1L-1,2.999"/></clipPath><g clip-path="url(#clip0)" aria-label="one mark" role="graphics-symbol" aria-roledescription="mark"><text fill="#1F2328">a &lt; 0.123456</text></g></svg>)svg";
  }
  std::string png(const std::string& /*svg*/) override { return ""; }
};

TEST(FirstPaint, ADrawingIsMadeFitForAPage) {
  Fake fake;
  EXPECT_EQ(
      for_page(fake.svg(""), "here", "what <it> shows"),
      R"svg(<svg role="img" aria-label="what &lt;it&gt; shows" class="marks" width="10.12" height="5"><rect width="10.12" fill="var(--cffffff)"/><clipPath id="here-clip0"><path d="M0.12,7.1L-1,2.99"/></clipPath><g clip-path="url(#here-clip0)"><text fill="var(--c1f2328)">a &lt; 0.123456</text></g></svg>)svg");
}

TEST(FirstPaint, EveryColourOfTheThemesHasAName) {
  const std::string rules = picture_colours();
  for (const auto& [light, dark] : colour_pairs()) {
    EXPECT_NE(rules.find(light + ";"), rules.npos) << light;
    EXPECT_NE(rules.find(dark + ";"), rules.npos) << dark;
  }
  EXPECT_NE(rules.find("prefers-color-scheme: dark"), rules.npos);
}

TEST(FirstPaint, EveryFigureHoldsItsPicture) {
  Fake fake;
  const std::string page = html_report(example::voice(), &fake), bare = html_report(example::voice());
  EXPECT_EQ(count(page, "<svg role=\"img\""), count(page, "<figure "));
  EXPECT_EQ(count(bare, "<svg role=\"img\""), 0u);
  EXPECT_EQ(count(bare, "<div class=\"chart\"></div>"), count(bare, "<figure "));
  for (const std::string* each : {&page, &bare})
    EXPECT_NE(each->find("Scripts are off, so the charts do not answer the pointer"), each->npos);
}

TEST(FirstPaint, WhatCannotBeDrawnLeavesAWholePage) {
  Fake fake;
  fake.fails = true;
  EXPECT_EQ(html_report(example::voice(), &fake), html_report(example::voice()));
}

// At most 1.5 MB for a sweep of 300 points, its pictures included.
TEST(FirstPaint, PagesStaySmall) {
  const auto renderer = make_renderer();
  if (!renderer) GTEST_SKIP() << why_no_renderer();
  EXPECT_LT(html_report(example::sweep(15, 20), renderer.get()).size(), 1'500'000u);
  for (const RunResult& run : {example::voice(), example::queue()})
    EXPECT_LT(html_report(run, renderer.get()).size(), 1'500'000u);
}

TEST(FirstPaint, HostileNamesStayTextInPictures) {
  const auto renderer = make_renderer();
  if (!renderer) GTEST_SKIP() << why_no_renderer();
  const std::string page = html_report(example::hostile(), renderer.get());
  const auto from = page.find("<main>");
  const std::string body = page.substr(from, page.find("</main>") - from);
  EXPECT_EQ(count(body, "<img"), 0u);
  EXPECT_EQ(count(body, "<script"), 0u);
  EXPECT_EQ(count(body, "<!--"), 0u);
  EXPECT_GT(count(body, "<svg role=\"img\""), 0u);
}

}  // namespace
}  // namespace busyhour
