#pragma once
// What a session takes from outside besides bytes and time, each replaceable: memory, random, log.

#include <hawser/core/log.hpp>
#include <hawser/core/random.hpp>

#include <memory_resource>

namespace hawser::inline HAWSER_ABI {

/// All three must outlive every object that was given this environment.
struct environment {
    random_ref random;
    /// Long-lived buffers and secrets come from here.
    std::pmr::memory_resource* memory = std::pmr::get_default_resource();
    log_ref log = {};
};

} // namespace hawser::inline HAWSER_ABI
