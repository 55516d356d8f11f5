#pragma once
// A peer that obeys nothing: it speaks clear packets, does the key exchange itself and then seals whatever it
// is told, so that attacks are played against our engine in either role. What depends on a suite lies behind
// two interfaces, made by raw_suite.hpp in one .cpp of a test program.

#include <hawser/suite/name_table.hpp>
#include <hawser/transport/engine_core.hpp>
#include <hawser/transport/exchange_hash.hpp>
#include <hawser/wire/userauth_messages.hpp>

#include "support/checking_memory.hpp"
#include "support/exchange.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace hawser::testing {

/// An engine of any suite and role, seen by its owner.
class any_engine {
  public:
    virtual ~any_engine() = default;
    virtual transport::engine_core& core() = 0;
    virtual void start(time_point now) = 0;
    virtual transport::event next_event() = 0;
    virtual byte_view next_output() = 0;
    virtual void consume_output(std::size_t size) = 0;
    virtual void accept_host_key() = 0;
    virtual void reject_host_key(std::error_code why) = 0;
    virtual void enter_login() = 0;
    virtual void on_authenticated() = 0;
    virtual void rekey() = 0;
    virtual byte_view host_key() = 0;
    virtual void skip_incoming(std::uint32_t sequence, std::uint64_t packets) = 0;
    virtual void skip_outgoing(std::uint32_t sequence, std::uint64_t packets) = 0;
    virtual std::uint32_t incoming_sequence() = 0;
    virtual std::uint32_t outgoing_sequence() = 0;
    /// The engine as it lies in memory.
    virtual byte_view object() const = 0;
};

/// One side's algorithms: key exchange machine, host key, packet protection.
class peer_crypto {
  public:
    virtual ~peer_crypto() = default;
    /// Agrees on algorithms; starts the machine and gives its first payload, which a server has not.
    virtual byte_vector begin(const wire::kexinit& client, const wire::kexinit& server) = 0;
    /// Takes the other side's method message; gives a server's reply.
    virtual byte_vector on_method(byte_view payload, const transport::transcript& said) = 0;
    /// Takes the new keys of a direction into use.
    virtual void key_outgoing() = 0;
    virtual void key_incoming() = 0;
    virtual const wire::packet_shape& shape() const = 0;
    /// Of the first key exchange; empty before.
    virtual byte_view session_id() const = 0;
    /// A whole packet, header and padding included, sealed with its tag behind it.
    virtual byte_vector seal(std::uint32_t sequence, byte_vector packet) = 0;
    /// The first packet's payload, taken from the front of `bytes`; nothing when it is not whole. Throws when
    /// it does not open.
    virtual std::optional<byte_vector> open(std::uint32_t sequence, byte_vector& bytes) = 0;
};

/// A host key pair of a test.
struct raw_identity {
    std::string_view format;
    byte_vector blob;
    byte_vector fields;
    transport::host_identity view() const { return {format, blob, fields}; }
};

/// How engines and peers of a suite are made.
struct raw_suite {
    const suite_table& table;
    /// The first is the one that is shown, the second another of the same format.
    std::vector<raw_identity> identities;
    std::unique_ptr<any_engine> (*engine)(role, const transport::options&, environment);
    /// `identity` is a server's.
    std::unique_ptr<peer_crypto> (*crypto)(role, const raw_identity& identity, random_ref);
};
/// Defined by the test program that uses it.
const raw_suite& null_suite();
const raw_suite& real_suite();

/// What the peer says is collected in `said`, what it hears in `heard`.
class raw_peer {
  public:
    raw_peer(role self, const raw_suite& suite, std::unique_ptr<peer_crypto> algorithms)
        : crypto{std::move(algorithms)},
          self_{self} {
        for (std::size_t i = 0; i < algorithm_slots; ++i)
            offer[i] = suite.table.of(kind_of(static_cast<algorithm_slot>(i))).joined;
    }

    // Speaking.

    void bytes(byte_view raw) { said.insert(said.end(), raw.begin(), raw.end()); }
    void line(std::string_view text = "SSH-2.0-raw") {
        line_ = text;
        bytes(as_bytes(text));
        bytes(as_bytes("\r\n"));
    }
    /// A well-formed packet around any payload.
    void send(byte_view payload) { send_packet(payload, wire::padding_for(payload.size(), crypto->shape())); }
    /// A packet with padding of any length.
    void send_packet(byte_view payload, std::size_t padding) {
        bytes(sealed(framed(payload, padding, 1 + payload.size() + padding, padding)));
    }
    /// The same with lengths that may lie.
    static byte_vector framed(byte_view payload, std::size_t padding, std::size_t length,
                              std::size_t padding_length) {
        byte_vector packet(5);
        store_u32(packet.data(), static_cast<std::uint32_t>(length));
        packet[4] = static_cast<std::byte>(padding_length);
        packet.insert(packet.end(), payload.begin(), payload.end());
        packet.resize(packet.size() + padding);
        return packet;
    }
    /// Seals a packet under the present keys; its sequence number is used up.
    byte_vector sealed(byte_vector packet) { return crypto->seal(sequence_out++, std::move(packet)); }
    template <wire::message M>
    void say(const M& m) {
        send(payload_of(m));
    }

