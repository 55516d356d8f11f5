#pragma once
// How two KEXINITs become one selection (RFC 4253, section 7.1).

#include <hawser/core/diagnostic.hpp>
#include <hawser/core/result.hpp>
#include <hawser/core/role.hpp>
#include <hawser/suite/algorithm_slot.hpp>
#include <hawser/suite/name_table.hpp>
#include <hawser/suite/selection.hpp>
#include <hawser/wire/kexinit.hpp>

#include <string>

namespace hawser::inline HAWSER_ABI {

/// The name-list of a slot.
std::string_view list_of(const wire::kexinit& offer, algorithm_slot slot) noexcept;

/// The list of MACs to offer beside a list of ciphers: `macs`, and the names of those ciphers that must be agreed as
/// MAC too. They go first when such a cipher is liked better than all that need a MAC, else last; where `macs` has them
/// says nothing, and one whose cipher is not among `ciphers` is left out.
std::string macs_to_offer(const suite_table& table, std::string_view ciphers, std::string_view macs);

/// For each slot the first name of the client's list that the server's list and the table hold; names outside
/// the table, such as the markers in the key exchange list, are never chosen. A cipher that authenticates by
/// itself makes the MAC lists of its direction irrelevant, unless both must hold its name; languages always are. `us` is the side that
/// `table` belongs to. Errors: protocol_error::no_common_algorithm, with `details` filled when given.
result<selection> negotiate(const suite_table& table, const wire::kexinit& client,
                            const wire::kexinit& server, role us, diagnostic* details = nullptr);

/// Whether a key exchange packet that followed a KEXINIT unasked was guessed right: both sides like best the
/// same key exchange method and the same host key algorithm. After a wrong guess that packet is dropped.
bool guess_is_right(const wire::kexinit& client, const wire::kexinit& server) noexcept;

} // namespace hawser::inline HAWSER_ABI

#if HAWSER_HEADER_ONLY
#include <hawser/suite/impl/negotiate.ipp>
#endif
