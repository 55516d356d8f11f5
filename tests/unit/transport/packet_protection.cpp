#include <hawser/transport/packet_protection.hpp>

#include "support/null_algorithms.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;
using namespace hawser::transport;

/// Inverts every bit.
struct inverting_cipher : testing::null_cipher {
    static constexpr std::size_t block_size = 16;
    static constexpr std::uint64_t bytes_per_key = 4096;
    struct sealer {
        result<void> start(byte_view, byte_view) noexcept { return {}; }
        bool encrypt(byte_span bytes) noexcept {
            for (std::byte& b : bytes) b = ~b;
            return true;
        }
    };
    struct opener {
        result<void> start(byte_view, byte_view) noexcept { return {}; }
        bool decrypt(byte_span bytes) noexcept { return sealer{}.encrypt(bytes); }
    };
};
/// The sum of the sequence number and of all bytes.
struct sum_state {
    result<void> start(byte_view) noexcept { return {}; }
    static std::uint32_t sum(std::uint32_t sequence, byte_view bytes) noexcept {
        for (std::byte b : bytes) sequence += std::to_integer<std::uint32_t>(b);
        return sequence;
    }
    bool sign(std::uint32_t sequence, byte_view bytes, byte_span out) noexcept {
        store_u32(out.data(), sum(sequence, bytes));
        return true;
    }
    bool verify(std::uint32_t sequence, byte_view bytes, byte_view tag) noexcept {
        return load_u32(tag.data()) == sum(sequence, bytes);
    }
};
struct sum_mac : testing::null_mac {
    using state = sum_state;
};
struct sum_mac_etm : testing::null_mac_etm {
    using state = sum_state;
};

struct chained_cipher : inverting_cipher {
    static constexpr bool cbc = true;
};

using ciphers = type_list<testing::null_aead, inverting_cipher, chained_cipher>;
using macs = type_list<sum_mac, sum_mac_etm>;
constexpr std::size_t aead = 0, inverting = 1, chained = 2, plain_mac = 0, etm_mac = 1;
constexpr key_letters letters = letters_of(direction::client_to_server);
const auto zero_keys = [](char, byte_span) -> result<void> { return {}; };

/// A packet of two blocks.
byte_vector packet() {
    byte_vector out(32);
    store_u32(out.data(), 28);
    out[4] = std::byte{10};
    return out;
}

BOOST_AUTO_TEST_SUITE(transport_packet_protection)

BOOST_AUTO_TEST_CASE(what_a_pair_demands) {
    using family = protection<ciphers, macs>;
    const protection_facts a = family::facts_of(aead, etm_mac);
    BOOST_CHECK(a.form == protection_form::aead);
    BOOST_CHECK((a.shape == wire::packet_shape{8, 0, false}));
    const protection_facts e = family::facts_of(inverting, etm_mac);
    BOOST_CHECK(e.form == protection_form::encrypt_then_mac);
    BOOST_CHECK((e.shape == wire::packet_shape{16, 4, false}));
    const protection_facts m = family::facts_of(inverting, plain_mac);
    BOOST_CHECK(m.form == protection_form::encrypt_and_mac);
    BOOST_CHECK((m.shape == wire::packet_shape{16, 4, true}));
    BOOST_TEST(m.bytes_per_key == 4096u);
    // a length field out of a chain of blocks, read before the MAC is checked
    BOOST_TEST(family::facts_of(chained, plain_mac).length_may_tell);
    for (const protection_facts& f : {a, e, m, family::facts_of(chained, etm_mac)})
        BOOST_TEST(!f.length_may_tell);
}

BOOST_AUTO_TEST_CASE(clear_until_keyed) {
    sealing<ciphers, macs> out;
    opening<ciphers, macs> in;
    byte_vector bytes = packet();
    BOOST_TEST(out.seal(0, bytes, {}));
    BOOST_TEST(to_hex(bytes) == to_hex(packet()));
    std::uint32_t length = 0;
    BOOST_TEST(in.length_needs() == 4u);
    BOOST_TEST(in.length(0, byte_span{bytes}.first(4), length));
    BOOST_TEST(length == 28u);
    BOOST_TEST(in.open(0, bytes, {}));
}

