#pragma once
// The algorithms that these tests run over: those of the catalogue. One that is listed there is tested here, as test cases
// of its own, and must have known answers in tests/vectors.

#include <hawser/suite/catalog.hpp>

#include "support/fixed_random.hpp"

#include <boost/test/unit_test.hpp>

#include <initializer_list>
#include <string>
#include <utility>

namespace hawser::testing {

namespace detail {

template <class... Lists>
struct joined {
    using type = type_list<>;
};
template <class... A>
struct joined<type_list<A...>> {
    using type = type_list<A...>;
};
template <class... A, class... B, class... Rest>
struct joined<type_list<A...>, type_list<B...>, Rest...> : joined<type_list<A..., B...>, Rest...> {};

template <class Kind, class List>
struct filtered;
template <class Kind, class... A>
struct filtered<Kind, type_list<A...>>
    : joined<std::conditional_t<Kind::template has<A>, type_list<A>, type_list<>>...> {};

struct aead {
    template <class C>
    static constexpr bool has = aead_cipher<C>;
};
struct paired {
    template <class C>
    static constexpr bool has = paired_cipher<C>;
};
struct compressing {
    template <class Z>
    static constexpr bool has = Z::starts != compression_start::never;
};

} // namespace detail

/// The algorithms A of a list for which `Kind::has<A>` is true.
template <class Kind, class List>
using algorithms_that_are = typename detail::filtered<Kind, List>::type;

using aead_ciphers = algorithms_that_are<detail::aead, catalog::ciphers>;
using paired_ciphers = algorithms_that_are<detail::paired, catalog::ciphers>;
using macs = catalog::macs;
/// All but "none".
using compressors = algorithms_that_are<detail::compressing, catalog::compressions>;

/// The id of a row, written as the rows' script finds it.
constexpr const char* label(const char* id) { return id; }

/// The id of the row that an algorithm has in docs/features/algorithms.md; none for those beyond it.
std::string row_of(std::string_view algorithm);

/// At namespace scope, makes a test suite of a test: a case for each algorithm of a list, of its name, labelled with its
/// row and with `labels`. `test` is called with a std::type_identity of the algorithm.
template <class List>
struct for_each_algorithm {
    template <class Test>
    for_each_algorithm(const char* name, const char* file, std::size_t line,
                       std::initializer_list<const char*> labels, Test test) {
        namespace unit_test = boost::unit_test;
        auto* suite = new unit_test::test_suite(name, file, line);
        List::for_each([&]<class A>(std::type_identity<A> algorithm) {
            auto* one = unit_test::make_test_case([=] { test(algorithm); }, std::string{A::name}, file, line);
            if (const std::string row = row_of(A::name); !row.empty()) one->add_label(row);
            for (const char* id : labels) one->add_label(id);
            suite->add(one);
        });
        unit_test::framework::current_auto_test_suite().add(suite);
    }
};

/// Key material of a cipher, drawn.
template <class Cipher>
struct cipher_keys {
    explicit cipher_keys(fixed_random& random)
        : key{random.bytes(Cipher::key_size)},
          iv{random.bytes(Cipher::iv_size)} {}

    byte_vector key;
    byte_vector iv;
};

/// A packet as it travels.
struct sealed_packet {
    byte_vector packet;
    byte_vector tag;
};

/// A packet of `size` bytes after its length field, drawn.
inline byte_vector draw_packet(fixed_random& random, std::size_t size) {
    byte_vector packet = random.bytes(4 + size);
    store_u32(packet.data(), static_cast<std::uint32_t>(size));
    return packet;
}

template <class Sealer>
sealed_packet seal_copy(Sealer& sealer, std::uint32_t sequence, byte_vector packet, std::size_t tag_size) {
    sealed_packet out{std::move(packet), byte_vector(tag_size)};
    BOOST_TEST_REQUIRE(sealer.seal(sequence, out.packet, out.tag));
    return out;
}

} // namespace hawser::testing
