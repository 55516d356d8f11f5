#pragma once
// Engines and raw peers of a suite, behind the interfaces of raw_peer.hpp. Included by one .cpp of a test
// program for each suite: it instantiates the engine of both roles.

#include <hawser/transport/engine.hpp>

#include "support/raw_peer.hpp"

#include <stdexcept>

namespace hawser::testing {

namespace detail {

template <role Role, class Suite>
class boxed_engine final : public any_engine {
  public:
    boxed_engine(const transport::options& given, environment env) : engine_{given, env} {}
    transport::engine_core& core() override { return engine_; }
    void start(time_point now) override { engine_.start(now); }
    transport::event next_event() override { return engine_.next_event(); }
    byte_view next_output() override { return engine_.next_output(); }
    void consume_output(std::size_t size) override { engine_.consume_output(size); }
    void accept_host_key() override { engine_.accept_host_key(); }
    void reject_host_key(std::error_code why) override { engine_.reject_host_key(why); }
    void enter_login() override { engine_.enter_login(); }
    void on_authenticated() override { engine_.on_authenticated(); }
    void rekey() override { engine_.rekey(); }
    byte_view host_key() override { return engine_.host_key(); }
    void skip_incoming(std::uint32_t sequence, std::uint64_t packets) override {
        engine_.incoming().skip_to(sequence, packets);
    }
    void skip_outgoing(std::uint32_t sequence, std::uint64_t packets) override {
        engine_.outgoing().skip_to(sequence, packets);
    }
    std::uint32_t incoming_sequence() override { return engine_.incoming().sequence(); }
    std::uint32_t outgoing_sequence() override { return engine_.outgoing().sequence(); }
    byte_view object() const override {
        return {reinterpret_cast<const std::byte*>(&engine_), sizeof engine_};
    }

  private:
    transport::engine<Role, Suite> engine_;
};

inline void must(const result<void>& done) {
    if (!done) throw std::runtime_error("raw peer: " + done.error().message());
}

template <role Self, class Suite>
class suite_crypto final : public peer_crypto {
  public:
    suite_crypto(const raw_identity& identity, random_ref random) : identity_{identity}, random_{random} {}

    byte_vector begin(const wire::kexinit& client, const wire::kexinit& server) override {
        const auto chosen = negotiate(table_of<Suite>, client, server, Self);
        if (!chosen) return {};
        selected_ = *chosen;
        method_.emplace_at(selected_.kex);
        byte_buffer out;
        method_.visit([&](auto& machine) { must(machine.start(random_, {}, out)); });
        return to_vector(out.view());
    }
    byte_vector on_method(byte_view payload, const transport::transcript& said) override {
        byte_buffer out;
        result<kex_progress> progress = security_error::backend_failed;
        method_.visit([&](auto& machine) { progress = machine.on_message(payload, random_, out); });
        if (!progress) throw std::runtime_error("raw peer: " + progress.error().message());
        byte_vector blob = identity_.blob;
        if constexpr (Self == role::client)
            method_.visit([&](auto& machine) { blob = to_vector(machine.host_key()); });
        hash(said, blob);
        if constexpr (Self == role::server) {
            byte_buffer signature;
            Suite::host_keys::visit(selected_.host_key, 0, [&]<class H>(std::type_identity<H>) {
                must(H::sign(identity_.fields, hash_, random_, signature));
                return 0;
            });
            wire::writer w{out};
            method_.visit([&](auto& machine) { machine.reply(w, blob, signature.view()); });
        }
        return to_vector(out.view());
    }
    void key_outgoing() override { key(sealing_, outgoing_direction(Self)); }
    void key_incoming() override { key(opening_, incoming_direction(Self)); }
    const wire::packet_shape& shape() const override { return sealing_.facts().shape; }
    byte_view session_id() const override { return session_id_; }
    byte_vector seal(std::uint32_t sequence, byte_vector packet) override {
        const std::size_t size = packet.size();
        packet.resize(size + shape().tag);
        const byte_span all{packet};
        if (!sealing_.seal(sequence, all.first(size), all.subspan(size)))
            throw std::runtime_error("raw peer: seal");
        return packet;
    }
    std::optional<byte_vector> open(std::uint32_t sequence, byte_vector& bytes) override {
        const std::size_t tag = opening_.facts().shape.tag;
        if (length_ == 0) {
            const std::size_t needs = opening_.length_needs();
            if (bytes.size() < needs) return std::nullopt;
            if (!opening_.length(sequence, byte_span{bytes}.first(needs), length_))
                throw std::runtime_error("length");
        }
        const std::size_t whole = 4 + std::size_t{length_} + tag;
        if (bytes.size() < whole) return std::nullopt;
        const byte_span packet = byte_span{bytes}.first(whole - tag);
        if (!opening_.open(sequence, packet, byte_view{bytes}.subspan(whole - tag, tag)))
            throw std::runtime_error("raw peer: a packet does not open");
        const std::size_t padding = std::to_integer<std::size_t>(packet[4]);
        byte_vector payload = to_vector(packet.subspan(5, packet.size() - 5 - padding));
        bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(whole));
        length_ = 0;
        return payload;
    }

  private:
    void hash(const transport::transcript& said, byte_view blob) {
        byte_buffer text;
        wire::writer w{text}, s{secret_};
        secret_.clear();
        transport::write_transcript(w, said, blob);
        method_.visit([&](auto& machine) {
            machine.hash_fields(w);
            machine.hash_secret(s);
        });
        Suite::kexes::visit(selected_.kex, 0, [&]<class Kex>(std::type_identity<Kex>) {
            typename Kex::hash digest;
            hash_.assign(Kex::hash::size, std::byte{0});
            return digest.update(text.view()) && digest.update(secret_.view()) && digest.final(hash_) ? 0 : 1;
        });
        if (session_id_.empty()) session_id_ = hash_;
    }
    template <class Half>
    void key(Half& half, direction d) {
        const auto derive = [this](char letter, byte_span out) {
            return Suite::kexes::visit(selected_.kex, result<void>{},
                                       [&]<class Kex>(std::type_identity<Kex>) {
                                           return transport::derive_key<typename Kex::hash>(
                                               secret_.view(), hash_, letter, session_id_, out);
                                       });
        };
        const direction_selection& agreed = selected_.of(d);
        must(half.start(agreed.cipher, agreed.mac.value_or(0), letters_of(d), derive));
    }

    const raw_identity& identity_;
    random_ref random_;
    selection selected_;
    typename transport::detail::kex_holder<Self, typename Suite::kexes>::type method_;
    transport::sealing<typename Suite::ciphers, typename Suite::macs> sealing_;
    transport::opening<typename Suite::ciphers, typename Suite::macs> opening_;
    byte_buffer secret_;
    byte_vector hash_;
    byte_vector session_id_;
    std::uint32_t length_ = 0;
};

} // namespace detail

template <class Suite>
raw_suite make_raw_suite(std::vector<raw_identity> identities) {
    return {table_of<Suite>, std::move(identities),
            [](role self, const transport::options& given, environment env) -> std::unique_ptr<any_engine> {
                if (self == role::client)
                    return std::make_unique<detail::boxed_engine<role::client, Suite>>(given, env);
                return std::make_unique<detail::boxed_engine<role::server, Suite>>(given, env);
            },
            [](role self, const raw_identity& identity, random_ref random) -> std::unique_ptr<peer_crypto> {
                if (self == role::client)
                    return std::make_unique<detail::suite_crypto<role::client, Suite>>(identity, random);
                return std::make_unique<detail::suite_crypto<role::server, Suite>>(identity, random);
            }};
}

} // namespace hawser::testing
