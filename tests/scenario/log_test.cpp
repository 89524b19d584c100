// Logs as people have them: three formats, units said or asked for, and each kind of broken file.
#include "busyhour/scenario/log.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <cmath>
#include <cstring>

#include "files_for_test.hpp"

namespace busyhour {
namespace {

struct ReadLog {
  LogFile log;
  std::vector<LogRow> rows;
  std::vector<std::string> words;  ///< status of each row
  std::string refused;
};
ReadLog read_text(const std::string& text, const LogOptions& options = {}) {
  const TestFolder folder;
  ReadLog r;
  try {
    r.log = read_log(folder.write("log", text), options, [&](const LogRow& row) {
      r.rows.push_back(row);
      r.words.emplace_back(row.text(LogRole::status));
    });
  } catch (const LogRefused& e) {
    r.refused = e.what();
  }
  return r;
}
bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(Log, ReadsColumnsByTheirNamesAndUnits) {
  const ReadLog r =
      read_text("time_s,Latency (ms),size_chars,tokens_out,status,comment\n10,250,40,7,ok,x\n11.5,1000,8,9,429,y\n");
  ASSERT_EQ(r.rows.size(), 2U) << r.refused;
  EXPECT_EQ(r.rows[0][LogRole::arrives], 10);
  EXPECT_DOUBLE_EQ(r.rows[0][LogRole::duration], 0.25);
  EXPECT_EQ(r.rows[1][LogRole::characters], 8);
  EXPECT_EQ(r.rows[1][LogRole::tokens_out], 9);
  EXPECT_EQ(r.words, (std::vector<std::string>{"ok", "429"}));
  EXPECT_EQ(r.log.columns[5].role, LogRole::unused);
}

TEST(Log, AsksForAUnitThatIsNotEvident) {
  const std::string text = "time,latency\n1,2\n3,4\n";
  const ReadLog r = read_text(text);
  EXPECT_TRUE(has(r.refused, "time: the unit of its numbers is not evident (such as '1', '3')")) << r.refused;
  EXPECT_TRUE(has(r.refused, "--column latency=s (or ms, us, min, h)")) << r.refused;
  const ReadLog told = read_text(text, {{"time=min", "latency=ms"}, {}});
  ASSERT_EQ(told.rows.size(), 2U) << told.refused;
  EXPECT_EQ(told.rows[1][LogRole::arrives], 180);
  EXPECT_DOUBLE_EQ(told.rows[1][LogRole::duration], 0.004);
}

TEST(Log, TakesRolesFromTheUser) {
  const ReadLog r = read_text("when,took\n1,2\n", {{"when=arrives:s", "took=duration:h"}, {}});
  ASSERT_EQ(r.rows.size(), 1U) << r.refused;
  EXPECT_EQ(r.rows[0][LogRole::duration], 7200);
  EXPECT_TRUE(has(read_text("a,b\n1,2\n", {{"c=duration:s"}, {}}).refused, "there is no such column; there are a, b"));
  EXPECT_TRUE(has(read_text("a,b\n1,2\n", {{"a=s"}, {}}).refused, "such as --column a=duration:s"));
  EXPECT_TRUE(has(read_text("a,b\n1,2\n", {{"a=duration:parsecs"}, {}}).refused, "'parsecs' is neither a unit"));
  EXPECT_TRUE(has(read_text("a,b\n1,2\n").refused, "none of its columns is known (a, b)"));
}

TEST(Log, UnitsInCellsAreEachCellsOwn) {
  const ReadLog r = read_text("duration\n250 ms\n1.5s\n2 min\n7\n3 tokens\n");
  ASSERT_EQ(r.rows.size(), 3U) << r.refused;
  EXPECT_DOUBLE_EQ(r.rows[0][LogRole::duration], 0.25);
  EXPECT_DOUBLE_EQ(r.rows[1][LogRole::duration], 1.5);
  EXPECT_DOUBLE_EQ(r.rows[2][LogRole::duration], 120);
  ASSERT_EQ(r.log.first_bad.size(), 2U);
  EXPECT_EQ(r.log.first_bad[0].says, "'7' has no unit, and others of its column have (duration)");
  EXPECT_EQ(r.log.first_bad[1].says, "'3 tokens' has no unit that fits (duration)");
}

TEST(Log, CountsBadLinesAndShowsTheFirst) {
  const ReadLog r =
      read_text("duration_s,class\n1,a\n-2,a\nx,a\n3\nnan,b\ninf,b\n,c\n4,d\n\"5\",e\n\"6,f\n7,g\n8,g\n9,g\n10,g\n");
  EXPECT_EQ(r.log.rows, 8) << r.refused;
  EXPECT_EQ(r.log.bad, 6);
  ASSERT_EQ(r.log.first_bad.size(), 5U);
  EXPECT_EQ(r.log.first_bad[0].line, 3);
  EXPECT_EQ(r.log.first_bad[0].says, "'-2' is negative (duration_s)");
  EXPECT_EQ(r.log.first_bad[1].says, "'x' is not a finite number (duration_s)");
  EXPECT_EQ(r.log.first_bad[2].says, "1 values, but the header names 2");
  EXPECT_EQ(r.log.first_bad[4].says, "'inf' is not a finite number (duration_s)");
  EXPECT_TRUE(has(read_text("duration_s\n1\nx\ny\n").refused, "2 of 3 lines cannot be used"));
}

TEST(Log, SaysWhatIsWrongWithTheWholeFile) {
  EXPECT_TRUE(has(read_text("").refused, "there is nothing in this file"));
  EXPECT_TRUE(has(read_text("\n\n").refused, "there is nothing in this file"));
  EXPECT_TRUE(has(read_text("duration_s\n").refused, "there is a header line but no row below it"));
  EXPECT_TRUE(has(read_text("1,2\n3,4\n").refused, "the first line holds numbers"));
  EXPECT_TRUE(has(read_text("[{\"duration_s\": 1}]").refused, "one JSON object a line is due"));
  EXPECT_TRUE(has(read_text(std::string("duration_s\n\0\n", 13)).refused, "is not a text file"));
  try {
    (void)read_log("/no/such/log", {}, [](const LogRow&) {});
    ADD_FAILURE();
  } catch (const LogRefused& e) {
    EXPECT_TRUE(has(e.what(), "cannot be read: No such file")) << e.what();
  }
}

// Windows line ends, a byte order mark, semicolons, tabs, blank lines, no end of line at the end.
TEST(Log, ReadsWhatOtherProgramsWrite) {
  for (const char* text : {"\xEF\xBB\xBF"
                           "time_s,duration_s\r\n1,2\r\n3,4\r\n",
                           "time_s;duration_s\n1;2\n\n3;4", "time_s\tduration_s\n1\t2\n3\t4\n",
                           "\"time_s\",\"duration_s\"\n\"1\",\"2\"\n3,\"4\""}) {
    const ReadLog r = read_text(text);
    ASSERT_EQ(r.rows.size(), 2U) << text << r.refused;
    EXPECT_EQ(r.rows[1][LogRole::arrives], 3);
    EXPECT_EQ(r.rows[1][LogRole::duration], 4);
  }
}

TEST(Log, RefusesTextThatIsNotInLines) {
  EXPECT_TRUE(has(read_text("time_s,duration_s\r1,2\r3,4\r").refused, ":1: lines end in \\r alone")) << "old Macintosh";
  EXPECT_TRUE(has(read_text(std::string("\xFF\xFE"
                                        "t\0\n\0",
                                        6))
                      .refused,
                  "is not a text file"))
      << "UTF-16";
  EXPECT_TRUE(has(read_text(std::string(std::size_t{3} << 20U, 'x')).refused, ":1: a line of more than 1 MiB"));
}

TEST(Log, AHugeFieldIsOneBadLine) {
  const ReadLog r = read_text("duration_s,note\n1,a\n2," + std::string(std::size_t{3} << 20U, 'x') + "\n3,b\n");
  EXPECT_EQ(r.log.rows, 2) << r.refused;
  ASSERT_EQ(r.log.bad, 1);
  EXPECT_EQ(r.log.first_bad[0].says, "a line of more than 1 MiB");
  EXPECT_EQ(r.log.first_bad[0].line, 3);
}

TEST(Log, ReadsGzipAndSaysWhereItStops) {
  const TestFolder folder;
  const std::string file = folder.write("log.csv.gz", "");
  std::string text = "duration_s\n";
  for (int i = 1; i <= 20000; ++i) text += std::to_string(i * 7919 % 10007 + 1) + "\n";
  gzFile gz = gzopen(file.c_str(), "wb");
  gzwrite(gz, text.data(), static_cast<unsigned>(text.size()));
  gzclose(gz);
  std::int64_t n = 0;
  EXPECT_TRUE(read_log(file, {}, [&](const LogRow&) { ++n; }).compressed);
  EXPECT_EQ(n, 20000);
  std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
  EXPECT_THROW((void)read_log(file, {}, [](const LogRow&) {}), LogRefused);
}

// Logs that were rotated and put together again; and one that only has the name.
TEST(Log, ReadsGzipInSeveralPiecesAndPlainTextUnderItsName) {
  const TestFolder folder;
  const std::string file = folder.write("log.csv.gz", "");
  for (const char* text : {"duration_s\n1\n2\n", "3\n", "4\n"}) {
    gzFile gz = gzopen(file.c_str(), "ab");
    gzwrite(gz, text, static_cast<unsigned>(std::strlen(text)));
    gzclose(gz);
  }
  double sum = 0;
  EXPECT_EQ(read_log(file, {}, [&](const LogRow& r) { sum += r[LogRole::duration]; }).rows, 4);
  EXPECT_EQ(sum, 10);
  EXPECT_FALSE(read_log(folder.write("plain.csv.gz", "duration_s\n1\n"), {}, [](const LogRow&) {}).compressed);
}

TEST(Log, ReadsDates) {
  for (const char* date : {"2023-11-16 18:15:46.5", "2023-11-16T18:15:46.5Z", "2023-11-16T19:15:46.5+01:00",
                           "2023-11-16T13:15:46.5-0500", "16/Nov/2023:18:15:46.5 +0000"}) {
    const ReadLog r = read_text(std::string("timestamp\n") + date + "\n");
    ASSERT_EQ(r.rows.size(), 1U) << date << r.refused;
    EXPECT_EQ(r.rows[0][LogRole::arrives], 1700158546.5) << date;
  }
  const ReadLog wrong = read_text("timestamp\n2023-11-16 18:15:46\n2023-02-30 10:00:00\n2023-11-16 18:15:47\n");
  ASSERT_EQ(wrong.log.bad, 1) << wrong.refused;
  EXPECT_EQ(read_text("timestamp\n1700158546\n").rows.size(), 1U);  // seconds since 1970 are evident
  EXPECT_DOUBLE_EQ(read_text("timestamp\n1700158546250\n").rows.at(0)[LogRole::arrives], 1700158546.25);
}

TEST(Log, ReadsJsonLines) {
  const ReadLog r = read_text(
      "{\"timestamp\": \"2023-11-16T18:15:46Z\", \"usage\": {\"completion_tokens\": 12}, \"latency_ms\": 250, "
      "\"status\": 200}\n"
      "not json\n"
      "{\"timestamp\": \"2023-11-16T18:15:47Z\", \"latency_ms\": 300, \"status\": 429, \"extra\": [1]}\n",
      {{"usage.completion_tokens=tokens_out"}, {}});
  ASSERT_EQ(r.rows.size(), 2U) << r.refused;
  EXPECT_EQ(r.log.format, "JSON lines");
  EXPECT_EQ(r.rows[0][LogRole::tokens_out], 12);
  EXPECT_TRUE(std::isnan(r.rows[1][LogRole::tokens_out]));
  EXPECT_EQ(r.rows[1][LogRole::arrives] - r.rows[0][LogRole::arrives], 1);
  EXPECT_EQ(r.words[1], "429");
  ASSERT_EQ(r.log.bad, 1);
  EXPECT_EQ(r.log.first_bad[0].line, 2);
}

// nginx's "combined" with $request_time, stamped when the answer was sent; Apache's with %D, stamped when the request
// came and in whole microseconds, which it does not say.
TEST(Log, ReadsAccessLogs) {
  const std::string nginx =
      "10.0.0.1 - - [16/Nov/2023:18:15:46 +0000] \"GET /a HTTP/1.1\" 200 512 \"-\" \"curl \\\"7\\\"\" 0.250\n"
      "10.0.0.2 - - [16/Nov/2023:18:15:48 +0000] \"GET /b HTTP/1.1\" 429 0 \"-\" \"curl\" rt=1.000 uct=\"0.1\"\n";
  const ReadLog a = read_text(nginx);
  ASSERT_EQ(a.rows.size(), 2U) << a.refused;
  EXPECT_TRUE(a.log.stamped_at_end);
  EXPECT_DOUBLE_EQ(a.rows[0][LogRole::arrives], 1700158545.75);
  EXPECT_DOUBLE_EQ(a.rows[1][LogRole::duration], 1);
  EXPECT_EQ(a.words[1], "429");
  const std::string apache =
      "10.0.0.1 - - [16/Nov/2023:18:15:46 +0000] \"GET /a HTTP/1.1\" 200 512 \"-\" \"curl\" 250000\n";
  EXPECT_TRUE(has(read_text(apache).refused, "--column request_time=s")) << read_text(apache).refused;
  const ReadLog b = read_text(apache, {{"request_time=us"}, {}});
  ASSERT_EQ(b.rows.size(), 1U) << b.refused;
  EXPECT_FALSE(b.log.stamped_at_end);
  EXPECT_EQ(b.rows[0][LogRole::arrives], 1700158546);
  EXPECT_DOUBLE_EQ(b.rows[0][LogRole::duration], 0.25);
}

TEST(Log, LeavesOutOtherValues) {
  const ReadLog r = read_text("duration_s,class\n1,a\n2,b\n3,a\n", {{}, {"class=a"}});
  EXPECT_EQ(r.log.rows, 2) << r.refused;
  EXPECT_EQ(r.log.left_out, 1);
  EXPECT_TRUE(has(read_text("duration_s,class\n1,a\n", {{}, {"class=z"}}).refused, "no line is left"));
  EXPECT_TRUE(has(read_text("duration_s,class\n1,a\n", {{}, {"klass=z"}}).refused, "duration_s, class"));
}

TEST(Log, FollowsWhatIsLeftUnsaid) {
  const ReadLog r = read_text("start_s,end_s\n1,3\n5,4\n6,7\n");
  ASSERT_EQ(r.rows.size(), 2U) << r.refused;
  EXPECT_EQ(r.rows[0][LogRole::duration], 2);
  EXPECT_EQ(r.log.first_bad.at(0).says, "it ends before it begins");
}

}  // namespace
}  // namespace busyhour
