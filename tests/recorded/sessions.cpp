#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/mac/hmac_sha1.hpp>
#include <hawser/algorithm/mac/umac.hpp>
#include <hawser/suite/impl/modern.ipp>
#include <hawser/transport/incoming_half.hpp>
#include <hawser/transport/key_derivation.hpp>

#include "support/vectors.hpp"

#include <algorithm>
#include <iostream>
#include <memory>

// Sessions that an OpenSSH client and server really had, opened again by our receiving half: every payload as
// recorded, and none of a packet in which a single bit is wrong.

namespace {

using namespace hawser;
using boost::unit_test::label;
using testing::json;

using macs = type_list<mac::hmac_sha2_256, mac::hmac_sha2_512, mac::hmac_sha2_256_etm, mac::hmac_sha2_512_etm,
                       mac::umac_128, mac::umac_128_etm, legacy::mac::umac_64, legacy::mac::umac_64_etm,
                       legacy::mac::hmac_sha1, legacy::mac::hmac_sha1_etm>;
using half = transport::incoming_half<modern::ciphers, macs, modern::compressions>;
constexpr std::size_t most = limits::packet;

/// Ours where it is, else among the larger sets.
json recorded(const char* file) {
    const auto own = testing::own_vector_path(std::string{"sessions/"} + file);
    if (std::filesystem::exists(own)) return json::parse(testing::file_text(own));
    return testing::vector_json(std::string{"sessions/"} + file);
}

/// What a recording must use for us to open it.
struct recording {
    const char* file;
    const char* kex;
    const char* cipher;
    const char* mac;
};

template <class... A>
std::optional<std::size_t> index_in(type_list<A...>, std::string_view name) {
    std::size_t i = 0;
    std::optional<std::size_t> found;
    ((A::name == name ? void(found = i) : void(), ++i), ...);
    return found;
}

/// The algorithms and key material of one key exchange for one direction.
struct keying {
    std::size_t cipher = 0, mac = 0, compression = 0;
    byte_vector secret, hash, session_id;
    std::string kex;
    bool strict = false;
    key_letters letters{};
};

result<void> derive(const keying& of, char letter, byte_span out) {
    const bool long_hash = of.kex.find("sha512") != of.kex.npos || of.kex == "ecdh-sha2-nistp521";
    if (long_hash)
        return transport::derive_key<cryptopp::sha512>(of.secret, of.hash, letter, of.session_id, out);
    if (of.kex == "ecdh-sha2-nistp384")
        return transport::derive_key<cryptopp::sha384>(of.secret, of.hash, letter, of.session_id, out);
    return transport::derive_key<cryptopp::sha256>(of.secret, of.hash, letter, of.session_id, out);
}

/// One direction of a recording: its bytes after the identification, its payloads and its keys in order.
struct recorded_direction {
    byte_vector bytes;
    std::vector<byte_vector> payloads;
    std::vector<keying> keys;
    bool compressed = false;
};

recorded_direction read(const json& all, direction which) {
    const bool up = which == direction::client_to_server;
    recorded_direction out;
    const byte_vector wire = all[up ? "wire_c2s" : "wire_s2c"].bytes();
    const auto line_end = std::find(wire.begin(), wire.end(), std::byte{'\n'});
    BOOST_REQUIRE(line_end != wire.end());
    out.bytes.assign(line_end + 1, wire.end());
    for (const json& packet : all[up ? "packets_c2s" : "packets_s2c"])
        out.payloads.push_back(packet["payload"].bytes());
    for (const json& one : all["keys"]) {
        keying k;
        const auto cipher = index_in(modern::ciphers{}, one[up ? "enc_c2s" : "enc_s2c"].text());
        BOOST_REQUIRE(cipher.has_value());
        k.cipher = *cipher;
        // with an AEAD cipher the field means nothing
        k.mac = index_in(macs{}, one[up ? "mac_c2s" : "mac_s2c"].text()).value_or(0);
        const std::string& compression = one[up ? "comp_c2s" : "comp_s2c"].text();
        k.compression = index_in(modern::compressions{}, compression).value();
        out.compressed = out.compressed || compression != "none";
        k.secret = one["K_as_hashed"].bytes();
        k.hash = one["H"].bytes();
        k.session_id = one["session_id"].bytes();
        k.kex = one["kex"].text();
        k.strict = one["strict"].boolean();
        k.letters = letters_of(which);
        out.keys.push_back(std::move(k));
    }
    return out;
}

/// An incoming half that takes the next keys after each NEWKEYS, as the engine does.
class opener {
  public:
    opener(const recorded_direction& from, bool login_over) : from_{&from}, authenticated_{login_over} {}

