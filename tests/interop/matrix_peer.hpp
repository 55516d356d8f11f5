#pragma once
// A raw peer on a socket: brings a real OpenSSH into a phase, says any message there, and sees what comes of it.

#include <hawser/auth/signed_request.hpp>
#include <hawser/client/system_random.hpp>
#include <hawser/io/posix/socket.hpp>
#include <hawser/wire/global_requests.hpp>

#include "support/raw_peer.hpp"

namespace interop {

/// Over curve25519, Ed25519, AES-CTR and HMAC-SHA2-256.
hawser::testing::raw_peer make_matrix_peer(hawser::role self, hawser::random_ref random);

/// What a peer did about a message.
enum class reaction { went_on, said_unimplemented, ended };

class matrix_peer {
  public:
    using signer = std::function<hawser::byte_vector(hawser::byte_view data)>;

    /// `self` is our side, OpenSSH the other. A client logs in as `user` with `sign` and the key `blob`.
    matrix_peer(hawser::role self, hawser::io::posix::socket stream, bool strict)
        : self_{self},
          stream_{std::move(stream)},
          strict_{strict},
          peer_{make_matrix_peer(self, hawser::system_random())} {
        if (strict) peer_.markers = "," + std::string{hawser::transport::strict_kex_marker(self)};
    }

    std::string user;
    hawser::byte_vector blob;
    signer sign;

    /// From the beginning up to a phase of the other side. False when it did not get there.
    bool reach(hawser::transport::phase wanted) {
        using enum hawser::transport::phase;
        phase_ = first_kexinit;
        peer_.line("SSH-2.0-matrix");
        if (!hear_of(20)) return false;
        peer_.strict = strict_ && offers_strict();
        while (phase_ != wanted)
            if (!step()) return false;
        peer_.heard.clear();
        return !is_over_;
    }
    /// Whether strict key exchange is in force.
    bool is_strict() const { return peer_.strict; }

    /// Says a message there and looks, by the next step of a good connection, how the other side took it.
    reaction play(hawser::byte_view message) {
        const std::uint32_t sequence = peer_.sequence_out;
        peer_.send(message);
        // A server says nothing to our KEXINIT and NEWKEYS; to what follows them it does.
        const bool silent =
            self_ == hawser::role::client && (phase_ == hawser::transport::phase::first_kexinit ||
                                              phase_ == hawser::transport::phase::first_newkeys);
        if (step() && silent) (void)step();
        const bool refused = peer_.count(hawser::wire::message_number::disconnect) != 0;
        for (const hawser::byte_vector& m : peer_.heard) {
            const auto answer = hawser::wire::decode<hawser::wire::unimplemented>(m);
            if (answer && answer->sequence == sequence) return reaction::said_unimplemented;
        }
        return refused || is_over_ ? reaction::ended : reaction::went_on;
    }

  private:
    bool offers_strict() const {
        const auto theirs = hawser::wire::decode<hawser::wire::kexinit>(peer_.peer_kexinit);
        return theirs && hawser::wire::name_list{theirs->kex_algorithms}.contains(
                             hawser::transport::strict_kex_marker(hawser::opposite_of(self_)));
    }

    /// From this phase to the next, with the answer that shows that the other side is there.
    bool step() {
        using enum hawser::transport::phase;
        namespace wire = hawser::wire;
        const bool asks = self_ == hawser::role::client;
        switch (phase_) {
        case first_kexinit:
            phase_ = first_exchange;
            peer_.send_kexinit();
            // A client begins the method at once; a server waits for it, and says nothing about our KEXINIT.
            return asks ? send() : hear_of(30);
        case first_exchange:
            phase_ = first_newkeys;
            peer_.send_method();
            return hear_of(21);
        case first_newkeys:
            phase_ = service;
            peer_.send_newkeys();
            // A server has nothing to say until it is asked.
            return asks ? send() : hear_of(5);
        case service:
            phase_ = login;
            if (asks)
                peer_.say(wire::service_request{"ssh-userauth"});
            else
                peer_.say(wire::service_accept{"ssh-userauth"});
            return hear_of(asks ? 6 : 50);
        case login:
            phase_ = connected;
            if (!asks) {
                peer_.say(wire::userauth_success{});
                return answers_a_request();
            }
            send_login();
            return hear_of(52);
        case connected:
            phase_ = rekey_exchange;
            if (!answers_a_request()) return false;
            peer_.send_kexinit();
            return hear_of(asks ? 20 : 30);
        case rekey_exchange:
            phase_ = rekey_newkeys;
            peer_.send_method();
            return hear_of(21);
        default:
            phase_ = connected;
            peer_.send_newkeys();
            return answers_a_request();
        }
    }
    void send_login() {
        using namespace hawser;
        byte_buffer text;
        wire::writer w{text};
        auth::write_signed_request(w, peer_.crypto->session_id(), user, "ssh-connection", "ssh-ed25519",
                                   blob);
        const byte_vector signature = sign(text.view());
        byte_buffer request;
        wire::writer r{request};
        wire::encode_userauth_request(r, user, "ssh-connection",
                                      wire::login_public_key{"ssh-ed25519", blob, true, signature});
        peer_.send(request.view());
    }
    /// Both of OpenSSH's programs refuse a global request that they do not know.
    bool answers_a_request() {
        peer_.say(hawser::wire::global_request{"nothing@example.com", true, {}});
        return hear_of(82);
    }

    bool send() {
        while (!peer_.said.empty() && !is_over_) {
            const auto sent = stream_.write_some(peer_.said);
            if (sent)
                peer_.said.erase(peer_.said.begin(), peer_.said.begin() + static_cast<std::ptrdiff_t>(*sent));
            else if (sent.error() != std::errc::operation_would_block)
                is_over_ = true;
        }
        return !is_over_;
    }
    /// Until a message with this number has come since the call, or the end.
    bool hear_of(int number) {
        const auto wanted = static_cast<hawser::wire::message_number>(number);
        const std::size_t before = peer_.count(wanted);
        const auto until = stream_.now() + std::chrono::seconds{20};
        (void)send();
        while (peer_.count(wanted) == before) {
            if (peer_.count(hawser::wire::message_number::disconnect) != 0) return false;
            hawser::byte_vector room(65536);
            const auto ready = stream_.wait({true, false}, until);
            if (!ready || !ready->readable) throw std::runtime_error("OpenSSH says nothing any more");
            const auto size = stream_.read_some(room);
            if (!size || *size == 0) {
                is_over_ = true;
                return false;
            }
            peer_.hear(hawser::byte_view{room}.first(*size));
        }
        return true;
    }
    hawser::role self_;
    hawser::io::posix::socket stream_;
    bool strict_;
    hawser::testing::raw_peer peer_;
    hawser::transport::phase phase_ = hawser::transport::phase::identifying;
    bool is_over_ = false;
};

} // namespace interop