    // Key exchange.

    /// Our KEXINIT as it is offered now.
    wire::kexinit kexinit() {
        kex_names_ = offer[0] + markers;
        wire::kexinit m;
        m.kex_algorithms = kex_names_;
        m.server_host_key_algorithms = offer[1];
        m.encryption_client_to_server = offer[2];
        m.encryption_server_to_client = offer[3];
        m.mac_client_to_server = offer[4];
        m.mac_server_to_client = offer[5];
        m.compression_client_to_server = offer[6];
        m.compression_server_to_client = offer[7];
        m.languages_client_to_server = languages;
        m.first_kex_packet_follows = guess;
        m.reserved = reserved;
        return m;
    }
    void send_kexinit() {
        own_kexinit = payload_of(kexinit());
        send(own_kexinit);
        agree();
    }
    /// The method's messages, as far as they are ours to send now; a server's reply waits in `reply` when
    /// `hold_reply`.
    void send_method() {
        if (!first.empty()) send(std::exchange(first, {}));
        if (!reply.empty()) send(std::exchange(reply, {}));
    }
    void send_newkeys() {
        say(wire::newkeys{});
        crypto->key_outgoing();
        if (strict) sequence_out = 0;
    }

    // Hearing.

    void hear(byte_view raw) {
        unread_.insert(unread_.end(), raw.begin(), raw.end());
        if (peer_line.empty()) {
            const std::string_view text = as_text(unread_);
            const std::size_t end = text.find("\r\n");
            if (end == std::string_view::npos) return;
            peer_line = text.substr(0, end);
            unread_.erase(unread_.begin(), unread_.begin() + static_cast<std::ptrdiff_t>(end + 2));
        }
        while (auto payload = crypto->open(sequence_in, unread_)) {
            ++sequence_in;
            on_payload(*payload);
            heard.push_back(std::move(*payload));
        }
    }
    /// How many messages of a number have been heard.
    std::size_t count(wire::message_number number) const {
        return static_cast<std::size_t>(
            std::ranges::count_if(heard, [&](byte_view m) { return wire::is(number, wire::number_of(m)); }));
    }

    byte_vector said;
    std::vector<byte_vector> heard;
    std::unique_ptr<peer_crypto> crypto;
    std::uint32_t sequence_out = 0;
    std::uint32_t sequence_in = 0;
    /// Names behind the key exchange list of the KEXINIT, a comma first.
    std::string markers;
    std::array<std::string, algorithm_slots> offer;
    std::string languages;
    bool guess = false;
    std::uint32_t reserved = 0;
    /// Whether this side resets its sequence numbers.
    bool strict = false;
    std::string peer_line;
    byte_vector own_kexinit;
    byte_vector peer_kexinit;
    byte_vector first;
    byte_vector reply;

  private:
    void on_payload(byte_view payload) {
        const std::uint8_t number = wire::number_of(payload);
        if (wire::is(wire::message_number::kexinit, number)) {
            peer_kexinit = to_vector(payload);
            agree();
        } else if (number >= 30 && number <= 49) {
            const bool client = self_ == role::client;
            reply = crypto->on_method(payload, {client ? line_ : peer_line, client ? peer_line : line_,
                                                client ? own_kexinit : peer_kexinit,
                                                client ? peer_kexinit : own_kexinit});
        } else if (wire::is(wire::message_number::newkeys, number)) {
            crypto->key_incoming();
            if (strict) sequence_in = 0;
            own_kexinit.clear();
            peer_kexinit.clear();
        }
    }
    void agree() {
        if (own_kexinit.empty() || peer_kexinit.empty()) return;
        const auto ours = wire::decode<wire::kexinit>(own_kexinit);
        const auto theirs = wire::decode<wire::kexinit>(peer_kexinit);
        if (!ours || !theirs) return;
        const bool client = self_ == role::client;
        first = crypto->begin(client ? *ours : *theirs, client ? *theirs : *ours);
    }

    role self_;
    std::string line_;
    std::string kex_names_;
    byte_vector unread_;
};

