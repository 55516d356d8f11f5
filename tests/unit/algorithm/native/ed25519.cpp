#include <hawser/algorithm/native/ed25519.hpp>

// The arithmetic beneath is tested here too.
#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/native/impl/edwards25519_ifma.hpp>

#include "support/curve25519_numbers.hpp"
#include "support/curve25519_paths.hpp"

#include <cryptopp/nbtheory.h>

using namespace hawser;
using namespace hawser::testing;
using CryptoPP::Integer;
namespace utf = boost::unit_test;

namespace {

using fallback = ed25519_path<false>;
using ifma = ed25519_path<true>;

/// RFC 8032, section 5.1.
const Integer edwards_d = prime - 121665 * Integer{121666}.InverseMod(prime) % prime;
const Integer order = Integer::Power2(252) + Integer{"27742317777372353535851937790883648493"};

Integer integer(byte_view little) {
    return {reinterpret_cast<const CryptoPP::byte*>(little.data()), little.size(), Integer::UNSIGNED,
            CryptoPP::LITTLE_ENDIAN_ORDER};
}
Integer hash(std::initializer_list<byte_view> parts) {
    cryptopp::sha512 sha;
    for (const byte_view part : parts) BOOST_TEST_REQUIRE(sha.update(part));
    byte_vector out(64);
    BOOST_TEST_REQUIRE(sha.final(out));
    return integer(out);
}

/// Points by the formulas of RFC 8032, section 5.1, in affine coordinates.
struct point {
    Integer x, y;

