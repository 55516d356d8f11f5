// The cases of nist_curve_cases.hpp, for the list `curves` of the file that includes this within a suite of its own.
BOOST_AUTO_TEST_CASE_TEMPLATE(points_of_known_scalars, T, curves) {
    using curve = typename T::curve;
    byte_vector out(curve::point_size);
    byte_vector scalar(T::size);
    scalar.back() = std::byte{1};
    BOOST_REQUIRE(curve::public_point(scalar, out));
    BOOST_TEST(to_hex(out) == to_hex(base_point<T>()));
    // the order less one: the same x, y negated
    scalar = *from_hex(order<T>());
    scalar.back() ^= std::byte{1};
    BOOST_REQUIRE(curve::public_point(scalar, out));
    BOOST_TEST(to_hex(byte_view{out}.subspan(1, T::size)) == T::parameters::x);
    BOOST_TEST(to_hex(byte_view{out}.subspan(1 + T::size)) != T::parameters::y);
    BOOST_TEST(curve::is_point(out));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(scalars_out_of_range, T, curves) {
    using curve = typename T::curve;
    byte_vector out(curve::point_size), x(T::size);
    for (const std::string& scalar :
         {order<T>(), std::string(2 * T::size, '0'), std::string(2 * T::size, 'f')}) {
        BOOST_TEST(!curve::is_scalar(*from_hex(scalar)));
        BOOST_TEST(!curve::public_point(*from_hex(scalar), out));
        BOOST_TEST(!curve::agree(*from_hex(scalar), base_point<T>(), x));
    }
    BOOST_TEST(!curve::is_scalar(*from_hex("01")));
}

/// The point of every scalar of a kind that a windowed method could stumble over, by two ways: from the base point's own
/// table, and as an agreement with the base point.
BOOST_AUTO_TEST_CASE_TEMPLATE(both_ways_to_a_multiple_agree, T, curves) {
    using curve = typename T::curve;
    testing::fixed_random random;
    std::vector<byte_vector> scalars;
    for (unsigned small = 1; small <= 40; ++small) {
        scalars.push_back(padded({}, T::size));
        scalars.back().back() = static_cast<std::byte>(small);
        scalars.push_back(
            *from_hex(order<T>())); // and as much below the order; the last byte of each order is over 8
        if (small <= 8)
            scalars.back().back() =
                static_cast<std::byte>(std::to_integer<unsigned>(scalars.back().back()) - small);
        else
            scalars.pop_back();
    }
    for (std::size_t bit = 0; bit + 1 < 8 * T::size - static_cast<std::size_t>(curve::spare_bits); ++bit) {
        byte_vector one(T::size), ones(T::size); // 2^bit, 2^bit - 1
        one[T::size - 1 - bit / 8] = static_cast<std::byte>(1u << bit % 8);
        for (std::size_t i = 0; i < bit; ++i)
            ones[T::size - 1 - i / 8] |= static_cast<std::byte>(1u << i % 8);
        if (bit % 7 == 0) scalars.push_back(one);
        if (bit % 7 == 3) scalars.push_back(ones);
    }
    for (int i = 0; i < 20; ++i) {
        scalars.push_back(random.bytes(T::size));
        scalars.back()[0] &= std::byte{0x7f >> curve::spare_bits};
    }
    byte_vector own(curve::point_size), x(T::size);
    for (const byte_vector& scalar : scalars) {
        BOOST_TEST_CONTEXT(to_hex(scalar)) {
            BOOST_REQUIRE(curve::public_point(scalar, own));
            BOOST_TEST(curve::is_point(own));
            BOOST_REQUIRE(curve::agree(scalar, base_point<T>(), x));
            BOOST_TEST(to_hex(x) == to_hex(byte_view{own}.subspan(1, T::size)));
        }
    }
}

BOOST_TEST_DECORATOR(*utf::label("C03"))
BOOST_AUTO_TEST_CASE_TEMPLATE(what_is_not_a_point, T, curves) {
    using curve = typename T::curve;
    const std::string base_x = T::parameters::x, base_y = T::parameters::y;
    const auto good = base_point<T>();
    BOOST_TEST(curve::is_point(good));
    byte_vector x(T::size);
    byte_vector scalar(T::size, std::byte{0});
    scalar.back() = std::byte{7};
    std::vector<byte_vector> bad{{}, {std::byte{0}}, *from_hex("03" + base_x), byte_vector(good.size())};
    bad.push_back(good); // off the curve
    bad.back().back() ^= std::byte{1};
    bad.push_back(good); // hybrid form
    bad.back()[0] = std::byte{6} | (good.back() & std::byte{1});
    bad.push_back(good); // infinity with padding
    bad.back()[0] = std::byte{0};
    bad.push_back(good);
    bad.back().push_back(std::byte{0});
    bad.push_back(good);
    bad.back().pop_back();
    const std::string zero(2 * T::size, '0'), most(2 * T::size, 'f');
    bad.push_back(point(zero, zero));
    bad.push_back(point(prime<T>(), base_y));
    bad.push_back(point(base_x, prime<T>()));
    bad.push_back(point(base_x, most));
    bad.push_back(point(most, base_y));
    // y of the point with x = 0 exists; x = p names the same point in another way
    BOOST_TEST(curve::is_point(point(zero, T::root_of_b)));
    bad.push_back(point(prime<T>(), T::root_of_b));
    for (const byte_vector& b : bad) {
        BOOST_TEST(!curve::is_point(b));
        BOOST_TEST(!curve::agree(scalar, b, x));
    }
    for (std::size_t size = 0; size < good.size(); ++size)
        BOOST_TEST(!curve::is_point(byte_view{good}.first(size)));
}

BOOST_TEST_DECORATOR(*utf::label("C03") * utf::precondition(testing::needs_vectors{"wycheproof"}))
BOOST_AUTO_TEST_CASE_TEMPLATE(wycheproof_ecdh, T, curves) {
    const auto file = testing::vector_json(T::wycheproof("ecdh") + "ecpoint.json");
    std::size_t valid = 0, invalid = 0;
    for (const auto& group : file["testGroups"])
        for (const auto& test : group["tests"]) {
            BOOST_TEST_CONTEXT("tcId " << test["tcId"].number()) {
                byte_vector x(T::size);
                const bool agreed =
                    T::curve::agree(padded(test["private"].bytes(), T::size), test["public"].bytes(), x);
                // "acceptable" are compressed points, which are refused here
                BOOST_TEST(agreed == (test["result"].text() == "valid"));
                if (agreed) BOOST_TEST(to_hex(x) == test["shared"].text());
                ++(agreed ? valid : invalid);
            }
        }
    BOOST_TEST(valid > 200);
    BOOST_TEST(invalid > 15);
}

BOOST_TEST_DECORATOR(*utf::precondition(testing::needs_vectors{"nist"}))
BOOST_AUTO_TEST_CASE_TEMPLATE(nist_ecc_cdh, T, curves) {
    using curve = typename T::curve;
    // the file's headings name the curve, here the length of its numbers and the curve itself do; those of P-521 have
    // more leading zeros than they need
    std::size_t seen = 0;
    for (const auto& record : testing::records_in(testing::vector_path("nist/ecc_cdh_primitive.txt"))) {
        if (!record.has("ZIUT") || record.text("ZIUT").size() % 2 != 0) continue;
        const auto number = [&](const char* name) { return padded(record.bytes(name), T::size); };
        const byte_vector peer = point(to_hex(number("QCAVSx")), to_hex(number("QCAVSy")));
        if (!curve::is_point(peer)) continue;
        ++seen;
        byte_vector own(curve::point_size), x(T::size);
        const byte_vector secret = number("dIUT");
        BOOST_REQUIRE(curve::public_point(secret, own));
        BOOST_TEST(to_hex(own) == "04" + to_hex(number("QIUTx")) + to_hex(number("QIUTy")));
        BOOST_REQUIRE(curve::agree(secret, peer, x));
        BOOST_TEST(to_hex(x) == to_hex(number("ZIUT")));
    }
    BOOST_TEST(seen == 5u);
}

BOOST_TEST_DECORATOR(*utf::label("C09") * utf::precondition(testing::needs_vectors{"wycheproof"}))
BOOST_AUTO_TEST_CASE_TEMPLATE(wycheproof_ecdsa, T, curves) {
    const auto file =
        testing::vector_json(T::wycheproof("ecdsa") + "sha" + std::to_string(8 * T::hash::size) + ".json");
    std::size_t valid = 0, invalid = 0;
    for (const auto& group : file["testGroups"]) {
        const byte_vector key = group["publicKey"]["uncompressed"].bytes();
        for (const auto& test : group["tests"]) {
            BOOST_TEST_CONTEXT("tcId " << test["tcId"].number()) {
                const auto rs = from_der(test["sig"].bytes(), T::size);
                const bool good =
                    rs && T::curve::verify(T::digest(test["msg"].bytes()), key, rs->first, rs->second);
                BOOST_TEST(good == (test["result"].text() == "valid"));
                ++(good ? valid : invalid);
            }
        }
    }
    BOOST_TEST(valid > 100);
    BOOST_TEST(invalid > 150);
}

BOOST_TEST_DECORATOR(*utf::label("C09"))
BOOST_AUTO_TEST_CASE_TEMPLATE(ranges_of_r_and_s, T, curves) {
    using curve = typename T::curve;
    testing::fixed_random random;
    byte_vector secret(T::size), key(curve::point_size), r(T::size), s(T::size), nonce(T::size);
    nonce.back() = std::byte{9};
    BOOST_REQUIRE(curve::generate(random, secret, key));
    const byte_vector hash = random.bytes(T::hash::size);
    BOOST_REQUIRE(curve::sign(hash, secret, nonce, r, s));
    BOOST_TEST(curve::verify(hash, key, r, s));
    const byte_vector zero(T::size), n = *from_hex(order<T>());
    BOOST_TEST(!curve::verify(hash, key, zero, s));
    BOOST_TEST(!curve::verify(hash, key, r, zero));
    BOOST_TEST(!curve::verify(hash, key, n, s));
    BOOST_TEST(!curve::verify(hash, key, r, n));
    BOOST_TEST(!curve::verify(hash, key, s, r));
    BOOST_TEST(!curve::verify(random.bytes(T::hash::size), key, r, s));
    key.back() ^= std::byte{1};
    BOOST_TEST(!curve::verify(hash, key, r, s));
}

BOOST_TEST_DECORATOR(*utf::label("C11"))
BOOST_AUTO_TEST_CASE_TEMPLATE(known_signatures, T, curves) {
    using curve = typename T::curve;
    std::size_t seen = 0;
    for (const auto& record :
         testing::records_in(testing::own_vector_path("host_key/rfc6979_p" + T::bits() + ".txt"))) {
        if (record.text("hash") != "sha" + std::to_string(8 * T::hash::size)) continue;
        ++seen;
        byte_vector r(T::size), s(T::size), key(curve::point_size);
        const byte_vector hash = T::digest(record.bytes("message"));
        BOOST_REQUIRE(curve::sign(hash, record.bytes("key"), record.bytes("k"), r, s));
        BOOST_TEST(to_hex(r) == record.text("r"));
        BOOST_TEST(to_hex(s) == record.text("s"));
        BOOST_REQUIRE(curve::public_point(record.bytes("key"), key));
        BOOST_TEST(to_hex(key) == "04" + record.text("x") + record.text("y"));
        BOOST_TEST(curve::verify(hash, key, r, s));
    }
    BOOST_TEST(seen == 2u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_nonce_out_of_range_signs_nothing, T, curves) {
    byte_vector r(T::size), s(T::size), small(T::size);
    small.back() = std::byte{3};
    const byte_vector hash(T::hash::size, std::byte{1});
    BOOST_TEST(T::curve::sign(hash, small, small, r, s));
    BOOST_TEST(!T::curve::sign(hash, small, byte_vector(T::size), r, s));
    BOOST_TEST(!T::curve::sign(hash, small, *from_hex(order<T>()), r, s));
    BOOST_TEST(!T::curve::sign(hash, byte_vector(T::size), small, r, s));
}

BOOST_TEST_DECORATOR(*utf::label("C16"))
BOOST_AUTO_TEST_CASE_TEMPLATE(a_source_that_fails_or_gives_zeros_makes_no_key, T, curves) {
    using curve = typename T::curve;
    byte_vector secret(T::size), key(curve::point_size);
    testing::failing_random failing;
    BOOST_TEST(curve::generate(failing, secret, key).error() ==
               make_error_code(security_error::random_failed));
    testing::repeating_random zeros;
    BOOST_TEST(curve::generate(zeros, secret, key).error() == make_error_code(security_error::random_failed));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(both_sides_agree, T, curves) {
    using curve = typename T::curve;
    testing::fixed_random random;
    for (int i = 0; i < 10; ++i) {
        byte_vector a(T::size), b(T::size), ka(curve::point_size), kb(curve::point_size), x(T::size),
            y(T::size);
        BOOST_REQUIRE(curve::generate(random, a, ka));
        BOOST_REQUIRE(curve::generate(random, b, kb));
        BOOST_REQUIRE(curve::agree(a, kb, x));
        BOOST_REQUIRE(curve::agree(b, ka, y));
        BOOST_TEST(to_hex(x) == to_hex(y));
    }
}