struct duel_options {
    const raw_suite& suite = null_suite();
    /// Whether the peer offers strict key exchange, and EXT_INFO.
    bool strict = true;
    bool ext_info = false;
    /// Which of the suite's identities the server has.
    std::size_t identity = 0;
    /// When not empty, the only ones the peer offers, in both directions.
    std::string cipher = {};
    std::string mac = {};
    transport::options engine = {};
};

/// An engine of one role against a raw peer of the other, driven by the simplest of owners.
class duel {
  public:
    explicit duel(role tested, duel_options given = duel_options{})
        : self{tested},
          identity_{given.suite.identities[given.identity].view()},
          options{std::move(given)},
          peer{opposite_of(self), options.suite,
               options.suite.crypto(opposite_of(self), options.suite.identities[options.identity], random)} {
        if (self == role::server) options.engine.host_identities = {&identity_, 1};
        box = options.suite.engine(self, options.engine, {random, &memory});
        if (!options.cipher.empty()) peer.offer[2] = peer.offer[3] = options.cipher;
        if (!options.mac.empty()) peer.offer[4] = peer.offer[5] = options.mac;
        if (options.ext_info)
            peer.markers += "," + std::string{transport::ext_info_marker(opposite_of(self))};
        if (options.strict)
            peer.markers += "," + std::string{transport::strict_kex_marker(opposite_of(self))};
        peer.strict = options.strict && options.engine.strict_kex != transport::strict_kex_level::off;
        box->start(now);
    }

    transport::engine_core& core() { return box->core(); }
    transport::phase phase() { return core().current_phase(); }

    /// Moves bytes and takes events until nothing happens any more.
    void settle() {
        for (bool moved = true; moved;) {
            moved = false;
            for (byte_view out = box->next_output(); !out.empty(); out = box->next_output()) {
                peer.hear(out);
                box->consume_output(out.size());
                moved = true;
            }
            if (!peer.said.empty()) {
                feed(std::exchange(peer.said, {}));
                moved = true;
            }
            while (take_event()) moved = true;
        }
    }
    /// Bytes for the engine, split as it has room, its events taken in between.
    void feed(byte_view bytes) {
        while (!bytes.empty()) {
            auto room = core().receive_space();
            BOOST_REQUIRE(room.has_value());
            const std::size_t take = std::min(room->size(), bytes.size());
            std::copy_n(bytes.begin(), take, room->begin());
            core().received(take);
            bytes = bytes.subspan(take);
            while (take_event()) {
            }
        }
    }
    void pass(duration time) {
        now += time;
        core().on_time(now);
    }

    // The steps of a connection, each done well.

    void identify() {
        peer.line();
        settle();
    }
    void exchange_kexinits() {
        peer.send_kexinit();
        settle();
    }
    void run_method() {
        peer.send_method();
        settle();
        peer.send_method();
        settle();
    }
    void change_keys() {
        peer.send_newkeys();
        settle();
    }
    void agree_on_service() {
        if (self == role::client)
            peer.say(wire::service_accept{"ssh-userauth"});
        else
            peer.say(wire::service_request{"ssh-userauth"});
        settle();
    }
    void log_in() {
        if (self == role::client) {
            peer.say(wire::userauth_success{});
        } else {
            core().out().send(wire::userauth_success{});
            box->on_authenticated();
        }
        settle();
    }
    /// From the beginning up to a phase.
    duel& reach(transport::phase wanted) {
        using enum transport::phase;
        if (wanted != identifying) identify();
        if (wanted > first_kexinit) exchange_kexinits();
        if (wanted > first_exchange) run_method();
        if (wanted > first_newkeys) change_keys();
        if (wanted > service) agree_on_service();
        if (wanted > login) log_in();
        if (wanted > connected) exchange_kexinits();
        if (wanted > rekey_exchange) run_method();
        if (wanted == closed) core().disconnect(wire::disconnect_reason::by_application, "");
        settle();
        BOOST_REQUIRE_MESSAGE(phase() == wanted, "reached \"" << transport::name_of(phase()) << "\", not \""
                                                              << transport::name_of(wanted)
                                                              << "\": " << core().error().message());
        mark();
        return *this;
    }
    /// A whole key exchange, begun by the peer unless the engine has begun it.
    void rekey() {
        exchange_kexinits();
        run_method();
        change_keys();
    }

