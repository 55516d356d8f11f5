// PROGRAM list               the operations, one a line
// PROGRAM memcheck [NAME]    runs all or one under memcheck, which ends the program with its own status when it complains
// PROGRAM count [NAME]       runs all or one under callgrind, with a dump for each run, named after the operation

#include "constant_time/watched.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

using namespace hawser::constant_time;

// Memory is given out in order and never taken back but all at once: what an allocation costs, and where it lies, does not
// depend on those before it.
alignas(64) std::byte memory[std::size_t{64} << 20];
std::size_t given = 0;

// tables are made, symbols are bound and heaps are warm before anything is counted
constexpr std::uint64_t unwatched = 2;
constexpr std::uint64_t checked = 3;
constexpr std::uint64_t counted_runs = 12;

void run(const operation& one, bool counting) {
    if (!counting) {
        for (std::uint64_t i = 0; i < checked; ++i) {
            trial t{i};
            one.run(t);
        }
        return;
    }
    if (one.count == counted::no) return;
    const std::size_t before = given;
    for (std::uint64_t i = 0; i < unwatched + counted_runs; ++i) {
        given = before;
        trial t{i};
        one.run(t);
        CALLGRIND_DUMP_STATS_AT(i < unwatched ? "unwatched" : one.name);
    }
}

} // namespace

void* operator new(std::size_t size) {
    const std::size_t at = given;
    given += (size + 63) / 64 * 64;
    if (given > sizeof(memory)) std::abort();
    return memory + at;
}
void operator delete(void*) noexcept {}
void operator delete(void*, std::size_t) noexcept {}

void hawser::constant_time::trial::require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::exit(3);
}

int main(int argc, char** argv) {
    const char* mode = argc > 1 ? argv[1] : "list";
    bool found = false;
    for (const operation* one : operation::all()) {
        if (argc > 2 && std::strcmp(argv[2], one->name) != 0) continue;
        found = true;
        if (std::strcmp(mode, "list") == 0)
            std::printf("%s\n", one->name);
        else
            run(*one, std::strcmp(mode, "count") == 0);
    }
    return found ? 0 : 2;
}
