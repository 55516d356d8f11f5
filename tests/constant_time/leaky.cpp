#include <hawser/core/constant_time.hpp>

#include "constant_time/watched.hpp"

// The test of the test: operations that leak, each in its own way, and each must be found. run.sh expects memcheck to
// complain about each but those named clean_*, and counts to differ for those named *_counts.

namespace CryptoPP {
class another_library;
}

namespace {

using namespace hawser;
using namespace hawser::constant_time;

volatile unsigned sink;
volatile unsigned char table[256];

unsigned first(const byte_vector& secret) {
    const auto* memory = reinterpret_cast<const volatile unsigned char*>(secret.data());
    return memory[0];
}

const operation branch{"branch_counts", [](trial& t) {
                           const byte_vector secret = t.secret(32);
                           t.watch([&] {
                               if (std::to_integer<int>(secret[0]) % 2 == 0)
                                   for (unsigned i = 0; i < 10; ++i) sink = sink + i;
                           });
                       }};

const operation loop{"loop_counts", [](trial& t) {
                         const byte_vector secret = t.secret(32);
                         t.watch([&] {
                             for (unsigned i = 0; i < first(secret); ++i) sink = i;
                         });
                     }};

// Comparison that stops at the first difference.
const operation early_end{"early_end_counts", [](trial& t) {
                              byte_vector secret = t.secret(32);
                              byte_vector guess = t.fixed(32);
                              // so many bytes are right
                              trial::show(secret);
                              for (std::size_t i = 0; i < t.number() % 8; ++i) secret[i] = guess[i];
                              trial::hide(secret);
                              t.watch([&] {
                                  bool same = true;
                                  for (std::size_t i = 0; same && i < 32; ++i) same = secret[i] == guess[i];
                                  trial::show({reinterpret_cast<const std::byte*>(&same), 1});
                                  sink = same;
                              });
                          }};

// Counts cannot see it.
const operation address{"address", [](trial& t) {
                            const byte_vector secret = t.secret(32);
                            t.watch([&] { sink = table[first(secret)]; });
                        }};

const operation pointer{"write_address", [](trial& t) {
                            const byte_vector secret = t.secret(32);
                            t.watch([&] { table[first(secret)] = 1; });
                        }};

// Through arithmetic and memory, and only when a rare value comes.
const operation derived{"derived", [](trial& t) {
                            const byte_vector secret = t.secret(32);
                            t.watch([&] {
                                unsigned sum = 0;
                                for (std::byte b : secret) sum = sum * 31 + std::to_integer<unsigned>(b);
                                unsigned kept[4] = {sum, sum ^ 1, sum ^ 2, sum ^ 3};
                                for (unsigned k : kept) sink = k;
                                if (kept[2] == 12345) sink = 0;
                            });
                        }};

// Neither tool sees it; the list of divisions does, also where the function only has an argument of the library that may divide.
[[gnu::noinline]] unsigned divided(const byte_vector& secret) { return 1000003 / (first(secret) | 256); }
template <class>
[[gnu::noinline]] unsigned divided_beside(const byte_vector& secret) {
    return 1000033 / (first(secret) | 256);
}
const operation division{"clean_division", [](trial& t) {
                             const byte_vector secret = t.secret(32);
                             t.watch([&] {
                                 sink = divided(secret);
                                 sink = divided_beside<CryptoPP::another_library>(secret);
                             });
                         }};

const operation clean{"clean_comparison", [](trial& t) {
                          const byte_vector secret = t.secret(32), guess = t.fixed(32);
                          t.watch([&] { sink = constant_time_equal(secret, guess); });
                      }};

const operation selection{
    "clean_selection", [](trial& t) {
        byte_vector secret = t.secret(32), other = t.secret(32);
        const byte_vector guess = t.fixed(32);
        t.watch([&] { constant_time_replace(secret, constant_time_difference(secret, guess), other); });
    }};

const operation declassified{"clean_declassified",
                             [](trial& t) {
                                 byte_vector secret = t.secret(32);
                                 t.watch([&] {
                                     declassify_bytes(secret);
                                     if (std::to_integer<int>(secret[0]) % 2 == 0) sink = sink + 1;
                                 });
                             },
                             counted::no};

} // namespace