    /// Feeds bytes that begin at a packet and gives the next payload.
    result<std::optional<byte_view>> next(byte_buffer& in) {
        auto payload = half_.next(in, most);
        if (!payload || !*payload) return payload;
        const int number = std::to_integer<int>((**payload)[0]);
        // The streams of zlib@openssh.com begin with the packet after USERAUTH_SUCCESS.
        if (number == 52) success_ = true;
        if (number == 21) newkeys_ = true;
        return payload;
    }
    /// After the payload was looked at.
    void settle(byte_buffer& in) {
        half_.finish_packet(in);
        if (success_) authenticated_ = true;
        if (success_) BOOST_REQUIRE(half_.start_inflating(true).has_value());
        success_ = false;
        if (!newkeys_) return;
        newkeys_ = false;
        take_keys();
    }
    /// Under the keys of this key exchange, at this sequence number.
    void take_keys() {
        BOOST_REQUIRE(exchange_ < from_->keys.size());
        const keying& k = from_->keys[exchange_++];
        const auto derived = [&](char letter, byte_span out) { return derive(k, letter, out); };
        BOOST_REQUIRE(half_
                          .start(k.cipher, k.mac, k.compression, authenticated_, k.strict,
                                 limits::rekey_bytes, limits::packets_per_key, k.letters, derived)
                          .has_value());
    }
    half& inner() noexcept { return half_; }
    bool is_encrypted() const noexcept { return exchange_ != 0; }
    std::size_t exchanges() const noexcept { return exchange_; }
    void begin_login_over() noexcept { authenticated_ = true; }

