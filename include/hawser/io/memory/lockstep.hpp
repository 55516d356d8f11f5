#pragma once
// A client and a server in one thread, driven against each other over a memory pipe on a virtual clock: a run
// is a pure function of its options and of what the two sides do.

#include <hawser/core/byte_stream.hpp>
#include <hawser/io/memory/pipe.hpp>
#include <hawser/io/pump.hpp>

#include <functional>

namespace hawser::inline HAWSER_ABI::io::memory {

struct lockstep_options {
    /// Capacity, delay, splits and faults of the pipe between the two.
    pipe_options pipe = {};
    /// When not 0: every read and write without a seed of its own moves a random number of bytes, and chance
    /// decides who goes first.
    std::uint64_t seed = 0;
};

/// What drives two sessions; any two objects with the owner's loop of `session` will do. Both must outlive it
/// and must have been started with `now()`.
///
/// One turn of a side: time, all events, `before_output`, output into the pipe as far as it fits, one read.
/// Time stands still while anything can happen. A side that has told its end and sent its last bytes closes
/// its end of the pipe.
template <class Client, class Server>
class lockstep {
  public:
    using client_event = decltype(std::declval<Client&>().next_event());
    using server_event = decltype(std::declval<Server&>().next_event());

    lockstep(Client& client, Server& server, virtual_clock& clock, lockstep_options options = {})
        : clock_{clock},
          chance_{options.seed},
          pipe_{clock, seeded(std::move(options))},
          client_{client, pipe_.client},
          server_{server, pipe_.server} {}
    lockstep(const lockstep&) = delete;
    lockstep& operator=(const lockstep&) = delete;

    /// What each side does with its events, and when no event is left: the place to lay out more output. The
    /// handlers may be replaced between turns.
    std::function<void(client_event&)> on_client_event;
    std::function<void(server_event&)> on_server_event;
    std::function<void()> before_client_output;
    std::function<void()> before_server_output;

    /// Runs until nothing can happen any more but the passing of a deadline. Time moves only for bytes that
    /// are on their way.
    void run() {
        run_until([] { return false; });
    }
    /// The same, but no further than `done()` is true. Returns it.
    template <class Done>
    bool run_until(Done&& done) {
        return drive(time_point::max(), false, done);
    }
    /// Lets time pass, through every deadline of the two sessions on the way, until `end`, and no further
    /// than `done()` is true. Returns it.
    template <class Done>
    bool run_to(time_point end, Done&& done) {
        if (drive(end, true, done)) return true;
        clock_.advance_to(end);
        return false;
    }
    void run_for(duration time) {
        run_to(now() + time, [] { return false; });
    }

    /// One turn of each side; false when nothing happened.
    bool turn() {
        const bool server_first = chance_ != 0 && (next_chance() & 1) != 0;
        bool moved = false;
        if (server_first) moved = turn_of(server_, on_server_event, before_server_output);
        moved = turn_of(client_, on_client_event, before_client_output) || moved;
        if (!server_first) moved = turn_of(server_, on_server_event, before_server_output) || moved;
        return moved;
    }

    time_point now() const noexcept { return clock_.now(); }
    /// The ends of the pipe, to look at, to close, or to write into behind a session's back.
    pipe_end& client_end() noexcept { return pipe_.client; }
    pipe_end& server_end() noexcept { return pipe_.server; }

  private:
    template <class Done>
    bool drive(time_point end, bool through_deadlines, Done&& done) {
        for (;;) {
            if (done()) return true;
            if (turn()) continue;
            deadline next = earlier(pipe_.client.next_arrival(), pipe_.server.next_arrival());
            if (through_deadlines)
                next =
                    earlier(next, earlier(client_.session.next_deadline(), server_.session.next_deadline()));
            if (!next || *next > end) return done();
            // A deadline that has passed was told to its session, which ought to have dealt with it.
            HAWSER_ASSERT(*next > now());
            clock_.advance_to(*next);
        }
    }

    template <class Session>
    struct side {
        side(Session& s, pipe_end& e) noexcept : session{s}, end{e} {}
        Session& session;
        pipe_end& end;
        bool no_more_input = false;
        bool told_closed = false;
    };

    static pipe_options seeded(lockstep_options&& options) {
        if (options.seed != 0) {
            std::uint64_t seed = options.seed;
            for (chunking* c : {&options.pipe.client_reads, &options.pipe.client_writes,
                                &options.pipe.server_reads, &options.pipe.server_writes}) {
                seed = seed * 0x5851f42d4c957f2du + 0x14057b7ef767814fu;
                if (c->seed == 0) c->seed = seed | 1;
            }
        }
        return std::move(options.pipe);
    }
    std::uint64_t next_chance() noexcept {
        chance_ ^= chance_ << 13;
        chance_ ^= chance_ >> 7;
        chance_ ^= chance_ << 17;
        return chance_;
    }

    template <class Session, class OnEvent, class BeforeOutput>
    bool turn_of(side<Session>& s, OnEvent& on_event, BeforeOutput& before_output) {
        bool moved = false;
        s.session.on_time(now());
        for (;;) {
            auto happened = s.session.next_event();
            if (!happened) break;
            moved = true;
            s.told_closed = s.told_closed || happened.template is<transport::closed>();
            if (on_event) on_event(happened);
        }
        if (before_output) before_output();
        if (!s.session.next_output().empty()) {
            // Where the pipe is full, the other side's turn is next.
            moved = s.end.writable() || moved;
            send_output(s.session, s.end);
        }
        // One that closed meanwhile has not told so yet.
        moved = moved || (s.session.is_closed() && !s.told_closed);
        if (s.told_closed && s.end.is_open() && s.session.next_output().empty()) {
            s.end.close();
            return true;
        }
        if (!s.no_more_input && s.session.wants_input() && s.end.readable()) {
            moved = true;
            receive(s);
        }
        return moved;
    }

    template <class Session>
    void receive(side<Session>& s) {
        auto room = s.session.receive_space();
        if (!room) return s.session.fail(room.error());
        auto size = s.end.read_some(*room);
        if (size && *size != 0) return s.session.received(*size);
        if (!size && size.error() == std::errc::operation_would_block) return;
        s.no_more_input = true;
        if (size)
            s.session.on_eof();
        else
            s.session.on_stream_error(size.error());
    }

    virtual_clock& clock_;
    std::uint64_t chance_;
    pipe_pair pipe_;
    side<Client> client_;
    side<Server> server_;
};

} // namespace hawser::inline HAWSER_ABI::io::memory
