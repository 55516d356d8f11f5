#pragma once
// Any hash class of Crypto++ as a digest of ours.

#include <hawser/algorithm/cryptopp/guard.hpp>
#include <hawser/core/bytes.hpp>

namespace hawser::inline HAWSER_ABI::cryptopp {

/// Copyable, so that a hash of a common beginning is computed once. Its memory is wiped by destruction; after
/// `final` the last block may stay in it until then.
template <class Hash>
class basic_digest {
  public:
    static constexpr std::size_t size = Hash::DIGESTSIZE;
    static constexpr std::size_t block_size = Hash::BLOCKSIZE;

    // Hash classes have large inline bodies, and digests are made in many places.
    HAWSER_NOINLINE basic_digest() {}
    HAWSER_NOINLINE basic_digest(const basic_digest& other) : hash_{other.hash_} {}
    HAWSER_NOINLINE basic_digest& operator=(const basic_digest& other) {
        hash_ = other.hash_;
        return *this;
    }
    HAWSER_NOINLINE ~basic_digest() {}

    HAWSER_NOINLINE bool update(byte_view bytes) noexcept {
        if (bytes.empty()) return true;
        return succeeds([&] { hash_.Update(pointer(bytes), bytes.size()); });
    }
    /// `out` has exactly `size` bytes; anything else is refused. The digest begins anew.
    HAWSER_NOINLINE bool final(byte_span out) noexcept {
        if (out.size() != size) return false;
        return succeeds([&] { hash_.Final(pointer(out)); });
    }

  private:
    Hash hash_;
};

} // namespace hawser::inline HAWSER_ABI::cryptopp
