// An SFTP client with requests and transfers outstanding against any server: the input is all the server
// says. Told at once and in pieces it gives the same events.

#include <hawser/sftp/transfer.hpp>

#include "depth.hpp"
#include "script.hpp"
#include "support/sftp_link.hpp"

using namespace hawser;

static fuzzing::depth phases{"ready", "file open", "data", "downloaded", "uploaded"};

static std::vector<std::string> told(byte_view input, std::size_t step) {
    testing::sftp_event_lines seen;
    std::uint64_t delivered = 0;
    auto sink = [&](std::uint64_t offset, byte_view bytes) -> result<void> {
        fuzzing::require(offset == delivered, "in-order mode delivers in order");
        delivered += bytes.size();
        return {};
    };
    auto source = [](std::uint64_t offset, byte_span room) -> result<std::size_t> {
        return offset < 2000 ? std::min<std::size_t>(room.size(), 2000 - static_cast<std::size_t>(offset))
                             : 0;
    };
    sftp::client_engine engine;
    sftp::download get{
        engine, sink, {.in_order = true, .reorder_limit = 100, .request_size = 64, .in_flight = 256}};
    sftp::upload_options windowed;
    windowed.request_size = 1024;
    windowed.in_flight = 2048;
    sftp::upload put{engine, source, windowed};
    std::array<std::byte, 700> room{};
    auto drain = [&] {
        for (;;) {
            while (engine.has_output()) (void)engine.fill(room);
            const auto e = engine.next_event();
            if (!e) return;
            seen.add(e);
            if (!get.on_event(e)) (void)put.on_event(e);
            if (engine.is_ready()) phases.reach(0);
            if (e.is<sftp::handle_reply>()) phases.reach(1);
            if (e.is<sftp::data_fragment>()) phases.reach(2);
        }
    };
    (void)engine.start();
    (void)get.start("/get");
    (void)put.start("/put");
    const sftp::file_handle handle{as_bytes("any")};
    (void)engine.readdir(handle);
    (void)engine.realpath(".");
    (void)engine.fstat(handle);
    (void)engine.read(handle, 0, 100);
    drain();
    fuzzing::in_pieces(input, step, [&](byte_view piece) {
        engine.on_data(piece);
        drain();
    });
    if (engine.failure()) fuzzing::require_peer(engine.failure());
    fuzzing::require(engine.outstanding() <= 100, "nothing piles up");
    if (get.is_done() && !get.error()) phases.reach(3);
    if (get.is_done() && !get.error() && put.is_done() && !put.error()) phases.reach(4);
    return seen.lines;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const byte_view input{reinterpret_cast<const std::byte*>(data), size};
    const auto whole = told(input, 0);
    for (std::size_t step : {1U, 7U})
        fuzzing::require(told(input, step) == whole, "pieces give the same events");
    return 0;
}
