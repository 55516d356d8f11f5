#pragma once
// A crypto backend that fails at the n-th call: wrap the primitive of a descriptor, as in
// cipher::basic_aes256_gcm<testing::failing<cryptopp::aes_gcm<32>>>, and tell crypto_fault which call is to
// fail.

#include <hawser/core/error.hpp>
#include <hawser/core/result.hpp>

#include <cstddef>
#include <type_traits>

namespace hawser::testing {

/// Counts the calls of all wrapped primitives of this thread. One may be told to fail; a failed call does
/// nothing.
class crypto_fault {
  public:
    static constexpr std::size_t never = 0;

    /// Begins to count; the `nth` call, counted from 1, fails.
    static void arm(std::size_t nth) noexcept {
        calls_ = 0;
        fails_at_ = nth;
    }
    static std::size_t calls() noexcept { return calls_; }
    static bool fired() noexcept { return fails_at_ != never && calls_ >= fails_at_; }
    static bool now() noexcept { return ++calls_ == fails_at_; }

  private:
    static inline thread_local std::size_t calls_ = 0;
    static inline thread_local std::size_t fails_at_ = never;
};

namespace detail {

/// The operations of any primitive, each counted; it has those that `P` has.
template <class P>
class failing_object : public P {
  public:
    template <class... Args>
        requires requires(P& p, Args... args) { p.start(args...); }
    auto start(Args... args) noexcept {
        using outcome = decltype(P::start(args...));
        if constexpr (std::is_same_v<outcome, bool>) {
            return !crypto_fault::now() && P::start(args...);
        } else {
            return crypto_fault::now() ? outcome{security_error::backend_failed} : P::start(args...);
        }
    }
    template <class... Args>
        requires requires(P& p, Args... args) { p.update(args...); }
    bool update(Args... args) noexcept { return !crypto_fault::now() && P::update(args...); }
    template <class... Args>
        requires requires(P& p, Args... args) { p.final(args...); }
    bool final(Args... args) noexcept { return !crypto_fault::now() && P::final(args...); }
    template <class... Args>
        requires requires(P& p, Args... args) { p.restart(args...); }
    bool restart(Args... args) noexcept { return !crypto_fault::now() && P::restart(args...); }
    template <class... Args>
        requires requires(P& p, Args... args) { p.apply(args...); }
    bool apply(Args... args) noexcept { return !crypto_fault::now() && P::apply(args...); }
    template <class... Args>
        requires requires(P& p, Args... args) { p.seal(args...); }
    bool seal(Args... args) noexcept { return !crypto_fault::now() && P::seal(args...); }
    template <class... Args>
        requires requires(P& p, Args... args) { p.open(args...); }
    bool open(Args... args) noexcept { return !crypto_fault::now() && P::open(args...); }
};

template <class P>
struct failing_pair : P {
    using sealer = failing_object<typename P::sealer>;
    using opener = failing_object<typename P::opener>;
};

template <class P>
struct failing_chain : P {
    using encryption = failing_object<typename P::encryption>;
    using decryption = failing_object<typename P::decryption>;
};

template <class P>
struct failing_of {
    using type = failing_object<P>;
};
template <class P>
    requires requires { typename P::sealer; }
struct failing_of<P> {
    using type = failing_pair<P>;
};

template <class P>
    requires requires { typename P::encryption; }
struct failing_of<P> {
    using type = failing_chain<P>;
};

} // namespace detail

/// The primitive `P` (a digest among them), failing when crypto_fault says so.
template <class P>
using failing = typename detail::failing_of<P>::type;

} // namespace hawser::testing
