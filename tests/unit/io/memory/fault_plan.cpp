#include <hawser/io/memory/fault_plan.hpp>
#include <hawser/io/memory/pipe.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace hawser;
using namespace hawser::io::memory;
using namespace std::chrono_literals;

namespace {

/// Reads until nothing more comes; the last code is left in `error`, and a false one means the end of the
/// stream.
std::string drain(pipe_end& from, std::error_code& error) {
    std::string text;
    for (;;) {
        std::byte room[64];
        auto got = from.read_some(room);
        error = got.error();
        if (!got || *got == 0) return text;
        text += as_text(byte_view{room, *got});
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(io_memory_fault_plan)

BOOST_AUTO_TEST_CASE(nothing_goes_wrong_by_default) {
    virtual_clock clock;
    pipe_pair pipe{clock};
    BOOST_TEST(*pipe.client.write_some(as_bytes("hello")) == 5u);
    std::error_code error;
    BOOST_TEST(drain(pipe.server, error) == "hello");
    BOOST_TEST((error == std::errc::operation_would_block));
}

BOOST_AUTO_TEST_CASE(a_cut_lets_exactly_so_many_bytes_pass) {
    for (const cut_kind kind : {cut_kind::reset, cut_kind::end_of_stream})
        for (std::uint64_t at = 0; at <= 5; ++at) {
            BOOST_TEST_CONTEXT("kind " << int(kind) << " at " << at) {
                virtual_clock clock;
                pipe_options options;
                options.faults.client_to_server.cut_at = at;
                options.faults.client_to_server.cut = kind;
                pipe_pair pipe{clock, std::move(options)};
                BOOST_TEST(pipe.server.write_some(as_bytes("reply")).has_value() == (at != 0));

                std::size_t taken = 0;
                result<std::size_t> wrote = std::size_t{0};
                while (taken < 5 && (wrote = pipe.client.write_some(as_bytes("hello").subspan(taken))))
                    taken += *wrote;
                BOOST_TEST(taken == at);
                if (at < 5) {
                    BOOST_TEST((wrote.error() == (kind == cut_kind::reset ? std::errc::connection_reset
                                                                          : std::errc::broken_pipe)));
                }
                std::error_code error;
                BOOST_TEST(drain(pipe.server, error) ==
                           std::string{"hello"}.substr(0, static_cast<std::size_t>(at)));
                BOOST_TEST((kind == cut_kind::reset ? error == std::errc::connection_reset : !error));
                // the other direction ends too, after what was written before
                BOOST_TEST(drain(pipe.client, error) == (at != 0 ? "reply" : ""));
                BOOST_TEST((kind == cut_kind::reset ? error == std::errc::connection_reset : !error));
                BOOST_TEST(!pipe.server.write_some(as_bytes("x")).has_value());
            }
        }
}

BOOST_AUTO_TEST_CASE(a_stall_takes_bytes_that_never_arrive) {
    virtual_clock clock;
    pipe_options options;
    options.capacity = 8;
    options.faults.client_to_server.stall_at = 3;
    pipe_pair pipe{clock, std::move(options)};
    BOOST_TEST(*pipe.client.write_some(as_bytes("0123456789")) == 8u);
    std::error_code error;
    BOOST_TEST(drain(pipe.server, error) == "012");
    BOOST_TEST((error == std::errc::operation_would_block));
    pipe.client.close();
    BOOST_TEST(!pipe.server.readable());
    const time_point until = clock.now() + 30s;
    auto ready = pipe.server.wait({.readable = true}, until);
    BOOST_TEST(ready.has_value());
    BOOST_TEST(!ready->readable);
    BOOST_TEST((clock.now() == until));
    BOOST_TEST(
        (pipe.server.wait({.readable = true}, {}).error() == std::errc::resource_deadlock_would_occur));
}

BOOST_AUTO_TEST_CASE(a_stalled_end_still_learns_of_a_cut) {
    virtual_clock clock;
    pipe_options options;
    options.faults.client_to_server.stall_at = 1;
    options.faults.server_to_client.cut_at = 1;
    pipe_pair pipe{clock, std::move(options)};
    BOOST_TEST(*pipe.client.write_some(as_bytes("abc")) == 3u);
    std::error_code error;
    BOOST_TEST(drain(pipe.server, error) == "a");
    BOOST_TEST(*pipe.server.write_some(as_bytes("xyz")) == 1u);
    BOOST_TEST(pipe.server.readable());
    BOOST_TEST(drain(pipe.server, error) == "");
    BOOST_TEST((error == std::errc::connection_reset));
}

BOOST_AUTO_TEST_CASE(one_bit_at_one_offset_whatever_the_writes) {
    virtual_clock clock;
    pipe_options options;
    options.client_writes = {.at_most = 2};
    options.faults.client_to_server.flips = {{.offset = 3, .mask = std::byte{0x20}}};
    pipe_pair pipe{clock, std::move(options)};
    for (byte_view rest = as_bytes("abcdef"); !rest.empty();)
        rest = rest.subspan(*pipe.client.write_some(rest));
    std::error_code error;
    BOOST_TEST(drain(pipe.server, error) == "abcDef");
}

BOOST_AUTO_TEST_CASE(the_numbered_call_fails_and_moves_nothing) {
    virtual_clock clock;
    pipe_options options;
    options.faults.client.failures = {
        {call_kind::write, 1, std::make_error_code(std::errc::operation_would_block)},
        {call_kind::wait, 0, std::make_error_code(std::errc::operation_canceled)},
        {call_kind::write, 3, std::make_error_code(std::errc::broken_pipe)},
    };
    pipe_pair pipe{clock, std::move(options)};
    BOOST_TEST(*pipe.client.write_some(as_bytes("a")) == 1u);
    BOOST_TEST((pipe.client.write_some(as_bytes("b")).error() == std::errc::operation_would_block));
    BOOST_TEST((pipe.client.wait({.writable = true}, {}).error() == std::errc::operation_canceled));
    BOOST_TEST(pipe.client.wait({.writable = true}, {})->writable);
    BOOST_TEST(*pipe.client.write_some(as_bytes("b")) == 1u);
    // an error of a real connection ends it, for both
    BOOST_TEST((pipe.client.write_some(as_bytes("c")).error() == std::errc::broken_pipe));
    BOOST_TEST((pipe.client.write_some(as_bytes("c")).error() == std::errc::connection_reset));
    std::error_code error;
    BOOST_TEST(drain(pipe.server, error) == "ab");
    BOOST_TEST((error == std::errc::connection_reset));
}

// Every read and write in turn: would-block, one byte, ECONNRESET, EPIPE. The same bytes in the end, or a
// clean error.
BOOST_AUTO_TEST_CASE(the_same_bytes_or_a_clean_error, *boost::unit_test::label("R02")) {
    std::string sent(2000, '\0');
    for (std::size_t i = 0; i < sent.size(); ++i) sent[i] = static_cast<char>(i * 7);

    // Both sides run in one thread, as a program would: retry what would block, give up at any other error.
    const auto transfer = [&](pipe_options options, std::error_code& error) {
        virtual_clock clock;
        pipe_pair pipe{clock, std::move(options)};
        std::string received;
        byte_view rest = as_bytes(sent);
        for (int turn = 0; turn < 100000; ++turn) {
            if (rest.empty()) pipe.client.shutdown_write();
            auto wrote = pipe.client.write_some(rest);
            if (!rest.empty() && wrote) rest = rest.subspan(*wrote);
            if (!rest.empty() && !wrote && wrote.error() != std::errc::operation_would_block) {
                error = wrote.error();
                return received;
            }
            std::byte room[97];
            auto got = pipe.server.read_some(room);
            if (got && *got == 0) return received;
            if (got) received += as_text(byte_view{room, *got});
            if (!got && got.error() != std::errc::operation_would_block) {
                error = got.error();
                return received;
            }
        }
        BOOST_FAIL("no end");
        return received;
    };

    for (const std::uint64_t every : {2u, 3u, 7u})
        for (const chunking rule : {chunking{}, chunking{.at_most = 1}, chunking{.at_most = 13},
                                    chunking{.at_most = 50, .seed = 9}}) {
            pipe_options options;
            options.capacity = 101;
            options.client_writes = options.server_reads = rule;
            options.faults.client.would_block_every = options.faults.server.would_block_every = every;
            std::error_code error;
            BOOST_TEST((transfer(std::move(options), error) == sent));
            BOOST_TEST(!error);
        }
    for (const std::errc code : {std::errc::connection_reset, std::errc::broken_pipe})
        for (const call_kind kind : {call_kind::read, call_kind::write})
            for (std::uint64_t number = 0; number < 15; ++number) {
                pipe_options options;
                options.capacity = 101;
                options.client_writes = options.server_reads = {.at_most = 40};
                auto& faults = kind == call_kind::read ? options.faults.server : options.faults.client;
                faults.failures = {{kind, number, std::make_error_code(code)}};
                std::error_code error;
                const std::string received = transfer(std::move(options), error);
                BOOST_TEST((error == code));
                BOOST_TEST(sent.starts_with(received));
                BOOST_TEST(received.size() < sent.size());
            }
}

BOOST_AUTO_TEST_SUITE_END()
