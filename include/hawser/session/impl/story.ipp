#pragma once

#include <hawser/keys/public_key.hpp>
#include <hawser/session/story.hpp>

#include <initializer_list>
#include <string>

namespace hawser::inline HAWSER_ABI {

namespace detail {

/// One line of a story from its pieces.
class story_teller {
  public:
    story_teller(log_ref log, const story_facts& facts) noexcept : log_{log}, facts_{facts} {}

    // What says nothing new, or would say too much.
    template <class Other>
    void operator()(const Other&) const {}

    void operator()(const transport::host_key_offered& e) const {
        info({"the peer is ", quoted(facts_.peer_identification)});
        info({"its host key is for ", e.algorithm});
    }
    void operator()(const transport::keys_changed& e) const {
        warn_of_broken();
        if (!e.first) return debug({"keys changed, key exchange ", std::to_string(facts_.key_exchanges)});
        const negotiated_names& a = facts_.agreed;
        info({"agreed on ", a.kex, " and ", a.host_key_algorithm,
              a.strict_kex ? ", strict key exchange" : ", no strict key exchange"});
        protection("client to server: ", a.cipher_client_to_server, a.mac_client_to_server,
                   a.compression_client_to_server);
        protection("server to client: ", a.cipher_server_to_client, a.mac_server_to_client,
                   a.compression_server_to_client);
    }
    void operator()(const transport::peer_debug& e) const { debug({"the peer says: ", quoted(e.text)}); }
    void operator()(const transport::closed& e) const {
        if (e.error == usage_error::session_closed) return info({"the session ends by our own goodbye"});
        info({"the session ends: ", describe(e.error, facts_.details)});
    }

    void operator()(const auth::service_accepted&) const {
        if (!facts_.server_sig_algs.empty())
            debug({"the server takes signatures by ", quoted(facts_.server_sig_algs)});
    }
    void operator()(const auth::method_failed& e) const {
        info({e.partial_success ? "right, but not enough: " : "refused: ", e.method, "; the server takes ",
              quoted(e.methods_left)});
    }
    void operator()(const auth::succeeded& e) const {
        info({"logged in by ", e.method, e.without_credential ? ", without any credential" : ""});
    }
    void operator()(const auth::questions& e) const {
        debug({"the server asks ", std::to_string(e.request.count), " questions"});
    }
    void operator()(const auth::password_expired&) const { info({"the password has expired"}); }
    void operator()(const auth::none_requested& e) const { attempt(e.user, "none"); }
    void operator()(const auth::password_given& e) const { attempt(e.user, "password"); }
    void operator()(const auth::key_queried& e) const { key("asks about", e.user, e.key); }
    void operator()(const auth::key_signed& e) const {
        key("signed with", e.user, e.key);
        warn_of_broken(algorithm_kind::host_key, e.algorithm);
    }
    void operator()(const auth::interaction_requested& e) const { attempt(e.user, "keyboard-interactive"); }

    void operator()(const connection::channel_opened& e) const { channel(e.id, {"open"}); }
    void operator()(const connection::channel_open_failed& e) const {
        channel(e.id, {"refused, reason ", std::to_string(e.reason), ": ", quoted(e.text)});
    }
    void operator()(const connection::channel_open_requested& e) const {
        channel(e.id, {"asked for by the peer: ", quoted(e.type)});
    }
    void operator()(const connection::channel_data& e) const {
        if (log_.enabled(log_level::trace))
            say(log_level::trace,
                {"channel ", std::to_string(e.id.value), ": ", std::to_string(e.data.size()), " bytes unread",
                 e.stream == connection::data_stream::error ? " of the error stream" : ""});
    }
    void operator()(const connection::channel_eof& e) const { channel(e.id, {"the peer sends no more"}); }
    void operator()(const connection::channel_request& e) const {
        channel(e.id, {"the peer asks ", quoted(e.type)});
    }
    void operator()(const connection::channel_reply& e) const {
        channel(e.id, {e.success ? "the peer did as asked" : "the peer refuses what was asked"});
    }
    void operator()(const connection::channel_closed& e) const {
        if (e.error)
            channel(e.id, {"lost: ", e.error.message()});
        else
            channel(e.id, {"closed"});
    }
    void operator()(const connection::global_request& e) const { debug({"the peer asks ", quoted(e.name)}); }

  private:
    static std::string quoted(std::string_view text) { return escape_text(text, 1024); }

    using pieces = std::initializer_list<std::string_view>;

    void say(log_level level, pieces parts) const {
        if (log_.enabled(level)) log_.write(level, concatenate(parts));
    }
    void info(pieces parts) const { say(log_level::info, parts); }
    void debug(pieces parts) const { say(log_level::debug, parts); }
    void channel(connection::channel_id id, pieces parts) const {
        if (log_.enabled(log_level::debug))
            debug({"channel ", std::to_string(id.value), ": ", concatenate(parts)});
    }
    void protection(std::string_view way, std::string_view cipher, std::string_view mac,
                    std::string_view compression) const {
        const bool compressed = compression != "none";
        info({way, cipher, mac.empty() ? "" : " with ", mac, compressed ? ", compressed by " : "",
              compressed ? compression : std::string_view{}});
    }
    void warn_of_broken() const {
        const negotiated_names& a = facts_.agreed;
        warn_of_broken(algorithm_kind::kex, a.kex);
        warn_of_broken(algorithm_kind::host_key, a.host_key_algorithm);
        const auto either = [&](algorithm_kind kind, std::string_view there, std::string_view back) {
            warn_of_broken(kind, there);
            if (back != there) warn_of_broken(kind, back);
        };
        either(algorithm_kind::cipher, a.cipher_client_to_server, a.cipher_server_to_client);
        either(algorithm_kind::mac, a.mac_client_to_server, a.mac_server_to_client);
    }
    void warn_of_broken(algorithm_kind kind, std::string_view name) const {
        const name_table& known = facts_.suite.of(kind);
        const auto at = known.index_of(name);
        if (at && known.ranks[*at] == grade::broken)
            say(log_level::warning,
                {name, " is in use, and broken: it protects against nobody who means it"});
    }
    void attempt(std::string_view user, std::string_view method) const {
        info({quoted(user), " tries ", method});
    }
    void key(std::string_view what, std::string_view user, byte_view blob) const {
        const auto format = keys::format_of_blob(blob);
        info({quoted(user), " ", what, " ", format ? *format : "that is none"});
    }

    log_ref log_;
    const story_facts& facts_;
};

} // namespace detail

HAWSER_DECL void tell_story(log_ref log, const session_event& happened, const story_facts& facts) noexcept {
    HAWSER_TRY { happened.visit(detail::story_teller{log, facts}); }
    HAWSER_CATCH(...) {}
}

} // namespace hawser::inline HAWSER_ABI
