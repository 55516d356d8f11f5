#pragma once
// What a hash function is: used for the exchange hash, key derivation and fingerprints.

#include <hawser/core/bytes.hpp>
#include <hawser/core/result.hpp>

#include <concepts>

namespace hawser::inline HAWSER_ABI {

/// Default-constructed ready; `update` any number of times, then `final` once, which makes it ready again. Sizes in bytes.
/// False means that the backend failed.
template <class D>
concept digest = std::default_initializable<D> && requires(D& d, byte_view in, byte_span out) {
    { D::size } -> std::convertible_to<std::size_t>;
    { D::block_size } -> std::convertible_to<std::size_t>;
    { d.update(in) }
    noexcept->std::same_as<bool>;
    { d.final(out) }
    noexcept->std::same_as<bool>;
};

} // namespace hawser::inline HAWSER_ABI