BOOST_AUTO_TEST_CASE(encrypt_then_mac_covers_the_encrypted_bytes_and_leaves_the_length_clear) {
    sealing<ciphers, macs> out;
    BOOST_REQUIRE(out.start(inverting, etm_mac, letters, zero_keys).has_value());
    byte_vector bytes = packet(), tag(4);
    BOOST_TEST(out.seal(7, bytes, tag));
    BOOST_TEST(load_u32(bytes.data()) == 28u);
    BOOST_CHECK(bytes[31] == std::byte{0xff});
    BOOST_TEST(load_u32(tag.data()) == sum_state::sum(7, bytes));

    opening<ciphers, macs> in;
    BOOST_REQUIRE(in.start(inverting, etm_mac, letters, zero_keys).has_value());
    BOOST_TEST(in.length_needs() == 4u);
    byte_vector forged = bytes;
    BOOST_TEST(!in.open(8, forged, tag));
    BOOST_TEST(to_hex(forged) == to_hex(bytes)); // not decrypted
    BOOST_TEST(in.open(7, bytes, tag));
    BOOST_TEST(to_hex(bytes) == to_hex(packet()));
}

BOOST_AUTO_TEST_CASE(encrypt_and_mac_covers_the_plaintext_and_forgets_what_is_forged) {
    sealing<ciphers, macs> out;
    BOOST_REQUIRE(out.start(inverting, plain_mac, letters, zero_keys).has_value());
    byte_vector bytes = packet(), tag(4);
    BOOST_TEST(out.seal(7, bytes, tag));
    BOOST_TEST(load_u32(tag.data()) == sum_state::sum(7, packet()));
    BOOST_TEST(load_u32(bytes.data()) == ~28u);

    opening<ciphers, macs> in;
    BOOST_REQUIRE(in.start(inverting, plain_mac, letters, zero_keys).has_value());
    BOOST_TEST(in.length_needs() == 16u);
    std::uint32_t length = 0;
    byte_vector forged = bytes;
    BOOST_TEST(in.length(8, byte_span{forged}.first(16), length));
    BOOST_TEST(length == 28u);
    BOOST_TEST(!in.open(8, forged, tag));
    BOOST_TEST(to_hex(forged) == to_hex(byte_vector(32)));

    BOOST_TEST(in.length(7, byte_span{bytes}.first(16), length));
    BOOST_TEST(in.open(7, bytes, tag));
    BOOST_TEST(to_hex(bytes) == to_hex(packet()));
}

BOOST_AUTO_TEST_CASE(each_key_is_asked_for_by_its_letter_once_and_only_what_is_needed) {
    std::string asked;
    const auto note = [&](char letter, byte_span) -> result<void> {
        asked.push_back(letter);
        return {};
    };
    opening<ciphers, macs> in;
    BOOST_REQUIRE(in.start(inverting, plain_mac, letters_of(direction::server_to_client), note).has_value());
    std::ranges::sort(asked);
    BOOST_TEST(asked == "BDF");
    asked.clear();
    BOOST_REQUIRE(in.start(aead, plain_mac, letters, note).has_value());
    std::ranges::sort(asked);
    BOOST_TEST(asked == "AC");
}

BOOST_AUTO_TEST_CASE(without_key_material_there_is_no_key) {
    for (int good = 0; good < 3; ++good) {
        int left = good;
        const auto weary = [&](char, byte_span) {
            return left-- > 0 ? result<void>{} : result<void>{security_error::backend_failed};
        };
        sealing<ciphers, macs> out;
        BOOST_TEST(out.start(inverting, plain_mac, letters, weary).error() == security_error::backend_failed);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
