#include <hawser/algorithm/native/dsa.hpp>

#include "constant_time/watched.hpp"

namespace {

using namespace hawser;
using namespace hawser::constant_time;

// Parameters of RFC 6979, appendix A.2.1.
constexpr const char* p =
    "86f5ca03dcfeb225063ff830a0c769b9dd9d6153ad91d7ce27f787c43278b447e6533b86b18bed6e8a48b784a14c252c"
    "5be0dbf60b86d6385bd2f12fb763ed8873abfd3f5ba2e0a8c0a59082eac056935e529daf7c610467899c77adedfc846c"
    "881870b7b19b2b58f9be0521a17002e3bdd6b86685ee90b3d9a1b02b782b1779";
constexpr const char* q = "996f967f6c8e388d9e28d01e205fba957a5698b1";
constexpr const char* g =
    "07b0f92546150b62514bb771e2a0c0ce387f03bda6c56b505209ff25fd3c133d89bbcd97e904e09114d9a7defdeadfc9"
    "078ea544d2e401aeecc40bb9fbbf78fd87995a10a1c27cb7789b594ba7efb5c4326a9fe59a070e136db77175464adca4"
    "17be5dce2f40d10a46a3a3943f26ab7fd9c0398ff8c76ee0a56826a8a88f1dbd";

/// A scalar below q.
byte_vector scalar(trial& t) {
    byte_vector out = t.secret(native::dsa::scalar_size);
    trial::show(out);
    out[0] &= std::byte{0x7f};
    trial::hide(out);
    return out;
}

const operation sign{
    "sign", [](trial& t) {
        const byte_vector prime = *from_hex(p), order = *from_hex(q), base = *from_hex(g);
        const byte_vector hash = t.fixed(20), secret = scalar(t), nonce = scalar(t);
        byte_vector r(native::dsa::scalar_size), s(native::dsa::scalar_size);
        bool made = false;
        t.watch([&] { made = native::dsa::sign(hash, {prime, order, base, {}}, secret, nonce, r, s); });
        trial::require(made, "a signature");
    }};

} // namespace