  private:
    const recorded_direction* from_;
    half half_{std::pmr::get_default_resource()};
    std::size_t exchange_ = 0;
    bool authenticated_;
    bool success_ = false;
    bool newkeys_ = false;
};

/// Where each packet lies, and under which key exchange.
struct placed {
    std::size_t begin, end;
    std::size_t exchange;
    std::uint32_t sequence;
    bool login_over;
};

/// Opens a whole direction; every payload must be the recorded one. Returns where the packets are.
std::vector<placed> open_all(const recorded_direction& from, std::optional<std::size_t> success_at) {
    std::vector<placed> places;
    opener opens{from, false};
    byte_buffer in;
    BOOST_REQUIRE(in.append(from.bytes).has_value());
    bool login_over = false;
    for (std::size_t i = 0; i < from.payloads.size(); ++i) {
        const std::size_t begin = from.bytes.size() - in.size();
        const std::uint32_t sequence = opens.inner().sequence();
        auto payload = opens.next(in);
        BOOST_REQUIRE_MESSAGE(payload.has_value(), "packet " << i << ": " << payload.error().message());
        BOOST_REQUIRE_MESSAGE(payload->has_value(), "packet " << i << " is incomplete");
        const bool same = std::ranges::equal(**payload, from.payloads[i]);
        BOOST_REQUIRE_MESSAGE(same, "packet " << i << " has another payload");
        const std::size_t exchange = opens.exchanges();
        opens.settle(in);
        places.push_back({begin, from.bytes.size() - in.size(), exchange, sequence, login_over});
        // The client learns of the success by the server's packet, we by the recording.
        if (success_at && i + 1 == *success_at) {
            opens.begin_login_over();
            BOOST_REQUIRE(opens.inner().start_inflating(true).has_value());
        }
        login_over = login_over || (success_at && i + 1 >= *success_at);
    }
    BOOST_TEST(in.empty());
    BOOST_TEST(opens.exchanges() == from.keys.size());
    return places;
}

/// After how many packets the login is over: with the server's success; for the client after its last login message.
std::optional<std::size_t> login_end(const recorded_direction& from, direction which) {
    std::optional<std::size_t> end;
    for (std::size_t i = 0; i < from.payloads.size(); ++i) {
        const int number = std::to_integer<int>(from.payloads[i][0]);
        if (which == direction::server_to_client ? number == 52 : number >= 50 && number < 80) end = i + 1;
    }
    return end;
}

/// What happens to the packet at `at` with one bit of byte `where` flipped: true when nothing of it comes out and the
/// session ends, or waits for bytes that never come.
template <class Prepare>
std::error_code damaged(const Prepare& prepare, byte_vector& packet, std::size_t where, unsigned bit,
                        bool& delivered) {
    packet[where] ^= static_cast<std::byte>(1U << bit);
    auto opens = prepare();
    byte_buffer in;
    BOOST_REQUIRE(in.append(packet).has_value());
    auto payload = opens->next(in, most);
    packet[where] ^= static_cast<std::byte>(1U << bit);
    delivered = payload.has_value() && payload->has_value();
    return payload.has_value() ? std::error_code{} : payload.error();
}

void open_recording(const recording& which) {
    const json all = recorded(which.file);
    BOOST_TEST(all["keys"][0]["kex"].text() == which.kex);
    BOOST_TEST(all["keys"][0]["enc_c2s"].text() == which.cipher);
    if (which.mac != nullptr) BOOST_TEST(all["keys"][0]["mac_c2s"].text() == which.mac);
    for (const direction d : {direction::client_to_server, direction::server_to_client}) {
        const recorded_direction from = read(all, d);
        BOOST_TEST(from.keys.size() >= 3U);
        open_all(from, login_end(from, d));
    }
}

/// A packet is opened on its own by skipping the cipher's stream to where it begins: the packets before it under the
/// same keys are opened first.
void damage_recording(const recording& which) {
    const json all = recorded(which.file);
    std::size_t tried = 0;
    for (const direction d : {direction::client_to_server, direction::server_to_client}) {
        const recorded_direction from = read(all, d);
        const auto places = open_all(from, login_end(from, d));
        std::size_t exchange = 0, in_exchange = 0;
        for (std::size_t i = 0; i < places.size(); ++i) {
            in_exchange = places[i].exchange == exchange ? in_exchange + 1 : 0;
            exchange = places[i].exchange;
            if (exchange == 0) continue;
            const std::size_t size = places[i].end - places[i].begin;
            const auto prepare = [&] {
                auto opens = std::make_unique<half>(std::pmr::get_default_resource());
                const keying& k = from.keys[exchange - 1];
                const auto derived = [&](char letter, byte_span out) { return derive(k, letter, out); };
                // Compression lies inside what is protected: it is left out here.
                BOOST_REQUIRE(opens
                                  ->start(k.cipher, k.mac, 0, true, true, limits::rekey_bytes,
                                          limits::packets_per_key, k.letters, derived)
                                  .has_value());
                opens->skip_to(places[i - in_exchange].sequence, 0);
                byte_buffer before;
                const byte_view bytes = byte_view{from.bytes};
                BOOST_REQUIRE(before
                                  .append(bytes.subspan(places[i - in_exchange].begin,
                                                        places[i].begin - places[i - in_exchange].begin))
                                  .has_value());
                for (std::size_t n = 0; n < in_exchange; ++n) {
                    auto earlier = opens->next(before, most);
                    BOOST_REQUIRE((earlier.has_value() && earlier->has_value()));
                    opens->finish_packet(before);
                }
                return opens;
            };
            byte_vector packet = to_vector(byte_view{from.bytes}.subspan(places[i].begin, size));
            for (std::size_t where = 0; where < packet.size(); ++where) {
                bool delivered = true;
                const std::error_code error = damaged(prepare, packet, where, (where + i) % 8, delivered);
                ++tried;
                const bool in_length = where < 4;
                const bool expected = error == security_error::mac_mismatch ||
                                      (in_length && (error == protocol_error::packet_length || !error));
                BOOST_TEST((!delivered && expected), "packet " << i << ", byte " << where << ": "
                                                               << error.message()
                                                               << (delivered ? ", delivered" : ""));
            }
        }
    }
    std::cout << which.file << ": " << tried << " damaged packets, none delivered" << std::endl;
    BOOST_TEST(tried > 10000U);
}

const recording chacha{"openssh-curve25519-chacha.json", "curve25519-sha256", "chacha20-poly1305@openssh.com",
                       nullptr};
const recording chacha_not_strict{"openssh-nonstrict-curve25519-chacha.json", "curve25519-sha256",
                                  "chacha20-poly1305@openssh.com", nullptr};
const recording gcm128{"openssh-ecdh256-gcm128.json", "ecdh-sha2-nistp256", "aes128-gcm@openssh.com",
                       nullptr};
const recording gcm256{"openssh-ecdh384-gcm256-zlib.json", "ecdh-sha2-nistp384", "aes256-gcm@openssh.com",
                       nullptr};
const recording ctr128{"openssh-curve25519-sha256_libssh.org-aes128-ctr-hmac-sha2-256.json",
                       "curve25519-sha256@libssh.org", "aes128-ctr", "hmac-sha2-256"};
const recording ctr192_etm{
    "openssh-diffie-hellman-group14-sha256-aes192-ctr-hmac-sha2-256-etm_openssh.com.json",
    "diffie-hellman-group14-sha256", "aes192-ctr", "hmac-sha2-256-etm@openssh.com"};
const recording ctr256_etm{
    "openssh-diffie-hellman-group16-sha512-aes256-ctr-hmac-sha2-512-etm_openssh.com.json",
    "diffie-hellman-group16-sha512", "aes256-ctr", "hmac-sha2-512-etm@openssh.com"};
const recording ctr192{"openssh-ecdh-sha2-nistp384-aes192-ctr-hmac-sha2-512.json", "ecdh-sha2-nistp384",
                       "aes192-ctr", "hmac-sha2-512"};
// Key exchanges that the suite lacks: what comes after them is as with any other.
const recording others[] = {
    {"openssh-mlkem768x25519-chacha.json", "mlkem768x25519-sha256", "chacha20-poly1305@openssh.com", nullptr},
    {"openssh-mlkem768x25519-gcm256.json", "mlkem768x25519-sha256", "aes256-gcm@openssh.com", nullptr},
    {"openssh-sntrup761x25519-chacha.json", "sntrup761x25519-sha512", "chacha20-poly1305@openssh.com",
     nullptr},
    {"openssh-sntrup761x25519-gcm256.json", "sntrup761x25519-sha512@openssh.com", "aes256-gcm@openssh.com",
     nullptr},
};

const recording gex_umac128{
    "openssh-diffie-hellman-group-exchange-sha256-aes256-ctr-umac-128_openssh.com.json",
    "diffie-hellman-group-exchange-sha256", "aes256-ctr", "umac-128@openssh.com"};
const recording group18_umac64{"openssh-diffie-hellman-group18-sha512-aes192-ctr-umac-64_openssh.com.json",
                               "diffie-hellman-group18-sha512", "aes192-ctr", "umac-64@openssh.com"};
const recording nistp521_umac128_etm{"openssh-ecdh-sha2-nistp521-aes128-ctr-umac-128-etm_openssh.com.json",
                                     "ecdh-sha2-nistp521", "aes128-ctr", "umac-128-etm@openssh.com"};
const recording nistp256_sha1_etm{"openssh-ecdh-sha2-nistp256-aes128-ctr-hmac-sha1-etm_openssh.com.json",
                                  "ecdh-sha2-nistp256", "aes128-ctr", "hmac-sha1-etm@openssh.com"};
const recording curve25519_sha1{"openssh-curve25519-sha256-aes256-ctr-hmac-sha1.json", "curve25519-sha256",
                                "aes256-ctr", "hmac-sha1"};
const recording curve25519_umac64_etm{"openssh-curve25519-sha256-aes256-ctr-umac-64-etm_openssh.com.json",
                                      "curve25519-sha256", "aes256-ctr", "umac-64-etm@openssh.com"};
const recording umac64_etm_not_strict{"openssh-nonstrict-aes128ctr-umac64etm.json", "ecdh-sha2-nistp256",
                                      "aes128-ctr", "umac-64-etm@openssh.com"};

const testing::needs_vectors vectors{"sessions"};

} // namespace

