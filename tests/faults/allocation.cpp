// Every allocation of a whole story fails once, those of the standard library and of the crypto library among
// them: the global operator new of this program fails at the n-th call made inside one side's session.

#include "support/story.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <new>

namespace {

/// Counts the allocations made while it is inside; the one told fails, once.
struct allocation_fault {
    static inline bool inside = false;
    static inline std::size_t made = 0;
    static inline std::size_t fails_at = 0;

    static bool now() noexcept { return inside && ++made == fails_at; }
    static bool fired() noexcept { return fails_at != 0 && made >= fails_at; }
    static void arm(std::size_t nth) noexcept {
        made = 0;
        fails_at = nth;
    }

    bool before;
    allocation_fault() noexcept : before{inside} { inside = true; }
    ~allocation_fault() { inside = before; }
};

void* allocate(std::size_t size, std::size_t alignment) noexcept {
    if (allocation_fault::now()) return nullptr;
    const std::size_t rounded = (std::max<std::size_t>(size, 1) + alignment - 1) / alignment * alignment;
    return alignment <= alignof(std::max_align_t) ? std::malloc(rounded)
                                                  : std::aligned_alloc(alignment, rounded);
}
void* allocate_or_throw(std::size_t size, std::size_t alignment) {
    if (void* block = allocate(size, alignment)) return block;
    throw std::bad_alloc{};
}

} // namespace