    /// What was delivered and heard before this is not counted any more.
    void mark() {
        packets.clear();
        peer.heard.clear();
        debugs = keys_changed = host_keys = 0;
    }
    /// The session has ended with this error, told once; nothing was delivered since mark(), and at most one
    /// DISCONNECT was sent, as the last message of all.
    boost::test_tools::assertion_result ended(std::error_code why) {
        boost::test_tools::assertion_result good{true};
        const auto require = [&](bool holds, const std::string& what) {
            if (holds) return;
            good = false;
            good.message() << what << "; ";
        };
        settle();
        require(core().is_closed(), "not closed, but " + std::string{transport::name_of(phase())});
        require(core().error() == why, "error: " + core().error().message() + ", not: " + why.message());
        require(ends == 1 && end == core().error(), "the end was not told once");
        require(packets.empty(), "a packet was delivered");
        require(keys_changed == 0, "keys were changed");
        const std::size_t goodbyes = peer.count(wire::message_number::disconnect);
        require(goodbyes <= 1, "several DISCONNECTs");
        require(goodbyes == 0 ||
                    wire::is(wire::message_number::disconnect, wire::number_of(peer.heard.back())),
                "something was sent after DISCONNECT");
        const std::size_t sent = peer.heard.size();
        peer.said.clear();
        feed(byte_vector(64, std::byte{1}));
        settle();
        require(peer.heard.size() == sent && ends == 1, "it goes on after the end");
        return good;
    }
    bool is_alive() {
        settle();
        return !core().is_closed();
    }
    template <class D>
    const D* details() {
        const D* found = core().details().as<D>();
        BOOST_REQUIRE_MESSAGE(found != nullptr,
                              "other details: " << describe(core().error(), core().details()));
        return found;
    }
    /// The reason of the DISCONNECT that was heard; 0 without one.
    std::uint32_t goodbye() const {
        for (const byte_vector& m : peer.heard) {
            const auto parsed = wire::decode<wire::disconnect>(m);
            if (parsed) return static_cast<std::uint32_t>(parsed->reason);
        }
        return 0;
    }

    role self;
    noting_random random{42};
    checking_memory memory;
    time_point now{};

  private:
    transport::host_identity identity_;

  public:
    duel_options options;
    raw_peer peer;
    std::unique_ptr<any_engine> box;
    /// Message numbers that were delivered, and the last payload.
    std::vector<int> packets;
    byte_vector last_payload;
    std::string last_debug;
    int debugs = 0, keys_changed = 0, host_keys = 0, ends = 0;
    std::error_code end;
    /// Whether the owner answers host_key_offered by itself.
    bool accepts = true;

  private:
    bool take_event() {
        const transport::event happened = box->next_event();
        if (!happened) return false;
        if (const auto* packet = happened.as<transport::packet>()) {
            last_payload = to_vector(packet->payload);
            packets.push_back(wire::number_of(last_payload));
            on_packet(packets.back());
        } else if (const auto* said = happened.as<transport::peer_debug>()) {
            last_debug = said->text;
            ++debugs;
        } else if (happened.is<transport::host_key_offered>()) {
            ++host_keys;
            if (accepts) box->accept_host_key();
        } else if (happened.is<transport::keys_changed>()) {
            ++keys_changed;
        } else if (const auto* told = happened.as<transport::closed>()) {
            ++ends;
            end = told->error;
        }
        return true;
    }
    void on_packet(int number) {
        if (number == 5) {
            core().out().send(wire::service_accept{"ssh-userauth"});
            box->enter_login();
        }
        if (number == 52) box->on_authenticated();
    }
};

/// The forms of packet protection; those of the null suite protect nothing, but look the same.
struct protection_case {
    std::string cipher;
    std::string mac;
};
inline const std::vector<protection_case> null_protections{
    {"null-aead@test", ""}, {"null-cipher@test", "null-mac@test"}, {"null-cipher@test", "null-mac-etm@test"}};
inline const std::vector<protection_case> real_protections{{"aes128-gcm@openssh.com", ""},
                                                           {"chacha20-poly1305@openssh.com", ""},
                                                           {"aes256-ctr", "hmac-sha2-256"},
                                                           {"aes256-ctr", "hmac-sha2-256-etm@openssh.com"}};
/// Those that only a program which names them has: chains of blocks, a key stream, and a name for cipher and MAC.
inline const std::vector<protection_case> legacy_protections{{"aes128-cbc", "hmac-sha2-256"},
                                                             {"3des-cbc", "hmac-sha2-256"},
                                                             {"aes128-cbc", "hmac-sha2-256-etm@openssh.com"},
                                                             {"arcfour128", "hmac-sha2-256"},
                                                             {"AEAD_AES_128_GCM", "AEAD_AES_128_GCM"}};

inline constexpr role both_roles[] = {role::client, role::server};

} // namespace hawser::testing