// Every payload of every packet, through all key exchanges of a session.

BOOST_AUTO_TEST_CASE(opens_chacha20_poly1305, *label("AL-C-016")) {
    open_recording(chacha);
    open_recording(chacha_not_strict);
}
BOOST_AUTO_TEST_CASE(opens_aes128_gcm, *label("AL-C-015")) { open_recording(gcm128); }
BOOST_AUTO_TEST_CASE(opens_aes256_gcm_with_zlib, *label("AL-C-014") * label("AL-Z-003")) {
    open_recording(gcm256);
}
BOOST_AUTO_TEST_CASE(opens_aes128_ctr_with_hmac_sha2_256, *label("AL-C-003") * label("AL-M-001")) {
    open_recording(ctr128);
}
BOOST_AUTO_TEST_CASE(opens_aes192_ctr_with_etm, *label("AL-C-002") * label("AL-M-003")) {
    open_recording(ctr192_etm);
}
BOOST_AUTO_TEST_CASE(opens_aes256_ctr_with_etm, *label("AL-C-001") * label("AL-M-004")) {
    open_recording(ctr256_etm);
}
BOOST_AUTO_TEST_CASE(opens_aes192_ctr_with_hmac_sha2_512, *label("AL-M-002")) { open_recording(ctr192); }
BOOST_AUTO_TEST_CASE(opens_umac_128, *label("AL-M-017") * boost::unit_test::precondition(vectors)) {
    open_recording(gex_umac128);
}
BOOST_AUTO_TEST_CASE(opens_umac_128_etm, *label("AL-M-018") * boost::unit_test::precondition(vectors)) {
    open_recording(nistp521_umac128_etm);
}
BOOST_AUTO_TEST_CASE(opens_umac_64, *label("AL-M-015") * boost::unit_test::precondition(vectors)) {
    open_recording(group18_umac64);
}
BOOST_AUTO_TEST_CASE(opens_umac_64_etm, *label("AL-M-016") * boost::unit_test::precondition(vectors)) {
    open_recording(curve25519_umac64_etm);
    open_recording(umac64_etm_not_strict);
}
BOOST_AUTO_TEST_CASE(opens_hmac_sha1, *label("AL-M-005") * boost::unit_test::precondition(vectors)) {
    open_recording(curve25519_sha1);
    open_recording(nistp256_sha1_etm);
}
BOOST_AUTO_TEST_CASE(opens_what_follows_other_key_exchanges, *boost::unit_test::precondition(vectors)) {
    for (const recording& one : others) open_recording(one);
}
BOOST_AUTO_TEST_CASE(sequence_numbers_of_strict_and_other_sessions, *label("K06")) {
    for (const recording* one : {&chacha, &chacha_not_strict}) {
        const json all = recorded(one->file);
        for (const direction d : {direction::client_to_server, direction::server_to_client}) {
            const recorded_direction from = read(all, d);
            const auto places = open_all(from, login_end(from, d));
            const json& packets = all[d == direction::client_to_server ? "packets_c2s" : "packets_s2c"];
            for (std::size_t i = 0; i < places.size(); ++i)
                BOOST_TEST(places[i].sequence == packets[i]["seq"].number());
        }
    }
}