void* operator new(std::size_t size) { return allocate_or_throw(size, alignof(std::max_align_t)); }
void* operator new[](std::size_t size) { return allocate_or_throw(size, alignof(std::max_align_t)); }
void* operator new(std::size_t size, std::align_val_t alignment) {
    return allocate_or_throw(size, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
    return allocate_or_throw(size, static_cast<std::size_t>(alignment));
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    return allocate(size, alignof(std::max_align_t));
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
    return allocate(size, alignof(std::max_align_t));
}
[[gnu::noinline]] void operator delete(void* block) noexcept { std::free(block); }
[[gnu::noinline]] void operator delete[](void* block) noexcept { std::free(block); }
[[gnu::noinline]] void operator delete(void* block, std::size_t) noexcept { std::free(block); }
[[gnu::noinline]] void operator delete[](void* block, std::size_t) noexcept { std::free(block); }
[[gnu::noinline]] void operator delete(void* block, std::align_val_t) noexcept { std::free(block); }
[[gnu::noinline]] void operator delete[](void* block, std::align_val_t) noexcept { std::free(block); }
[[gnu::noinline]] void operator delete(void* block, std::size_t, std::align_val_t) noexcept {
    std::free(block);
}
[[gnu::noinline]] void operator delete[](void* block, std::size_t, std::align_val_t) noexcept {
    std::free(block);
}

using namespace hawser;
using namespace hawser::testing;

namespace {

/// A session as its owner sees it, with the fault inside it alone.
template <class Session>
class starved {
  public:
    Session& session;
    bool starves;

    template <class F>
    decltype(auto) inside(F&& f) {
        if (!starves) return f();
        allocation_fault fault;
        return f();
    }
    void on_time(time_point now) {
        inside([&] { session.on_time(now); });
    }
    session_event next_event() {
        return inside([&] { return session.next_event(); });
    }
    byte_view next_output() {
        return inside([&] { return session.next_output(); });
    }
    void consume_output(std::size_t size) {
        inside([&] { session.consume_output(size); });
    }
    result<byte_span> receive_space() {
        return inside([&] { return session.receive_space(); });
    }
    void received(std::size_t size) {
        inside([&] { session.received(size); });
    }
    bool wants_input() {
        return inside([&] { return session.wants_input(); });
    }
    bool is_closed() const { return session.is_closed(); }
    void on_eof() {
        inside([&] { session.on_eof(); });
    }
    void on_stream_error(std::error_code e) {
        inside([&] { session.on_stream_error(e); });
    }
    void fail(std::error_code e) {
        inside([&] { session.fail(e); });
    }
    deadline next_deadline() {
        return inside([&] { return session.next_deadline(); });
    }
};

/// Handshake, login, one command, new keys, goodbye, told by the sessions themselves.
struct short_story {
    fixed_random client_random{2}, server_random{3};
    io::memory::virtual_clock clock;
    session_options client_options, server_options;
    transport::host_identity identity;
    client_session client;
    server_session server;
    starved<client_session> client_side;
    starved<server_session> server_side;
    io::memory::lockstep<starved<client_session>, starved<server_session>> link;

    int verified = 0, client_ends = 0, server_ends = 0, channel_ends = 0;
    bool logged_in = false, began = false, left = false;
    std::error_code client_error, server_error;
    std::string out;
    std::optional<std::uint32_t> status;
    connection::channel_id id{}, theirs{};

    explicit short_story(bool client_starves)
        : identity{story_key("ssh-ed25519").format, story_key("ssh-ed25519").public_blob,
                   story_key("ssh-ed25519").fields.view()},
          client{client_options, {client_random}},
          server{with_identity(), {server_random}},
          client_side{client, client_starves},
          server_side{server, !client_starves},
          link{client_side, server_side, clock} {
        link.on_client_event = [this](session_event& e) { client_side.inside([&] { on_client(e); }); };
        link.on_server_event = [this](session_event& e) { server_side.inside([&] { on_server(e); }); };
        client_side.inside([&] { client.start(clock.now()); });
        server_side.inside([&] { server.start(clock.now()); });
        link.run();
    }
    bool is_happy() const {
        return logged_in && verified == 1 && out == "hello" && status == 0u && channel_ends == 1 &&
               client_error == usage_error::session_closed && server_error == remote_error::disconnected &&
               client.key_exchanges() == 2;
    }

  private:
    session_options& with_identity() {
        server_options.transport.host_identities = {&identity, 1};
        return server_options;
    }
    // Owners whose own calls are refused for want of memory give up.
    template <class Session, class F>
    static void attempt(Session& session, F&& f) {
        try {
            f();
        } catch (const std::bad_alloc&) {
            session.fail(std::make_error_code(std::errc::not_enough_memory));
        }
    }
    void on_client(session_event& happened) {
        attempt(client, [&] {
            happened.visit(overload{
                [](const auto&) {},
                [&](const transport::host_key_offered& e) {
                    if (!equal(e.blob, identity.public_blob)) return;
                    ++verified;
                    client.accept_host_key();
                },
                [&](const transport::keys_changed& e) {
                    if (e.first) {
                        (void)client.login().begin("alice");
                    } else if (auto opened = client.connection().open(wire::session_channel{})) {
                        id = *opened;
                        began = true;
                    }
                },
                [&](const auth::service_accepted&) { (void)client.login().try_password(as_bytes("secret")); },
                [&](const auth::succeeded&) {
                    logged_in = true;
                    client.rekey();
                },
                [&](const connection::channel_opened& e) {
                    (void)client.connection().request(e.id, wire::exec_request{"say hello"}, true);
                },
                [&](const connection::channel_data& e) {
                    allocation_fault::inside = false;
                    out += as_text(e.data);
                    allocation_fault::inside = client_side.starves;
                    (void)client.connection().consume(e.id, e.stream, e.data.size());
                },
                [&](const connection::channel_request& e) {
                    auto body = wire::decode_body<wire::exit_status_request>(e.data);
                    if (body) status = body->status;
                },
                [&](const connection::channel_closed& e) {
                    ++channel_ends;
                    (void)client.connection().close(e.id);
                    client.disconnect("bye");
                },
                [&](const transport::closed& e) {
                    ++client_ends;
                    client_error = e.error;
                },
            });
        });
    }
    void on_server(session_event& happened) {
        attempt(server, [&] {
            happened.visit(overload{
                [](const auto&) {},
                [&](const auth::password_given& e) {
                    as_text(e.password) == "secret" ? server.login().accept() : server.login().reject();
                },
                [&](const connection::channel_open_requested& e) { (void)server.connection().accept(e.id); },
                [&](const connection::channel_request& e) {
                    auto& connection = server.connection();
                    (void)connection.reply(e.id, true);
                    (void)connection.send(e.id, connection::data_stream::standard, as_bytes("hello"));
                    (void)connection.request(e.id, wire::exit_status_request{0}, false);
                    (void)connection.send_eof(e.id);
                    (void)connection.close(e.id);
                },
                [&](const transport::closed& e) {
                    ++server_ends;
                    server_error = e.error;
                },
            });
        });
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(faults_allocation)

BOOST_AUTO_TEST_CASE(every_allocation_of_a_session_fails_once, *boost::unit_test::label("R01")) {
    (void)story_key("ssh-ed25519");
    for (const bool client : {true, false}) {
        std::size_t n = 1;
        for (;; ++n) {
            BOOST_REQUIRE(n < 100'000u);
            allocation_fault::arm(n);
            std::optional<short_story> s;
            try {
                s.emplace(client);
            } catch (const std::bad_alloc&) {
                allocation_fault::inside = false;
                BOOST_ERROR((client ? "client" : "server") << ", allocation " << n << ": bad_alloc escaped");
                continue;
            }
            const bool fired = allocation_fault::fired();
            allocation_fault::arm(0);
            BOOST_TEST_CONTEXT((client ? "client" : "server") << ", allocation " << n) {
                if (!fired) {
                    BOOST_TEST(s->is_happy());
                    break;
                }
                // A failure that nobody needed, such as a name for a diagnostic, may leave all as it was.
                if (s->is_happy()) continue;
                BOOST_TEST(s->client_ends == 1);
                BOOST_TEST(s->server_ends == 1);
                BOOST_TEST((!s->logged_in || s->verified == 1));
                BOOST_TEST((!s->logged_in || s->server.is_authenticated()));
                BOOST_TEST(s->channel_ends <= 1);
                const std::error_code error = client ? s->client_error : s->server_error;
                BOOST_TEST(
                    (error == std::errc::not_enough_memory || error == security_error::backend_failed));
            }
        }
        BOOST_TEST(n > 30u);
    }
}

BOOST_AUTO_TEST_SUITE_END()