    friend point operator+(const point& a, const point& b) {
        const Integer mixed = edwards_d * a.x % prime * b.x % prime * a.y % prime * b.y % prime;
        return {(a.x * b.y + b.x * a.y) * (mixed + 1).InverseMod(prime) % prime,
                (a.y * b.y + a.x * b.x) * (1 + prime - mixed).InverseMod(prime) % prime};
    }
    byte_vector encoded() const {
        byte_vector out = bytes_of(y);
        if (x.IsOdd()) out.back() |= std::byte{0x80};
        return out;
    }
    static point decoded(byte_view bytes) {
        byte_vector copy = to_vector(bytes);
        const bool odd = (copy.back() & std::byte{0x80}) != std::byte{0};
        copy.back() &= std::byte{0x7f};
        const Integer y = integer(copy);
        const Integer square = (y * y - 1) * (edwards_d * y % prime * y + 1).InverseMod(prime) % prime;
        Integer x = CryptoPP::ModularSquareRoot(square, prime);
        BOOST_TEST_REQUIRE(x * x % prime == square);
        if (x.IsOdd() != odd) x = (prime - x) % prime;
        return {x, y};
    }
};
const point neutral{0, 1};

/// Those of small order: the multiples of one of order 8.
std::vector<point> small_points() {
    const point eighth =
        point::decoded(*from_hex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"));
    std::vector<point> out{neutral};
    for (int i = 1; i < 8; ++i) out.push_back(out.back() + eighth);
    BOOST_TEST_REQUIRE(to_hex((out.back() + eighth).encoded()) == to_hex(neutral.encoded()));
    return out;
}

struct key_pair {
    explicit key_pair(fixed_random& random) : seed{random.bytes(32)} {
        BOOST_TEST_REQUIRE(cryptopp::ed25519::public_key(seed, key));
        cryptopp::sha512 sha;
        byte_vector digest(64);
        BOOST_TEST_REQUIRE((sha.update(seed) && sha.final(digest)));
        digest.resize(32);
        digest[0] &= std::byte{248};
        digest[31] = (digest[31] & std::byte{127}) | std::byte{64};
        scalar = integer(digest);
    }
    byte_vector seed, key = byte_vector(32);
    Integer scalar;
};

byte_vector joined(byte_vector a, byte_view b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

/// Both answer the same; what that is.
template <class Primitive>
bool verify(byte_view key, byte_view message, byte_view signature) {
    const bool expected = cryptopp::ed25519::verify(key, message, signature);
    const bool answer = Primitive::verify(key, message, signature);
    BOOST_TEST(answer == expected, to_hex(key) << ' ' << to_hex(message) << ' ' << to_hex(signature));
    return answer;
}

template <class Primitive>
void agrees_with_cryptopp() {
    fixed_random random{4};
    for (std::size_t i = 0; i < 1500; ++i) {
        const key_pair pair{random};
        byte_vector message = random.bytes(i % 300), signature(64);
        BOOST_TEST_REQUIRE(Primitive::sign(pair.seed, pair.key, message, signature));
        BOOST_TEST(verify<Primitive>(pair.key, message, signature));
        // one bit of the three is wrong
        byte_vector key = pair.key, all = joined(signature, message);
        const std::size_t bit = static_cast<std::size_t>(random.below(8 * (all.size() + 32)));
        std::byte& changed = bit / 8 < 32 ? key[bit / 8] : all[bit / 8 - 32];
        changed ^= static_cast<std::byte>(1u << bit % 8);
        BOOST_TEST(!verify<Primitive>(key, byte_view{all}.subspan(64), byte_view{all}.first(64)));
        // drawn keys and R: half of them are no points
        BOOST_TEST(!verify<Primitive>(random.bytes(32), message, signature));
        BOOST_TEST(!verify<Primitive>(pair.key, message,
                                      joined(random.bytes(32), byte_view{signature}.subspan(32))));
    }
}

/// A key, or R, and a point of small order besides: the equation is not multiplied by 8, so the hash decides.
template <class Primitive>
void points_of_mixed_order() {
    fixed_random random{5};
    std::size_t right = 0, wrong = 0;
    for (const point& small : small_points())
        for (int i = 0; i < 24; ++i) {
            const key_pair pair{random};
            const byte_vector message = random.bytes(20), key = (point::decoded(pair.key) + small).encoded();
            byte_vector signature(64);
            BOOST_TEST_REQUIRE(Primitive::sign(pair.seed, key, message, signature));
            ++(verify<Primitive>(key, message, signature) ? right : wrong);
            const byte_vector r = (point::decoded(byte_view{signature}.first(32)) + small).encoded();
            (void)verify<Primitive>(pair.key, message, joined(r, byte_view{signature}.subspan(32)));
        }
    BOOST_TEST((right > 24 && wrong > 24));
}

/// S = h * a makes S * B - h * A the neutral element, which R then has to be, in its one encoding.
template <class Primitive>
void neutral_element_as_r() {
    fixed_random random{6};
    const key_pair pair{random};
    const byte_vector message = random.bytes(10);
    const auto with = [&](const byte_vector& r) {
        return verify<Primitive>(pair.key, message,
                                 joined(r, bytes_of(hash({r, pair.key, message}) * pair.scalar % order)));
    };
    BOOST_TEST(with(neutral.encoded()));
    byte_vector negative_zero = neutral.encoded();
    negative_zero.back() |= std::byte{0x80};
    BOOST_TEST(!with(negative_zero));
    BOOST_TEST(!with(bytes_of(prime + 1)));
    BOOST_TEST(!with(bytes_of(prime)));
    BOOST_TEST(!with(bytes_of(Integer::Power2(256) - 1)));
    for (const point& small : small_points())
        if (small.x != 0 || small.y != 1) BOOST_TEST(!with(small.encoded()));
}

/// The smallest and the largest S, and those out of range, with the R that belongs to them.
template <class Primitive>
void edges_of_s() {
    fixed_random random{7};
    const point base =
        point::decoded(*from_hex("5866666666666666666666666666666666666666666666666666666666666666"));
    const key_pair pair{random};
    const byte_vector message = random.bytes(3);
    // the key is the base point's multiple by `scalar`: S = h * scalar + r
    for (int low = 0; low < 3; ++low) {
        // R = low * B
        point r = neutral;
        for (int i = 0; i < low; ++i) r = r + base;
        const Integer h = hash({r.encoded(), pair.key, message}), s = (h * pair.scalar + low) % order;
        BOOST_TEST(verify<Primitive>(pair.key, message, joined(r.encoded(), bytes_of(s))));
        BOOST_TEST(!verify<Primitive>(pair.key, message, joined(r.encoded(), bytes_of(s + order))));
        // the opposite of R, whose y is the same
        const Integer opposite_s = (h * pair.scalar + order - low) % order;
        BOOST_TEST(verify<Primitive>(pair.key, message, joined(r.encoded(), bytes_of(opposite_s))) ==
                   (low == 0));
        BOOST_TEST(!verify<Primitive>(pair.key, message, joined(r.encoded(), bytes_of((s + 1) % order))));
    }
    for (const Integer& s : {Integer::Zero(), Integer::One(), order - 1, order, order + 1,
                             Integer::Power2(253), Integer::Power2(256) - 1})
        BOOST_TEST(!verify<Primitive>(pair.key, message, joined(base.encoded(), bytes_of(s))));
}

} // namespace

BOOST_AUTO_TEST_SUITE(native_ed25519)

#define ON_BOTH_PATHS(name, ...)                                                                             \
    BOOST_AUTO_TEST_CASE(name, *utf::label("C09")) { __VA_ARGS__<fallback>(); }                              \
    BOOST_AUTO_TEST_CASE(name##_ifma, *utf::label("C09") * utf::precondition(has_ifma)) {                    \
        __VA_ARGS__<ifma>();                                                                                 \
    }

ON_BOTH_PATHS(known_answers, ed25519_answers)
ON_BOTH_PATHS(a_second_form_of_a_right_signature_is_wrong, ed25519_second_forms)
ON_BOTH_PATHS(every_changed_bit_and_length_is_noticed, ed25519_changes)
ON_BOTH_PATHS(keys_of_small_order_and_keys_written_otherwise, ed25519_unacceptable_keys)
ON_BOTH_PATHS(same_as_cryptopp, agrees_with_cryptopp)
ON_BOTH_PATHS(small_order_besides, points_of_mixed_order)
ON_BOTH_PATHS(only_one_encoding_of_r, neutral_element_as_r)
ON_BOTH_PATHS(s_at_its_edges, edges_of_s)
BOOST_AUTO_TEST_CASE(wycheproof, *utf::label("C09") * utf::precondition(needs_vectors{"wycheproof"})) {
    ed25519_wycheproof<fallback>();
}
BOOST_AUTO_TEST_CASE(wycheproof_ifma, *utf::label("C09") * utf::precondition(has_ifma) *
                                          utf::precondition(needs_vectors{"wycheproof"})) {
    ed25519_wycheproof<ifma>();
}

#if HAWSER_VECTORS && defined(__x86_64__)

namespace curve = native::detail::curve25519;

BOOST_AUTO_TEST_CASE(hashes_modulo_the_order) {
    fixed_random random{8};
    const auto check = [](byte_view bytes) {
        BOOST_TEST(integer(curve::modulo_order(bytes)) == integer(bytes) % order);
    };
    for (int i = 0; i < 2000; ++i) check(random.bytes(64));
    for (std::size_t ones = 0; ones <= 64; ++ones) {
        byte_vector bytes(64);
        std::fill_n(bytes.begin(), ones, std::byte{0xff});
        check(bytes);
        std::ranges::reverse(bytes);
        check(bytes);
    }
    for (int multiple : {1, 2, 1000000})
        for (int above = -1; above < 2; ++above)
            check(joined(bytes_of(order * multiple + above), byte_vector(32)));
    const Integer most = (Integer::Power2(512) - 1) / order * order;
    for (int above = -1; above < 2; ++above)
        check(joined(bytes_of((most + above) % Integer::Power2(256)), bytes_of((most + above) >> 256)));
}

BOOST_AUTO_TEST_CASE(digits_of_a_number_are_few_and_odd) {
    fixed_random random{9};
    for (int i = 0; i < 2000; ++i) {
        Integer n = integer(random.bytes(32)) >> 3;
        if (i < 254) n = Integer::Power2(static_cast<unsigned>(i)) - 1;
        if (i == 254) n = order - 1;
        curve::sparse_digits digits;
        curve::spread(digits, bytes_of(n));
        Integer sum;
        std::size_t last = digits.size() + 5;
        for (std::size_t j = digits.size(); j-- > 0;) {
            sum = 2 * sum + static_cast<long>(digits[j]);
            if (digits[j] == 0) continue;
            BOOST_TEST((digits[j] % 2 != 0 && digits[j] >= -15 && digits[j] <= 15));
            BOOST_TEST(last - j >= 5);
            last = j;
        }
        BOOST_TEST(sum == n);
    }
}

BOOST_AUTO_TEST_CASE(sums_of_any_limbs, *utf::precondition(has_ifma)) {
    fixed_random random{11};
    for (int i = 0; i < 3000; ++i) {
        field::element_25519 in[8];
        for (auto& one : in) one = drawn_element(random, most_of_result);
        const curve::edwards_point p{field::four_of(in[0], in[1], in[2], in[3])};
        const curve::edwards_term q{field::four_of(in[4], in[5], in[6], in[7])};
        curve::edwards_point sum, twice;
        curve::edwards_term opposite, term;
        curve::add(sum, p, q);
        curve::twice(twice, p);
        curve::negate(opposite, q);
        curve::as_term(term, p);
        const Integer x = integer(in[0]), y = integer(in[1]), t = integer(in[2]), z = integer(in[3]);
        const auto check = [](const field::four_elements& v, const Integer& e, const Integer& h,
                              const Integer& f, const Integer& g) {
            BOOST_TEST(residue(field::lane_of(v, 0)) == e * f % prime);
            BOOST_TEST(residue(field::lane_of(v, 1)) == h * g % prime);
            BOOST_TEST(residue(field::lane_of(v, 2)) == e * h % prime);
            BOOST_TEST(residue(field::lane_of(v, 3)) == f * g % prime);
            for (std::size_t lane = 0; lane < 4; ++lane)
                for (const std::uint64_t limb : field::lane_of(v, lane)) BOOST_TEST(limb <= most_of_result);
        };
        const Integer a = (y - x) * integer(in[4]), b = (y + x) * integer(in[5]), c = t * integer(in[6]),
                      d = z * integer(in[7]);
        check(sum.v, b - a, b + a, d - c, d + c);
        const Integer xx = x * x, yy = y * y, zz = z * z, s = (x + y).Squared();
        check(twice.v, xx + yy - s, xx + yy, xx - yy + 2 * zz, xx - yy);
        for (std::size_t lane = 0; lane < 4; ++lane) {
            const std::size_t from = lane < 2 ? 1 - lane : lane;
            const Integer expected = (lane == 2 ? -1 : 1) * integer(in[4 + from]);
            BOOST_TEST(residue(field::lane_of(opposite.v, lane)) == expected % prime);
            for (const std::uint64_t limb : field::lane_of(opposite.v, lane))
                BOOST_TEST(limb <= most_of_factor);
        }
        BOOST_TEST(residue(field::lane_of(term.v, 0)) == (y - x) % prime);
        BOOST_TEST(residue(field::lane_of(term.v, 1)) == (y + x) % prime);
        BOOST_TEST(residue(field::lane_of(term.v, 2)) == edwards_d * 2 * t % prime);
        BOOST_TEST(residue(field::lane_of(term.v, 3)) == 2 * z % prime);
    }
}

BOOST_AUTO_TEST_CASE(encodings_of_points_and_of_none, *utf::precondition(has_ifma)) {
    fixed_random random{12};
    const byte_vector base = to_vector(curve::edwards_base);
    std::size_t points = 0, others = 0;
    for (int i = 0; i < 300; ++i) {
        const byte_vector bytes = i < 40 ? bytes_of((prime + i - 20) % prime) : random.bytes(32);
        const Integer y = integer(bytes) % Integer::Power2(255);
        const Integer square = (y * y - 1) * (edwards_d * y % prime * y + 1).InverseMod(prime) % prime;
        const bool negative_zero = square.IsZero() && (bytes[31] >> 7) != std::byte{0};
        const bool expected = CryptoPP::Jacobi(square, prime) >= 0 && !negative_zero && y < prime;
        for (std::size_t place = 0; place < 3; ++place) {
            std::array<byte_view, 3> all{base, base, base};
            all[place] = bytes;
            std::array<curve::edwards_point, 3> out;
            BOOST_TEST_REQUIRE(curve::decode(out, all) == expected, to_hex(bytes));
            if (!expected) continue;
            const point in = point::decoded(bytes);
            const Integer lanes[] = {in.x, in.y, in.x * in.y % prime, 1};
            for (std::size_t lane = 0; lane < 4; ++lane)
                BOOST_TEST(residue(field::lane_of(out[place].v, lane)) == lanes[lane]);
        }
        ++(expected ? points : others);
    }
    BOOST_TEST((points > 100 && others > 100));
}

BOOST_AUTO_TEST_CASE(sums_of_multiples, *utf::precondition(has_ifma)) {
    fixed_random random{10};
    const byte_vector encoded = to_vector(curve::edwards_base);
    const point base = point::decoded(encoded), other = point::decoded(key_pair{random}.key);
    const auto times = [](Integer n, point p) {
        point out = neutral;
        for (; !n.IsZero(); n >>= 1, p = p + p)
            if (n.IsOdd()) out = out + p;
        return out;
    };
    std::array<curve::edwards_point, 3> points;
    BOOST_TEST_REQUIRE(curve::decode(points, {encoded, encoded, encoded}));
    BOOST_TEST_REQUIRE(curve::decode(points, {encoded, other.encoded(), encoded}));
    std::vector<Integer> scalars{0, 1, 2, 15, 16, 17, 31, order - 1, Integer::Power2(252)};
    while (scalars.size() < 14) scalars.push_back(integer(random.bytes(32)) % order);
    for (const Integer& a : scalars)
        for (const Integer& b : scalars) {
            curve::edwards_point sum;
            curve::sum_of_multiples(sum, points[0], bytes_of(a), points[1], bytes_of(b));
            const point expected = times(a, base) + times(b, other);
            const auto lane = [&](std::size_t i) {
                byte_vector out(32);
                curve::store_element(out, curve::lane_of(sum.v, i));
                return integer(out);
            };
            const Integer z = lane(3);
            BOOST_TEST(!z.IsZero());
            BOOST_TEST(lane(0) == expected.x * z % prime);
            BOOST_TEST(lane(1) == expected.y * z % prime);
            BOOST_TEST(lane(2) == expected.x * expected.y % prime * z % prime);
        }
}

#endif

BOOST_AUTO_TEST_SUITE_END()
