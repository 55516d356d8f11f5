#pragma once
// One download or upload of a test, over an in-memory server.

#include <hawser/sftp/transfer.hpp>

#include "support/sftp_link.hpp"

#include <boost/test/unit_test.hpp>

#include <random>

namespace hawser::testing {

using sftp::download;
using sftp::download_options;
using sftp::event;
using sftp::sftp_errc;
using sftp::upload;
using sftp::upload_options;
using type = sftp::packet_type;

inline std::string pattern(std::size_t size) {
    std::string text(size, '\0');
    std::mt19937 random{7};
    for (char& c : text) c = static_cast<char>('a' + random() % 26);
    return text;
}

inline void offer(sftp_responder& server, std::string_view name) {
    server.extensions.emplace_back(name, "1");
}

/// A local file to download into, that notices what a sink must not see.
struct local_file {
    std::string text;
    std::uint64_t calls = 0;
    bool in_order = true;
    std::optional<std::uint64_t> fails_at = {};

    result<void> operator()(std::uint64_t offset, byte_view bytes) {
        ++calls;
        if (fails_at && offset + bytes.size() > *fails_at) return std::errc::no_space_on_device;
        in_order = in_order && offset == text.size();
        const std::size_t at = static_cast<std::size_t>(offset);
        text.resize(std::max(text.size(), at + bytes.size()), '?');
        text.replace(at, bytes.size(), as_text(bytes));
        return {};
    }
};

/// One download over a link.
struct getting : sftp_link {
    local_file local;
    std::optional<download> transfer;

    void start(std::string_view path, download_options options = {}) {
        handler = [this](const event& e) {
            if (transfer) (void)transfer->on_event(e);
        };
        (void)engine.start();
        local.text.resize(static_cast<std::size_t>(options.offset), '.');
        transfer.emplace(engine, local, options);
        BOOST_REQUIRE(transfer->start(path));
    }
    void get(std::string_view path, download_options options = {}) {
        start(path, options);
        run();
        BOOST_TEST(transfer->is_done());
        BOOST_TEST(server.open.empty());
        BOOST_TEST(engine.outstanding() == 0U);
        BOOST_TEST(!engine.failure());
    }
};

struct local_source {
    std::string text;
    /// How much a call gives at most; where it fails, blocks or ends.
    std::size_t step = static_cast<std::size_t>(-1);
    std::optional<std::uint64_t> fails_at = {};
    std::optional<std::uint64_t> blocks_at = {};
    bool in_order = true;
    std::uint64_t next = 0;

    result<std::size_t> operator()(std::uint64_t offset, byte_span room) {
        if (fails_at && offset >= *fails_at) return std::errc::io_error;
        if (blocks_at && offset >= *blocks_at) return std::errc::operation_would_block;
        in_order = in_order && offset == next;
        std::size_t size =
            std::min({room.size(), step,
                      text.size() - std::min<std::size_t>(text.size(), static_cast<std::size_t>(offset))});
        for (auto stop : {fails_at, blocks_at})
            if (stop) size = std::min<std::size_t>(size, static_cast<std::size_t>(*stop - offset));
        std::copy_n(as_bytes(text).begin() + static_cast<std::ptrdiff_t>(offset), size, room.begin());
        next = offset + size;
        return size;
    }
};

struct putting : sftp_link {
    local_source local;
    std::optional<upload> transfer;

    void start(std::string_view path, upload_options options = {}) {
        handler = [this](const event& e) {
            if (transfer) (void)transfer->on_event(e);
        };
        (void)engine.start();
        local.next = options.offset;
        transfer.emplace(engine, local, options);
        BOOST_REQUIRE(transfer->start(path));
    }
    /// Starts, and goes on until no more can be said before the server answers.
    void send(std::string_view path, upload_options options = {}) {
        start(path, options);
        while (send_some() || receive_some()) transfer->advance();
    }
    void put(std::string_view path, upload_options options = {}) {
        start(path, options);
        run();
        check_end();
    }
    void check_end() {
        BOOST_TEST(transfer->is_done());
        BOOST_TEST(server.open.empty());
        BOOST_TEST(engine.outstanding() == 0U);
        BOOST_TEST(!engine.failure());
        BOOST_TEST(!overran);
        BOOST_TEST(server.at_boundary());
    }
    std::string remote(const std::string& path) { return std::string{as_text(server.tree[path].content)}; }
};

inline constexpr std::size_t common = sftp::transfer_limits::common;

} // namespace hawser::testing
