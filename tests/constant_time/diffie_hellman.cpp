#include <hawser/algorithm/kex/dh_key_pair.hpp>
#include <hawser/algorithm/kex/modp_group.hpp>
#include <hawser/algorithm/native/montgomery.hpp>
#include <hawser/wire/mpint.hpp>

#include "constant_time/watched.hpp"

namespace {

using namespace hawser;
using namespace hawser::constant_time;

// Of group 14: its larger sisters only repeat more.
constexpr const auto& prime = kex::modp_2048::prime;

// 2^x, as a key pair is made.
const operation power_of_two{"power_of_generator", [](trial& t) {
                                 const byte_vector exponent = t.secret(64), base{std::byte{2}};
                                 byte_vector out(prime.size());
                                 t.watch([&] { native::modexp::power(out, base, exponent, prime); });
                             }};

// y^x of a peer's y; the base counts as secret too.
const operation power{"power", [](trial& t) {
                          byte_vector base = t.secret(prime.size());
                          const byte_vector exponent = t.secret(64);
                          trial::show({base.data(), 1});
                          base[0] &= std::byte{0x7f};
                          byte_vector out(prime.size());
                          t.watch([&] { native::modexp::power(out, base, exponent, prime); });
                      }};

// A whole exchange of one side, what is looked for in values and in the secret included. The value becomes public.
const operation exchange{"exchange",
                         [](trial& t) {
                             const byte_vector peer = t.fixed(200);
                             kex::dh_key_pair<native::modexp> own;
                             t.watch([&] {
                                 trial::require(own.start(t, prime, kex::modp_2048::generator).has_value(),
                                                "a key pair");
                                 trial::require(own.agree(peer).has_value(), "a secret");
                             });
                         },
                         counted::no};

// Only the length of the encoding depends on the secret, and the packet's length gives it away.
const operation mpint{"secret_as_mpint",
                      [](trial& t) {
                          byte_vector secret = t.secret(256);
                          if (t.number() % 3 == 1) secret[0] = std::byte{0};
                          byte_buffer out;
                          wire::writer w{out};
                          t.watch([&] { wire::encode_mpint_constant_time(w, secret); });
                      },
                      counted::no};

} // namespace
