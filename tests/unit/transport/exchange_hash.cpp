#include <hawser/transport/exchange_hash.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;

BOOST_AUTO_TEST_SUITE(transport_exchange_hash)

BOOST_AUTO_TEST_CASE(the_transcript_is_five_strings_in_the_order_of_the_rfc) {
    byte_buffer out;
    wire::writer w{out};
    transport::write_transcript(w,
                                {"SSH-2.0-c", "SSH-2.0-s",
                                 as_bytes("\x14"
                                          "C"),
                                 as_bytes("\x14"
                                          "S")},
                                as_bytes("key"));
    BOOST_REQUIRE(w.finish().has_value());
    BOOST_TEST(to_hex(out.view()) == "00000009"
                                     "5353482d322e302d63"
                                     "00000009"
                                     "5353482d322e302d73"
                                     "00000002"
                                     "1443"
                                     "00000002"
                                     "1453"
                                     "00000003"
                                     "6b6579");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
