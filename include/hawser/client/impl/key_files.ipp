#pragma once

#include <hawser/client/key_files.hpp>
#include <hawser/io/posix/agent_socket.hpp>
#include <hawser/io/posix/file.hpp>
#include <hawser/io/posix/user.hpp>
#include <hawser/keys/agent_messages.hpp>
#include <hawser/keys/parse_private_key.hpp>

#include <memory>

namespace hawser::inline HAWSER_ABI {

HAWSER_DECL result<auth::public_key> key_file(const std::string& path, const passphrase_source& passphrase,
                                              diagnostic* details) {
    const auto fail = [&](std::error_code why) {
        if (details != nullptr && details->index() == 0) *details = subject{"key file", path};
        return why;
    };
    const auto whole_path = io::posix::expand_home(path);
    if (!whole_path) return fail(whole_path.error());
    auto file = io::posix::read_private_file(*whole_path, limits::key_file, details);
    if (!file) return fail(file.error());
    if (file->others_have_access) {
        if (details != nullptr) *details = subject{"others have access to key file", path};
        return std::errc::permission_denied;
    }
    const std::string_view text = as_text(file->bytes.view());
    auto key = keys::parse_private_key(text);
    if (!key && key.error() == usage_error::key_encrypted && passphrase) {
        const secret_bytes secret = passphrase(path);
        if (!secret.empty()) key = keys::parse_private_key(text, secret.view());
    }
    if (!key) return fail(key.error());
    return auth::public_key{std::move(*key)};
}

HAWSER_DECL result<std::vector<auth::public_key>> agent_keys(duration timeout, diagnostic* details) {
    const auto now = [] { return io::posix::socket::now(); };
    auto connected = io::posix::agent_socket::connect(now() + timeout, details);
    if (!connected) return connected.error();
    const auto agent = std::make_shared<io::posix::agent_socket>(std::move(*connected));
    byte_buffer request;
    if (auto encoded = keys::encode_request_identities(request); !encoded) return encoded.error();
    auto answer = agent->exchange(request.view(), now() + timeout);
    if (!answer) return answer.error();
    auto identities = keys::decode_identities(*answer);
    if (!identities) return identities.error();

    // The connection is of no more use after an error, whose name all the keys then have.
    const auto broken = std::make_shared<std::error_code>();
    const auto sign = [agent, broken, timeout, now](std::string_view algorithm, byte_view key,
                                                    byte_view data) -> result<byte_vector> {
        if (*broken) return *broken;
        byte_buffer asked;
        if (auto encoded = keys::encode_sign_request(asked, key, data, keys::agent_flags_of(algorithm));
            !encoded)
            return encoded.error();
        auto said = agent->exchange(asked.view(), now() + timeout);
        if (!said) {
            if (!agent->is_open()) *broken = said.error();
            return said.error();
        }
        return keys::decode_signature(*said);
    };
    std::vector<auth::public_key> out;
    for (keys::agent_identity& identity : *identities) {
        const auto format = keys::format_of_blob(identity.blob);
        if (!format) continue;
        std::string name{*format};
        out.emplace_back(
            keys::public_key{std::move(name), std::move(identity.blob), std::move(identity.comment)}, sign);
    }
    return out;
}

namespace detail {

HAWSER_DECL result<void> read_known_hosts(keys::known_hosts& into, const std::string& path,
                                          bool may_be_absent, diagnostic* details) {
    auto bytes = io::posix::read_file(path, limits::known_hosts_file, details);
    if (!bytes) {
        if (!may_be_absent || bytes.error() != std::errc::no_such_file_or_directory) return bytes.error();
        if (details != nullptr) *details = {};
        return {};
    }
    return into.read(as_text(*bytes), path);
}

} // namespace detail

HAWSER_DECL result<keys::known_hosts> user_known_hosts(diagnostic* details) {
    keys::known_hosts known;
    if (const auto path = io::posix::known_hosts_path()) {
        if (auto done = detail::read_known_hosts(known, *path, true, details); !done) return done.error();
    }
    if (auto done = detail::read_known_hosts(known, "/etc/ssh/ssh_known_hosts", true, details); !done)
        return done.error();
    return known;
}

HAWSER_DECL result<keys::known_hosts> known_hosts_file(const std::string& path, diagnostic* details) {
    keys::known_hosts known;
    if (auto done = detail::read_known_hosts(known, path, false, details); !done) return done.error();
    return known;
}

namespace detail {

/// What `ask` gives, its error thrown.
template <class Ask>
auto value_or_throw(Ask&& ask) {
    failure out;
    auto got = ask(&out.details);
    if (!got) {
        out.code = got.error();
        throw_if(std::move(out));
    }
    return *std::move(got);
}

} // namespace detail

HAWSER_DECL auth::public_key key_file(const std::string& path, const passphrase_source& passphrase) {
    return detail::value_or_throw([&](diagnostic* details) { return key_file(path, passphrase, details); });
}

HAWSER_DECL std::vector<auth::public_key> agent_keys(duration timeout) {
    return detail::value_or_throw([&](diagnostic* details) { return agent_keys(timeout, details); });
}

HAWSER_DECL keys::known_hosts user_known_hosts() {
    return detail::value_or_throw([](diagnostic* details) { return user_known_hosts(details); });
}

HAWSER_DECL keys::known_hosts known_hosts_file(const std::string& path) {
    return detail::value_or_throw([&](diagnostic* details) { return known_hosts_file(path, details); });
}

} // namespace hawser::inline HAWSER_ABI