// One flipped bit in every byte of encrypted packets.

BOOST_AUTO_TEST_CASE(damage_to_chacha20_poly1305, *label("T10")) { damage_recording(chacha); }
BOOST_AUTO_TEST_CASE(damage_to_aes128_gcm, *label("T10")) { damage_recording(gcm128); }
BOOST_AUTO_TEST_CASE(damage_to_aes256_gcm, *label("T10")) { damage_recording(gcm256); }
BOOST_AUTO_TEST_CASE(damage_to_aes128_ctr_with_hmac_sha2_256, *label("T10")) { damage_recording(ctr128); }
BOOST_AUTO_TEST_CASE(damage_to_aes192_ctr_with_etm, *label("T10")) { damage_recording(ctr192_etm); }
BOOST_AUTO_TEST_CASE(damage_to_aes256_ctr_with_etm, *label("T10")) { damage_recording(ctr256_etm); }
BOOST_AUTO_TEST_CASE(damage_to_aes192_ctr_with_hmac_sha2_512, *label("T10")) { damage_recording(ctr192); }
BOOST_AUTO_TEST_CASE(damage_to_aes256_ctr_with_umac_128,
                     *label("T10") * boost::unit_test::precondition(vectors)) {
    damage_recording(gex_umac128);
}
BOOST_AUTO_TEST_CASE(damage_to_aes256_ctr_with_umac_64_etm,
                     *label("T10") * boost::unit_test::precondition(vectors)) {
    damage_recording(curve25519_umac64_etm);
}
