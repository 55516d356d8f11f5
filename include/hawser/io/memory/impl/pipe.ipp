#pragma once

#include <hawser/core/error.hpp>
#include <hawser/io/memory/pipe.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <deque>
#include <utility>

namespace hawser::inline HAWSER_ABI::io::memory {

namespace detail {

/// The bytes of one direction.
struct lane {
    struct arrival {
        std::uint64_t up_to; ///< counted from the first byte of the direction
        time_point at;
    };

    byte_buffer bytes;
    std::deque<arrival> on_their_way;
    std::uint64_t written = 0;
    std::uint64_t read = 0;
    bool ended = false; ///< the writer will write no more
    time_point end_arrives{};
    byte_faults faults;

    /// How many bytes could be read at this time.
    std::size_t arrived(time_point now) const noexcept {
        std::uint64_t until = read;
        for (const arrival& a : on_their_way) {
            if (a.at > now) break;
            until = a.up_to;
        }
        if (faults.stall_at) until = std::max(read, std::min(until, *faults.stall_at));
        return static_cast<std::size_t>(until - read);
    }
    /// Behind a stall nothing arrives, not even the end.
    bool is_stalled() const noexcept { return faults.stall_at && read >= *faults.stall_at; }
    bool nothing_left() const noexcept { return read == written || is_stalled(); }
    bool at_end(time_point now) const noexcept {
        return ended && read == written && end_arrives <= now && !is_stalled();
    }
};

/// One end's own state.
struct side {
    chunking reads, writes;
    call_faults faults;
    std::array<std::uint64_t, 3> made{}; ///< calls by kind
    bool open = true;
    std::atomic<bool> interrupted{false};
    std::function<bool()> run_other_side;
};

/// What both ends share. `lanes[i]` carries what side i writes.
struct pipe_link {
    virtual_clock& clock;
    std::size_t capacity;
    duration delay;
    std::array<lane, 2> lanes;
    std::array<side, 2> sides;
    std::optional<cut_kind> cut;

    explicit pipe_link(virtual_clock& c) noexcept : clock{c}, capacity{0}, delay{} {}

