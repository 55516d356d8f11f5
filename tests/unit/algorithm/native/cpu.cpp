#include <hawser/algorithm/native/cpu.hpp>

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>

using namespace hawser;

namespace {

/// The flags the kernel found; empty where it does not tell, or has others. (To an emulated program it tells those of the
/// processor below.)
std::set<std::string> kernel_flags() {
#if !defined(__x86_64__)
    return {};
#endif
    std::ifstream in{"/proc/cpuinfo"};
    for (std::string line; std::getline(in, line);) {
        if (line.rfind("flags", 0) != 0) continue;
        std::istringstream words{line.substr(line.find(':') + 1)};
        return {std::istream_iterator<std::string>{words}, {}};
    }
    return {};
}

} // namespace

BOOST_AUTO_TEST_CASE(this_cpu_has_what_the_kernel_says_it_has) {
    const std::set<std::string> flags = kernel_flags();
    if (flags.empty()) {
        BOOST_TEST_MESSAGE("the kernel names no flags here");
        return;
    }
    const auto has = [&](std::initializer_list<const char*> names) {
        for (const char* name : names) {
            if (flags.count(name) == 0) return false;
        }
        return true;
    };
    const native::cpu_features& cpu = native::this_cpu();
    BOOST_TEST(cpu.aes == has({"aes", "pclmulqdq", "sse4_1"}));
    BOOST_TEST(cpu.avx2 == has({"avx2"}));
    BOOST_TEST(cpu.avx512 == has({"avx512f", "avx512bw", "avx512vl"}));
    BOOST_TEST(cpu.avx512_ifma == has({"avx512f", "avx512bw", "avx512vl", "avx512ifma"}));
    BOOST_TEST(cpu.wide_aes == has({"aes", "pclmulqdq", "sse4_1", "avx2", "vaes", "vpclmulqdq"}));
    BOOST_TEST(&native::this_cpu() == &cpu);
}
