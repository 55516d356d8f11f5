#include <hawser/algorithm/compression/zlib.hpp>

#include "support/fixed_random.hpp"

#include <boost/test/unit_test.hpp>

#include <memory_resource>
#include <string>

using namespace hawser;
using testing::fixed_random;

namespace {

struct pair {
    compression::zlib_deflater deflater;
    compression::zlib_inflater inflater;

    pair() {
        BOOST_TEST_REQUIRE(deflater.start().has_value());
        BOOST_TEST_REQUIRE(inflater.start().has_value());
    }
    byte_vector deflate(byte_view payload) {
        byte_buffer out;
        BOOST_TEST_REQUIRE(deflater.deflate(payload, out).has_value());
        return to_vector(out.view());
    }
};

/// What inflating gives; the text of an error.
std::string inflated(compression::zlib_inflater& inflater, byte_view compressed, std::size_t most = 1 << 20) {
    byte_buffer out;
    BOOST_TEST_REQUIRE(out.append(as_bytes("before")).has_value());
    const auto done = inflater.inflate(compressed, out, most);
    if (!done) {
        // nothing of it is kept, and the stream is over
        BOOST_TEST(as_text(out.view()) == "before");
        BOOST_TEST(!inflater.inflate(compressed, out, most).has_value());
        return done.error().message();
    }
    BOOST_TEST(as_text(out.view().first(6)) == "before");
    return std::string{as_text(out.view().subspan(6))};
}
std::string text_of(std::error_code error) { return error.message(); }

/// A whole stream made by zlib itself, for what our deflater would never send.
byte_vector raw_stream(byte_view input, int flush, std::string_view dictionary = {}) {
    z_stream stream{};
    BOOST_TEST_REQUIRE(deflateInit(&stream, 9) == Z_OK);
    if (!dictionary.empty())
        deflateSetDictionary(&stream, reinterpret_cast<const Bytef*>(dictionary.data()),
                             static_cast<uInt>(dictionary.size()));
    byte_vector out(deflateBound(&stream, input.size()) + 64);
    stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(input.data()));
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, flush);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

/// Counts what is asked of it.
class counting_resource : public std::pmr::memory_resource {
  public:
    std::size_t largest = 0;

  private:
    void* do_allocate(std::size_t bytes, std::size_t alignment) override {
        largest = std::max(largest, bytes);
        return std::pmr::new_delete_resource()->allocate(bytes, alignment);
    }
    void do_deallocate(void* p, std::size_t bytes, std::size_t alignment) override {
        std::pmr::new_delete_resource()->deallocate(p, bytes, alignment);
    }
    bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }
};

} // namespace

BOOST_AUTO_TEST_SUITE(compression_zlib)

// Answers, lengths, damage and cuts are in tests/algorithms; here is what sets these streams apart.
BOOST_AUTO_TEST_CASE(one_stream_learns_from_packet_to_packet) {
    pair z;
    const std::string text = "the same request over and over, the same request over and over";
    const std::size_t first = z.deflate(as_bytes(text)).size();
    BOOST_TEST(z.deflate(as_bytes(text)).size() < first / 2);
    // the header of RFC 1950 comes once
    pair fresh;
    BOOST_TEST(std::to_integer<int>(fresh.deflate(as_bytes(text))[0]) == 0x78);
    BOOST_TEST(std::to_integer<int>(fresh.deflate(as_bytes(text))[0]) != 0x78);
}

BOOST_AUTO_TEST_CASE(nothing_works_before_a_start) {
    compression::zlib_deflater deflater;
    compression::zlib_inflater inflater;
    byte_buffer out;
    BOOST_TEST(deflater.deflate(as_bytes("x"), out).error() == security_error::backend_failed);
    BOOST_TEST(inflater.inflate(as_bytes("x"), out, 10).error() == security_error::backend_failed);
    BOOST_TEST(out.empty());
}

BOOST_AUTO_TEST_CASE(an_empty_payload_is_not_sent) {
    pair z;
    byte_buffer out;
    BOOST_TEST(z.deflater.deflate({}, out).error() == usage_error::invalid_argument);
    BOOST_TEST(out.empty());
    BOOST_TEST(inflated(z.inflater, z.deflate(as_bytes("still works"))) == "still works");
}

