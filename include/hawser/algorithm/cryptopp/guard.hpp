#pragma once
// What every call into Crypto++ takes: bytes in its own type, and a guard by which an exception becomes an error value, and
// nothing gets past.

#include <hawser/core/bytes.hpp>
#include <hawser/core/error.hpp>
#include <hawser/core/result.hpp>

#include <exception>
#include <new>
#include <type_traits>
#include <utility>

namespace hawser::inline HAWSER_ABI::cryptopp {

namespace detail {

template <class T>
struct guarded {
    using type = result<T>;
};
template <class T>
struct guarded<result<T>> {
    using type = result<T>;
};

/// The error of the exception being handled. std::system_error brings its own code: random_adapter throws it.
inline std::error_code error_in_flight() noexcept {
    try {
        throw;
    } catch (const std::bad_alloc&) {
        return std::make_error_code(std::errc::not_enough_memory);
    } catch (const std::system_error& e) {
        return e.code() ? e.code() : make_error_code(security_error::backend_failed);
    } catch (...) {
        return security_error::backend_failed;
    }
}

} // namespace detail

inline unsigned char* pointer(byte_span bytes) noexcept {
    return reinterpret_cast<unsigned char*>(bytes.data());
}
inline const unsigned char* pointer(byte_view bytes) noexcept {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

/// Calls `f` and returns what it returns, as a result. Errors: those of `f`; security_error::backend_failed
/// and std::errc::not_enough_memory for what it threw; the code of a std::system_error.
template <class F>
auto guard(F&& f) noexcept -> typename detail::guarded<std::invoke_result_t<F>>::type {
    try {
        if constexpr (std::is_void_v<std::invoke_result_t<F>>) {
            std::forward<F>(f)();
            return {};
        } else {
            return std::forward<F>(f)();
        }
    } catch (...) {
        return detail::error_in_flight();
    }
}

/// For what is called with every packet: whether `f` neither threw nor returned false.
template <class F>
bool succeeds(F&& f) noexcept {
    try {
        if constexpr (std::is_void_v<std::invoke_result_t<F>>) {
            std::forward<F>(f)();
            return true;
        } else {
            return std::forward<F>(f)();
        }
    } catch (...) {
        return false;
    }
}

} // namespace hawser::inline HAWSER_ABI::cryptopp
