#pragma once
// A suite of algorithms that NIST approves of, checked when the program is compiled. It speaks of algorithms alone:
// neither this library nor its backend is a validated module (FIPS 140-3).

#include <hawser/suite/suite.hpp>
#include <hawser/wire/name_list.hpp>

namespace hawser::inline HAWSER_ABI {

namespace detail {

// SP 800-56A revision 3, with the groups of its appendices D and the curves of SP 800-186.
inline constexpr std::string_view approved_kexes =
    "ecdh-sha2-nistp256,ecdh-sha2-nistp384,ecdh-sha2-nistp521,diffie-hellman-group14-sha256,"
    "diffie-hellman-group16-sha512,diffie-hellman-group18-sha512";
// FIPS 186-5, with SHA-2.
inline constexpr std::string_view approved_host_keys =
    "ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,rsa-sha2-256,rsa-sha2-512";
// FIPS 197 in the modes of SP 800-38A and SP 800-38D.
inline constexpr std::string_view approved_ciphers =
    "aes128-gcm@openssh.com,aes256-gcm@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr";
// FIPS 198-1, with SHA-2, at full length.
inline constexpr std::string_view approved_macs =
    "hmac-sha2-256,hmac-sha2-512,hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com";

template <class... Algorithms>
constexpr bool all_are_in([[maybe_unused]] std::string_view approved, type_list<Algorithms...>) noexcept {
    return ((wire::name_list{approved}.contains(Algorithms::name) && Algorithms::rank == grade::preferred) &&
            ...);
}

} // namespace detail

/// A suite that does not compile when it lists an algorithm that is not approved, by its name on the wire; which backend it
/// uses is not looked at, nor what the program sets in its key_policy. Compression is not its business.
template <class... Lists>
struct fips_suite : suite<Lists...> {
    using base = suite<Lists...>;
    static_assert(detail::all_are_in(detail::approved_kexes, typename base::kexes{}),
                  "a key exchange method of this suite is not among those approved for fips_suite");
    static_assert(detail::all_are_in(detail::approved_host_keys, typename base::host_keys{}),
                  "a signature algorithm of this suite is not among those approved for fips_suite");
    static_assert(detail::all_are_in(detail::approved_ciphers, typename base::ciphers{}),
                  "a cipher of this suite is not among those approved for fips_suite");
    static_assert(detail::all_are_in(detail::approved_macs, typename base::macs{}),
                  "a MAC of this suite is not among those approved for fips_suite");
};

} // namespace hawser::inline HAWSER_ABI
