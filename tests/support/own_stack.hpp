#pragma once
// What a function leaves on the stack: it runs on one of its own, which is looked at afterwards.

#include <hawser/core/bytes.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <functional>
#include <pthread.h>
#include <stdexcept>

namespace hawser::testing {

/// A test's precondition: address sanitizers lay out frames in a way of their own, and without optimisation everything goes by
/// the stack.
inline boost::test_tools::assertion_result has_plain_stack(boost::unit_test::test_unit_id) {
#if defined(__SANITIZE_ADDRESS__) || !defined(__OPTIMIZE__)
    return false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
    return false;
#endif
#endif
    return true;
}

/// The stack after `run`, zeros where nothing has been. It runs twice: the first time the dynamic linker looks for functions, and
/// saves registers on the stack.
inline byte_vector stack_after(const std::function<void()>& run) {
    run();
    constexpr std::size_t size = 512 * 1024, page = 4096;
    byte_vector memory(size + page);
    std::byte* const stack = memory.data() + (page - reinterpret_cast<std::uintptr_t>(memory.data()) % page);
    const auto start = [](void* argument) -> void* {
        // the end of a thread has a use for the beginning of its stack
        volatile char gap[64 * 1024];
        gap[0] = 0;
        (*static_cast<const std::function<void()>*>(argument))();
        gap[sizeof gap - 1] = 0;
        return nullptr;
    };
    pthread_attr_t attributes;
    pthread_t thread{};
    pthread_attr_init(&attributes);
    const bool ran =
        pthread_attr_setstack(&attributes, stack, size) == 0 &&
        pthread_create(&thread, &attributes, start, const_cast<std::function<void()>*>(&run)) == 0;
    pthread_attr_destroy(&attributes);
    if (!ran) throw std::runtime_error{"no thread with a stack of its own"};
    pthread_join(thread, nullptr);
    return memory;
}

/// How many of the 8-byte words of `secret` are somewhere in `memory`.
inline std::size_t words_left(byte_view secret, byte_view memory) {
    std::size_t out = 0;
    for (; secret.size() >= 8; secret = secret.subspan(8)) {
        const byte_view word = secret.first(8);
        if (std::ranges::all_of(word, [](std::byte b) { return b == std::byte{0}; })) continue;
        out += std::search(memory.begin(), memory.end(), word.begin(), word.end()) != memory.end() ? 1 : 0;
    }
    return out;
}

} // namespace hawser::testing
