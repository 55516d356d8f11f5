#pragma once
// RSA (RFC 8017): the public operation and key generation by Crypto++, whose arithmetic is fast but branches on its
// operands; the private operation by our constant-time arithmetic. Generating a key is not constant-time.

#include <hawser/algorithm/cryptopp/guard.hpp>
#include <hawser/algorithm/cryptopp/rng_adapter.hpp>
#include <hawser/algorithm/native/rsa_private.hpp>

#include <cryptopp/algparam.h>
#include <cryptopp/argnames.h>
#include <cryptopp/modarith.h>
#include <cryptopp/nbtheory.h>

namespace hawser::inline HAWSER_ABI::cryptopp {

struct rsa {
    using private_key = native::rsa_private_key;

    /// out = input^e mod n for an odd n; `out` has as many bytes as n. False when `input` is not below n, or the backend
    /// failed. Magnitudes are big-endian without leading zeros, except that `input` may have them.
    static bool public_power(byte_span out, byte_view input, byte_view n, byte_view e) noexcept {
        return succeeds([&] {
            const CryptoPP::Integer base = integer(input);
            const CryptoPP::Integer modulus = integer(n);
            if (base >= modulus) return false;
            const CryptoPP::MontgomeryRepresentation ring{modulus};
            const CryptoPP::Integer power =
                ring.ConvertOut(ring.Exponentiate(ring.ConvertIn(base), integer(e)));
            power.Encode(pointer(out), out.size());
            return true;
        });
    }

    /// out = input^d mod n, blinded; see native::rsa_private_power.
    static result<void> private_power(byte_span out, byte_view input, const private_key& key,
                                      random_ref random) {
        return guard([&] { return native::rsa_private_power(out, input, key, random); });
    }

    /// The numbers of a new private key; e is 65537.
    struct generated {
        secret_bytes n, e, d, iqmp, p, q;
    };
    /// Errors: those of the random source, backend_failed.
    static result<generated> generate(random_ref random, std::size_t bits) {
        return guard([&]() -> result<generated> {
            using CryptoPP::Integer;
            rng_adapter rng{random};
            const Integer e{65537}, one = Integer::One();
            const usable_primes usable{e};
            const auto size = CryptoPP::MakeParametersForTwoPrimesOfEqualSize(static_cast<unsigned>(bits))(
                CryptoPP::Name::PointerToPrimeSelector(), usable.GetSelectorPointer());
            Integer p, q;
            p.GenerateRandom(rng, size);
            q.GenerateRandom(rng, size);
            // openssh-key-v1 has d modulo the least common multiple or phi as its maker likes; all readers take both
            const Integer d = e.InverseMod(CryptoPP::LCM(p - one, q - one));
            return generated{magnitude(p * q),           magnitude(e), magnitude(d),
                             magnitude(q.InverseMod(p)), magnitude(p), magnitude(q)};
        });
    }

  private:
    /// Those whose predecessor has no factor in common with e, a prime.
    class usable_primes : public CryptoPP::PrimeSelector {
      public:
        explicit usable_primes(const CryptoPP::Integer& e) : e_{e} {}
        bool IsAcceptable(const CryptoPP::Integer& candidate) const override {
            return candidate % e_ != CryptoPP::Integer::One();
        }

      private:
        CryptoPP::Integer e_;
    };

    static CryptoPP::Integer integer(byte_view b) { return CryptoPP::Integer{pointer(b), b.size()}; }
    static secret_bytes magnitude(const CryptoPP::Integer& value) {
        secret_bytes out{value.MinEncodedSize()};
        value.Encode(pointer(out.span()), out.size());
        return out;
    }
};

} // namespace hawser::inline HAWSER_ABI::cryptopp