BOOST_AUTO_TEST_CASE(the_bound_is_exact) {
    const byte_vector payload(5000, std::byte{'a'});
    for (const std::size_t most : {0u, 1u, 255u, 256u, 4999u}) {
        pair z;
        BOOST_TEST(inflated(z.inflater, z.deflate(payload), most) ==
                   text_of(protocol_error::decompressed_too_large));
    }
    for (const std::size_t most : {5000u, 5001u, 100'000u}) {
        pair z;
        BOOST_TEST(inflated(z.inflater, z.deflate(payload), most) == as_text(payload));
    }
}

BOOST_AUTO_TEST_CASE(a_bomb_takes_no_memory, *boost::unit_test::label("T17")) {
    // a megabyte of zeros in about a kilobyte, and 32 KiB of that in one packet: they would be 32 MiB
    const byte_vector zeros(1 << 20);
    pair z;
    byte_vector bomb;
    while (bomb.size() < 32 * 1024) {
        const byte_vector piece = z.deflate(zeros);
        bomb.insert(bomb.end(), piece.begin(), piece.end());
    }
    BOOST_TEST(bomb.size() < 40'000u);
    counting_resource memory;
    byte_buffer out{static_cast<std::size_t>(-1), &memory};
    BOOST_TEST(z.inflater.inflate(bomb, out, 256 * 1024).error() == protocol_error::decompressed_too_large);
    BOOST_TEST(out.empty());
    BOOST_TEST(memory.largest <= 1024u * 1024u);
}

BOOST_AUTO_TEST_CASE(damaged_streams_are_refused,
                     *boost::unit_test::label("ER-1016") * boost::unit_test::label("T18")) {
    const std::string failed = text_of(protocol_error::decompression_failed);
    const auto refused = [&](byte_view bytes) {
        pair z;
        return inflated(z.inflater, bytes) == failed;
    };
    BOOST_TEST(refused({}));                                     // an empty packet
    BOOST_TEST(refused(*from_hex("00")));                        // no header
    BOOST_TEST(refused(*from_hex("ffffffff")));                  // no header
    BOOST_TEST(refused(*from_hex("789c")));                      // a header and nothing else
    BOOST_TEST(refused(*from_hex("789d")));                      // a header with a wrong check
    BOOST_TEST(refused(*from_hex("789c07")));                    // block type 3
    BOOST_TEST(refused(*from_hex("789c000000ffff")));            // an empty stored block: inflates to nothing
    BOOST_TEST(refused(*from_hex("789c000000ffff000000ffff")));  // two of them
    BOOST_TEST(refused(*from_hex("789c0001000000")));            // a stored block with a wrong complement
    BOOST_TEST(refused(*from_hex("789c4b04000000ffff")));        // "a", and an end with a wrong checksum
    BOOST_TEST(refused(raw_stream(as_bytes("over"), Z_FINISH))); // the stream may not end
    BOOST_TEST(refused(raw_stream(as_bytes("known"), Z_SYNC_FLUSH, "known words"))); // a preset dictionary
    byte_vector trailing = raw_stream(as_bytes("over"), Z_FINISH);
    trailing.resize(trailing.size() + 100);
    BOOST_TEST(refused(trailing));
    // a full or sync flush is as good as a partial one
    for (const int flush : {Z_SYNC_FLUSH, Z_FULL_FLUSH}) {
        pair other;
        BOOST_TEST(inflated(other.inflater, raw_stream(as_bytes("a"), flush)) == "a");
    }
    // within the stream, too
    pair z;
    BOOST_TEST(inflated(z.inflater, z.deflate(as_bytes("fine"))) == "fine");
    BOOST_TEST(inflated(z.inflater, {}) == failed);
}

BOOST_AUTO_TEST_CASE(a_packet_that_was_not_flushed_is_refused, *boost::unit_test::label("T18")) {
    // nothing flushed: the header is there, the data is not
    const byte_vector held_back = raw_stream(as_bytes("abc"), Z_NO_FLUSH);
    pair none;
    BOOST_TEST(inflated(none.inflater, held_back) == text_of(protocol_error::decompression_failed));
}

BOOST_AUTO_TEST_CASE(a_buffer_that_cannot_grow_is_an_error) {
    pair z;
    byte_buffer small{20};
    const byte_vector payload = fixed_random{2}.bytes(5000);
    BOOST_TEST(z.deflater.deflate(payload, small).error() ==
               std::make_error_code(std::errc::no_buffer_space));
    BOOST_TEST(small.empty());
    BOOST_TEST(z.deflater.deflate(payload, small).error() == security_error::backend_failed);

    pair other;
    BOOST_TEST(other.inflater.inflate(other.deflate(payload), small, 10'000).error() ==
               std::make_error_code(std::errc::no_buffer_space));
    BOOST_TEST(small.empty());
}

BOOST_AUTO_TEST_CASE(descriptors) {
    using delayed = compression::zlib_openssh;
    using at_once = legacy::compression::zlib;
    static_assert(compression_algorithm<delayed> && compression_algorithm<at_once>);
    BOOST_TEST(delayed::name == "zlib@openssh.com");
    BOOST_TEST(at_once::name == "zlib");
    BOOST_TEST((delayed::starts == compression_start::after_auth));
    BOOST_TEST((at_once::starts == compression_start::immediately));
    BOOST_TEST((delayed::rank == grade::opt_in && at_once::rank == grade::legacy));
}

BOOST_AUTO_TEST_SUITE_END()
