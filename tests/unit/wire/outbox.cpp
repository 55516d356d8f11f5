#include <hawser/wire/outbox.hpp>
#include <hawser/wire/transport_messages.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <support/checking_memory.hpp>

namespace {

using namespace hawser;
using wire::outbox;

/// Seals everything with zero padding and a tag of 't'.
void seal_all(outbox& out) {
    while (out.has_unsealed()) {
        const outbox::slot slot = out.next_unsealed();
        for (std::byte& b : slot.padding()) b = std::byte{0};
        for (std::byte& b : slot.tag) b = std::byte{'t'};
        out.mark_sealed();
    }
}

BOOST_AUTO_TEST_SUITE(wire_outbox)

BOOST_AUTO_TEST_CASE(nothing_follows_the_last_packet) {
    outbox out;
    out.bar(false);
    out.send(wire::service_request{"last"});
    seal_all(out);
    const std::size_t size = out.size();
    out.close();
    BOOST_TEST(!out.can_send());
    BOOST_TEST(out.room() == 0u);
    out.send(wire::service_request{"later"});
    BOOST_TEST(!out.has_unsealed());
    BOOST_TEST(out.size() == size);
    BOOST_TEST(!out.error());
}

BOOST_AUTO_TEST_CASE(a_message_becomes_a_packet) {
    outbox out;
    out.send(wire::service_request{"abc"});
    BOOST_TEST(out.sealed().empty());
    BOOST_REQUIRE(out.has_unsealed());
    const outbox::slot slot = out.next_unsealed();
    BOOST_TEST(to_hex(slot.payload()) == "0500000003616263");
    BOOST_TEST(slot.tag.empty());
    seal_all(out);
    BOOST_TEST(to_hex(out.sealed()) == "00000014"
                                       "0b"
                                       "0500000003616263"
                                       "0000000000000000000000");
    out.consume(out.sealed().size());
    BOOST_TEST(out.size() == 0u);
}

BOOST_AUTO_TEST_CASE(packets_keep_their_order_and_their_tags) {
    outbox out;
    out.shape({16, 4, false});
    out.send(wire::service_request{"a"});
    out.send(wire::service_request{"b"});
    seal_all(out);
    const byte_view sealed = out.sealed();
    const std::size_t one = sealed.size() / 2;
    BOOST_TEST(load_u32(sealed.data()) + 4 + 4 == one);
    BOOST_TEST(as_text(sealed.subspan(one - 4, 4)) == "tttt");
    BOOST_TEST(as_text(sealed.subspan(10, 1)) == "a");
    BOOST_TEST(as_text(sealed.subspan(one + 10, 1)) == "b");
}

BOOST_AUTO_TEST_CASE(consuming_in_pieces_keeps_what_is_unsealed) {
    outbox out;
    out.put_clear(as_bytes("SSH-2.0-x\r\n"));
    out.send(wire::service_request{"a"});
    BOOST_TEST(as_text(out.sealed()) == "SSH-2.0-x\r\n");
    out.consume(4);
    BOOST_TEST(as_text(out.sealed()) == "2.0-x\r\n");
    seal_all(out);
    out.consume(out.sealed().size());
    out.send(wire::service_request{"b"});
    BOOST_TEST(as_text(out.next_unsealed().payload()).back() == 'b');
}

BOOST_AUTO_TEST_CASE(a_cancelled_payload_leaves_nothing) {
    outbox out;
    out.send(wire::service_request{"a"});
    const std::size_t before = out.size();
    out.begin().string("secret");
    BOOST_TEST(out.open_payload().size() == 10u);
    out.cancel();
    BOOST_TEST(out.size() == before);
    out.begin().string("other");
    out.truncate_payload(4);
    BOOST_TEST(to_hex(out.open_payload()) == "00000005");
    out.commit();
    BOOST_TEST(!out.error());
}

BOOST_AUTO_TEST_CASE(unsealed_payloads_can_be_taken_out) {
    outbox out;
    out.put_clear(as_bytes("x"));
    out.send(wire::service_request{"a"});
    out.send(wire::newkeys{});
    byte_buffer kept;
    BOOST_TEST(out.take_unsealed(kept).has_value());
    BOOST_TEST(to_hex(kept.view()) == "00000006"
                                      "050000000161"
                                      "00000001"
                                      "15");
    BOOST_TEST(!out.has_unsealed());
    BOOST_TEST(as_text(out.sealed()) == "x");
}

BOOST_AUTO_TEST_CASE(there_is_no_room_while_barred_or_above_the_high_water_mark) {
    outbox out;
    BOOST_TEST(!out.can_send());
    BOOST_TEST(out.room() == 0u);
    out.bar(false);
    BOOST_TEST(out.can_send());
    BOOST_TEST(out.room() == limits::output_high_water);
    const std::string data(limits::output_high_water, 'x');
    out.begin().raw(as_bytes(data));
    out.commit();
    BOOST_TEST(!out.error());
    BOOST_TEST(out.room() == 0u);
}

BOOST_AUTO_TEST_CASE(too_much_is_remembered_as_an_error) {
    outbox out;
    const std::string data(8 * 1024 * 1024, 'x');
    out.begin().raw(as_bytes(data));
    out.commit();
    BOOST_TEST((out.error() == std::errc::no_buffer_space));
    out.send(wire::newkeys{});
    BOOST_TEST(!out.has_unsealed());
    BOOST_TEST(out.size() == 0u);
}

BOOST_AUTO_TEST_CASE(no_memory_is_remembered_and_memory_is_wiped) {
    testing::checking_memory memory;
    {
        outbox out{&memory};
        out.send(wire::service_request{"secret"});
        memory.allocations_left = 0;
        const std::string data(100000, 'x');
        out.begin().raw(as_bytes(data));
        out.commit();
        BOOST_TEST((out.error() == std::errc::not_enough_memory));
        BOOST_TEST(out.has_unsealed());
    }
    BOOST_TEST(memory.blocks_held == 0u);
    BOOST_TEST(memory.unwiped == 0u);
}

BOOST_AUTO_TEST_CASE(an_idle_outbox_gives_its_memory_back) {
    testing::checking_memory memory;
    outbox out{&memory};
    out.send(wire::newkeys{});
    out.release_if_idle();
    BOOST_TEST(memory.blocks_held == 1u);
    seal_all(out);
    out.consume(out.sealed().size());
    out.release_if_idle();
    BOOST_TEST(memory.blocks_held == 0u);
    out.send(wire::newkeys{});
    out.release();
    BOOST_TEST(!out.has_unsealed());
    BOOST_TEST(memory.blocks_held == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
