#include <hawser/algorithm/native/rsa_private.hpp>

#include "constant_time/watched.hpp"

#include <array>

namespace {

using namespace hawser;
using namespace hawser::constant_time;

/// n, d, iqmp, p, q of test keys of 1024 bits with e = 65537, all of the same lengths.
constexpr std::array<const char*, 5> numbers[] = {
    {"b367ff14405a46022c4c479e9fb3aa71f2114d3e2614b9910ae26aa4b22b22b84a87b9590dffcbd87fa8ba2e1d34cee1"
     "4fba7c739b6e51aec2974b8c01a16b0fd2abea38fa090dffaf8f8990581ffa6b27ad8d458a2e26fe4908c4288efcd246"
     "ebd8d5c589dc528c39475b299bddcb3b88e648bd4983d7dce011b0c7e6e84c47",
     "24aea6e12527501931a5871f4fd81489a7cd11d61b43318e0e83acfa6fd3920dcc6f63de69965bbfb09a7736e691dd9b"
     "040a4557fdf7d88bbb0de44c8428d512d74b889d9d099e629e960e1ee0dc6a37f4a1b3c96d70360539fdef88a78137bb"
     "5e1e2cbd54a86b2ab81de8df30107073626fcb3ba177762d9db8fe7752224f81",
     "a9cf9afc6a3f6383facbf59ee09a1b1c9db878c61274e629880ad6a0e7844b10fe17ae8485500faf141687345f322965"
     "553bf7b102fa96d1122ea5dccbf3e4d9",
     "e638b78e7013c13df3eef4fdd8fb6fafc9812f58faeb214a6abfc6edc1e794724619cdfa89ebda270110b835e40e99f5"
     "cacc43869321f3778ef857d58168c099",
     "c77ea98ceeff5254aa7f2c1754976a6669c1d51382646d5fcef0ed3578604c6a5096524f5431e32aed28b5a7483f0ef6"
     "d2fabbc97f748b804b515bb11fc61fdf"},
    {"b05c8066d65e990e87424f5f00f140bad69bb1e664bf4cf15a5737accdf1d7606e78f951bdc5a6bce42b204cc8c5c933"
     "04f55e839ffe237967bcabba90f310e02f26ca07ac64e09a923b49363388841fdf598c81c7368fb6eee138c01100222b"
     "0742fa7b0a0abc3fb77c66ae0adec38a40155ef40006d2de7cada412e29c8d37",
     "45a622677a9d9d60a9763c964e6ef89b5109e7f60f2fa599638e3244a288b2003960b945d8e667f50d3f22e07021fc55"
     "93cdbb67cc15b7b8c8893060dbc1c295be8dbca99b19d489a6ebe67d6f84be76a2853b5fddfe4f0993a89a4b8a9c9fca"
     "ca520a1140f53ba0c1f5c2412872a9a2c0dccff0323b019e2a2446af55f00e41",
     "1902eb5d1c262f0718d24f4653ca1a0424304fc6da89beb2c3c814933bf7ed20afa05c73c8e9b0428b2f67ebfe05c645"
     "0bfab10998ccbc2ae59fc9e8e5aa38cf",
     "e3b92179d4c9568d5d49971606f22659944eb87114eb3c3635b76a0df2ba5936f7758b7a918bbca817905b8417235911"
     "a7076088a6ec4fb05032b7070954e8a7",
     "c642ae002a4d624151745cc0b4aaa4a3e1e1cd2680a8c43df8bdbd02586e27fe07e1a5a59f06db224d1bef15829eb105"
     "10c7b84d37e0a6bcaaa04e51930f38f1"}};

// The private operation: d, iqmp, both primes, the input and the blinding are secret, modulus and lengths are not. Odd runs
// are of the other key.
const operation private_power{
    "private_power", [](trial& t) {
        std::array<byte_vector, 5> key;
        for (std::size_t i = 0; i < 5; ++i) {
            key[i] = *from_hex(numbers[t.number() % 2][i]);
            if (i != 0) trial::hide(key[i]);
        }
        const byte_vector e{std::byte{1}, std::byte{0}, std::byte{1}};
        byte_vector input = t.secret(128), out(128);
        input[0] = std::byte{0};
        result<void> done;
        t.watch([&] {
            done = native::rsa_private_power(out, input, {key[0], e, key[1], key[2], key[3], key[4]}, t);
        });
        trial::require(done.has_value(), "a result");
    }};

} // namespace
