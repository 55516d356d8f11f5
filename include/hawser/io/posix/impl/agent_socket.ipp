#pragma once

#include <hawser/core/bytes.hpp>
#include <hawser/core/error.hpp>
#include <hawser/core/limits.hpp>
#include <hawser/io/posix/agent_socket.hpp>
#include <hawser/io/posix/connect.hpp>
#include <hawser/io/posix/user.hpp>

#include <array>

namespace hawser::inline HAWSER_ABI::io::posix {

HAWSER_DECL result<agent_socket> agent_socket::connect(deadline until, diagnostic* details) {
    const auto path = environment_variable("SSH_AUTH_SOCK");
    if (path) return connect(*path, until, details);
    if (details != nullptr) *details = subject{"environment variable", "SSH_AUTH_SOCK"};
    return std::errc::no_such_file_or_directory;
}

HAWSER_DECL result<agent_socket> agent_socket::connect(const std::string& path, deadline until,
                                                       diagnostic* details) {
    auto stream = connect_unix(path, until, details);
    if (!stream) return stream.error();
    return agent_socket{*std::move(stream)};
}

HAWSER_DECL result<byte_vector> agent_socket::exchange(byte_view request, deadline until) {
    if (request.size() < 5 || request.size() - 4 > limits::agent_message ||
        load_u32(request.data()) != request.size() - 4)
        return usage_error::invalid_argument;
    auto answer = send_and_receive(request, until);
    if (!answer) stream_.close();
    return answer;
}

HAWSER_DECL result<byte_vector> agent_socket::send_and_receive(byte_view request, deadline until) {
    if (auto done = write_all(request, until); !done) return done.error();
    std::array<std::byte, 4> length;
    if (auto done = read_all(length, until); !done) return done.error();
    const std::size_t size = load_u32(length.data());
    if (size == 0 || size > limits::agent_message) return protocol_error::agent_malformed;
    byte_vector answer(size);
    if (auto done = read_all(answer, until); !done) return done.error();
    return answer;
}

HAWSER_DECL result<void> agent_socket::write_all(byte_view bytes, deadline until) {
    while (!bytes.empty()) {
        auto wrote = stream_.write_some(bytes);
        if (wrote) {
            bytes = bytes.subspan(*wrote);
        } else if (wrote.error() != std::errc::operation_would_block) {
            return wrote.error();
        } else if (auto done = wait({.writable = true}, until); !done) {
            return done;
        }
    }
    return {};
}

HAWSER_DECL result<void> agent_socket::read_all(byte_span room, deadline until) {
    while (!room.empty()) {
        auto got = stream_.read_some(room);
        if (got && *got == 0) return protocol_error::connection_cut;
        if (got) {
            room = room.subspan(*got);
        } else if (got.error() != std::errc::operation_would_block) {
            return got.error();
        } else if (auto done = wait({.readable = true}, until); !done) {
            return done;
        }
    }
    return {};
}

HAWSER_DECL result<void> agent_socket::wait(readiness want, deadline until) {
    auto ready = stream_.wait(want, until);
    if (!ready) return ready.error();
    if (!ready->readable && !ready->writable) return std::errc::timed_out;
    return {};
}

} // namespace hawser::inline HAWSER_ABI::io::posix