    void cut_now(cut_kind kind) noexcept {
        if (!cut) cut = kind;
    }
    /// The number of bytes one call moves, of `size` that could be.
    static std::size_t chunk(chunking& rule, std::size_t size) noexcept {
        const std::size_t bound = std::max<std::size_t>(1, std::min(rule.at_most, size));
        if (rule.seed == 0 || bound == 1) return bound;
        // splitmix64: short, and the same on every platform
        std::uint64_t z = (rule.seed += 0x9e3779b97f4a7c15u);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return 1 + static_cast<std::size_t>((z ^ (z >> 31)) % bound);
    }
    /// Counts a call and gives the error planned for it.
    std::error_code planned_failure(side& s, call_kind kind) {
        const std::uint64_t number = s.made[static_cast<std::size_t>(kind)]++;
        for (const call_failure& f : s.faults.failures)
            if (f.kind == kind && f.number == number) {
                if (f.error != std::errc::operation_would_block && f.error != std::errc::operation_canceled &&
                    f.error != std::errc::timed_out)
                    cut_now(cut_kind::reset);
                return f.error;
            }
        if (kind != call_kind::wait && s.faults.would_block_every != 0 &&
            (s.made[0] + s.made[1]) % s.faults.would_block_every == 0)
            return std::make_error_code(std::errc::operation_would_block);
        return {};
    }
};

} // namespace detail

HAWSER_DECL pipe_pair::pipe_pair(virtual_clock& clock, pipe_options options) {
    auto link = std::make_shared<detail::pipe_link>(clock);
    link->capacity = std::max<std::size_t>(1, options.capacity);
    link->delay = options.delay;
    link->lanes[0].faults = std::move(options.faults.client_to_server);
    link->lanes[1].faults = std::move(options.faults.server_to_client);
    link->sides[0].reads = options.client_reads;
    link->sides[0].writes = options.client_writes;
    link->sides[0].faults = std::move(options.faults.client);
    link->sides[1].reads = options.server_reads;
    link->sides[1].writes = options.server_writes;
    link->sides[1].faults = std::move(options.faults.server);
    for (const detail::lane& l : link->lanes)
        if (l.faults.cut_at == std::uint64_t{0}) link->cut_now(l.faults.cut);
    client = pipe_end{link, 0};
    server = pipe_end{std::move(link), 1};
}

HAWSER_DECL pipe_end& pipe_end::operator=(pipe_end&& other) noexcept {
    if (this == &other) return *this;
    close();
    link_ = std::move(other.link_);
    side_ = other.side_;
    return *this;
}

HAWSER_DECL result<std::size_t> pipe_end::read_some(byte_span room) {
    if (!is_open()) return std::errc::bad_file_descriptor;
    if (room.empty()) return usage_error::invalid_argument;
    detail::side& mine = link_->sides[side_];
    detail::lane& lane = link_->lanes[1 - side_];
    if (const std::error_code planned = link_->planned_failure(mine, call_kind::read)) return planned;
    const std::size_t there = lane.arrived(now());
    if (there == 0) {
        if (link_->cut && lane.nothing_left()) {
            if (*link_->cut == cut_kind::reset) return std::errc::connection_reset;
            return std::size_t{0};
        }
        if (lane.at_end(now())) return std::size_t{0};
        return std::errc::operation_would_block;
    }
    const std::size_t size = link_->chunk(mine.reads, std::min(room.size(), there));
    std::memcpy(room.data(), lane.bytes.view().data(), size);
    lane.bytes.consume(size);
    lane.read += size;
    while (!lane.on_their_way.empty() && lane.on_their_way.front().up_to <= lane.read)
        lane.on_their_way.pop_front();
    return size;
}

HAWSER_DECL result<std::size_t> pipe_end::write_some(byte_view bytes) {
    if (!is_open()) return std::errc::bad_file_descriptor;
    if (bytes.empty()) return std::size_t{0};
    detail::side& mine = link_->sides[side_];
    detail::lane& lane = link_->lanes[side_];
    if (const std::error_code planned = link_->planned_failure(mine, call_kind::write)) return planned;
    if (link_->cut)
        return *link_->cut == cut_kind::reset ? std::errc::connection_reset : std::errc::broken_pipe;
    if (lane.ended || !link_->sides[1 - side_].open) return std::errc::broken_pipe;
    if (lane.bytes.size() >= link_->capacity) return std::errc::operation_would_block;

    std::size_t size = link_->chunk(mine.writes, std::min(bytes.size(), link_->capacity - lane.bytes.size()));
    if (lane.faults.cut_at)
        size = static_cast<std::size_t>(std::min<std::uint64_t>(size, *lane.faults.cut_at - lane.written));
    const std::size_t before = lane.bytes.size();
    if (auto added = lane.bytes.append(bytes.first(size)); !added) return added.error();
    for (const bit_flip& flip : lane.faults.flips)
        if (flip.offset >= lane.written && flip.offset - lane.written < size)
            lane.bytes.span()[before + static_cast<std::size_t>(flip.offset - lane.written)] ^= flip.mask;
    lane.written += size;
    const time_point at = now() + link_->delay;
    if (!lane.on_their_way.empty() && lane.on_their_way.back().at == at)
        lane.on_their_way.back().up_to = lane.written;
    else
        lane.on_their_way.push_back({lane.written, at});
    if (lane.faults.cut_at && lane.written >= *lane.faults.cut_at) link_->cut_now(lane.faults.cut);
    return size;
}

HAWSER_DECL result<readiness> pipe_end::wait(readiness want, deadline until) {
    if (!is_open()) return std::errc::bad_file_descriptor;
    detail::side& mine = link_->sides[side_];
    if (const std::error_code planned = link_->planned_failure(mine, call_kind::wait)) return planned;
    for (;;) {
        if (mine.interrupted.exchange(false)) return std::errc::operation_canceled;
        const readiness ready{want.readable && readable(), want.writable && writable()};
        if (ready.readable || ready.writable) return ready;
        if (until && *until <= now()) return readiness{};
        if (mine.run_other_side) {
            // It may close this end, which forgets the function: it must not vanish while it runs.
            auto run = std::exchange(mine.run_other_side, nullptr);
            const bool did_something = run();
            if (!is_open()) return std::errc::bad_file_descriptor;
            if (!mine.run_other_side) mine.run_other_side = std::move(run);
            if (did_something) continue;
        }
        // Nobody does anything more at this time, so it is time that moves.
        const deadline next = earlier(until, want.readable ? next_arrival() : deadline{});
        if (!next) return std::errc::resource_deadlock_would_occur;
        link_->clock.advance_to(*next);
    }
}

HAWSER_DECL time_point pipe_end::now() const noexcept { return link_ ? link_->clock.now() : time_point{}; }

HAWSER_DECL void pipe_end::close() noexcept {
    if (!is_open()) return;
    shutdown_write();
    link_->sides[side_].open = false;
    link_->sides[side_].run_other_side = nullptr;
}

HAWSER_DECL void pipe_end::shutdown_write() noexcept {
    if (!is_open() || link_->lanes[side_].ended) return;
    link_->lanes[side_].ended = true;
    link_->lanes[side_].end_arrives = now() + link_->delay;
}

HAWSER_DECL void pipe_end::reset() noexcept {
    if (!is_open()) return;
    for (detail::lane& lane : link_->lanes) {
        lane.bytes.clear();
        lane.on_their_way.clear();
        lane.read = lane.written;
    }
    link_->cut_now(cut_kind::reset);
}

HAWSER_DECL void pipe_end::interrupt() noexcept {
    if (link_) link_->sides[side_].interrupted.store(true);
}

HAWSER_DECL void pipe_end::on_idle(std::function<bool()> run_other_side) {
    if (is_open()) link_->sides[side_].run_other_side = std::move(run_other_side);
}

HAWSER_DECL bool pipe_end::is_open() const noexcept { return link_ && link_->sides[side_].open; }

HAWSER_DECL bool pipe_end::readable() const noexcept {
    if (!is_open()) return false;
    const detail::lane& lane = link_->lanes[1 - side_];
    if (lane.arrived(now()) != 0) return true;
    return (link_->cut && lane.nothing_left()) || lane.at_end(now());
}

HAWSER_DECL bool pipe_end::writable() const noexcept {
    if (!is_open()) return false;
    const detail::lane& lane = link_->lanes[side_];
    return link_->cut || lane.ended || !link_->sides[1 - side_].open || lane.bytes.size() < link_->capacity;
}

HAWSER_DECL bool pipe_end::peer_closed() const noexcept {
    return link_ && (link_->cut || link_->lanes[1 - side_].ended);
}

HAWSER_DECL deadline pipe_end::next_arrival() const noexcept {
    if (!is_open()) return {};
    const detail::lane& lane = link_->lanes[1 - side_];
    if (lane.faults.stall_at && lane.read + lane.arrived(now()) >= *lane.faults.stall_at) return {};
    for (const detail::lane::arrival& a : lane.on_their_way)
        if (a.at > now()) return a.at;
    if (lane.ended && lane.end_arrives > now()) return lane.end_arrives;
    return {};
}

HAWSER_DECL std::uint64_t pipe_end::bytes_sent() const noexcept {
    return link_ ? link_->lanes[side_].written : 0;
}

HAWSER_DECL std::uint64_t pipe_end::bytes_received() const noexcept {
    return link_ ? link_->lanes[1 - side_].read : 0;
}

HAWSER_DECL std::uint64_t pipe_end::calls() const noexcept {
    if (!link_) return 0;
    const auto& made = link_->sides[side_].made;
    return made[0] + made[1] + made[2];
}

} // namespace hawser::inline HAWSER_ABI::io::memory
