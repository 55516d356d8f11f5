#pragma once
// Operations on secrets that valgrind watches. Memcheck is told that the secrets are undefined, and then reports every branch
// and every address that depends on one; callgrind counts the instructions, which must be as many for any secrets. One file
// for each primitive; main.cpp runs them and run.sh judges.

#include "constant_time/hook.hpp"
#include "support/fixed_random.hpp"

#include <string>
#include <valgrind/callgrind.h>
#include <vector>

namespace hawser::constant_time {

/// One run of an operation. What is drawn as `fixed` is the same in every run, what is drawn as `secret` is another each time.
class trial {
  public:
    explicit trial(std::uint64_t number) : number_{number}, random_{1000 + number} {}

    /// From 0.
    std::uint64_t number() const noexcept { return number_; }

    byte_vector fixed(std::size_t size) { return fixed_.bytes(size); }
    byte_vector secret(std::size_t size) {
        byte_vector out = random_.bytes(size);
        hide(out);
        return out;
    }
    /// These bytes are secret from here on.
    static void hide(byte_span bytes) noexcept {
        (void)VALGRIND_MAKE_MEM_UNDEFINED(bytes.data(), bytes.size());
    }
    /// They are not any more: a test looks at what came out.
    static void show(byte_view bytes) noexcept {
        (void)VALGRIND_MAKE_MEM_DEFINED(bytes.data(), bytes.size());
    }

    /// A random source whose bytes are secret.
    result<void> fill(byte_span out) {
        (void)random_.fill(out);
        hide(out);
        return {};
    }

    /// What is watched. Setting the stage is not.
    template <class Operation>
    void watch(Operation operation) {
        CALLGRIND_TOGGLE_COLLECT;
        call(operation);
        CALLGRIND_TOGGLE_COLLECT;
    }

    /// The test itself holds nonsense: the program fails.
    static void require(bool holds, const char* what);

  private:
    /// Callgrind counts blocks when they end, and the one that switches it off not at all: the operation ends with a return.
    template <class Operation>
    [[gnu::noinline]] static void call(Operation& operation) {
        operation();
        __asm__ __volatile__("" : : : "memory");
    }

    std::uint64_t number_;
    testing::fixed_random fixed_{1};
    testing::fixed_random random_;
};

/// Whether instruction counts are compared; not where they differ for reasons that are public.
enum class counted : bool { no, yes };

/// An operation announces itself: `static const operation sign{"sign", [](trial& t) { ... }};` at namespace scope.
class operation {
  public:
    operation(const char* called, void (*runs)(trial&), counted counts = counted::yes)
        : name{called},
          run{runs},
          count{counts} {
        all().push_back(this);
    }
    static std::vector<const operation*>& all() {
        static std::vector<const operation*> list;
        return list;
    }

    const char* name;
    void (*run)(trial&);
    counted count;
};

} // namespace hawser::constant_time
