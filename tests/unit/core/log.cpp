#include <hawser/core/log.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

using hawser::log_level;

struct memory_log {
    log_level most = log_level::info;
    std::vector<std::string> lines;

    bool enabled(log_level level) const { return level <= most; }
    void write(log_level, std::string_view line) { lines.emplace_back(line); }
};

struct half_a_log {
    bool enabled(log_level) const { return true; }
};

BOOST_AUTO_TEST_SUITE(core_log)

BOOST_AUTO_TEST_CASE(a_sink_decides_what_it_wants) {
    memory_log sink;
    const hawser::log_ref log{sink};
    log.write(log_level::info, "kept");
    log.write(log_level::debug, "dropped");
    BOOST_TEST(sink.lines.size() == 1u);
    BOOST_TEST(sink.lines.front() == "kept");
    BOOST_TEST(log.enabled(log_level::error));
    BOOST_TEST(!log.enabled(log_level::trace));
}

BOOST_AUTO_TEST_CASE(no_sink_drops_everything) {
    const hawser::log_ref none;
    BOOST_TEST(!none.enabled(log_level::error));
    none.write(log_level::error, "nowhere");
}

BOOST_AUTO_TEST_CASE(a_sink_must_be_able_to_write) {
    BOOST_TEST(hawser::log_sink<memory_log>);
    BOOST_TEST(!hawser::log_sink<half_a_log>);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
