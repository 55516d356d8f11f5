#pragma once
// What a peer may send in the place of a point of a NIST curve.

#include <hawser/core/bytes.hpp>

#include <algorithm>
#include <vector>

namespace hawser::testing {

/// C03: nothing, infinity, and what is made of a good point: off the curve, compressed, in hybrid form, with a coordinate
/// of at least the prime, cut, lengthened. None of them is acceptable.
inline std::vector<byte_vector> no_points(byte_view good) {
    const std::size_t size = (good.size() - 1) / 2;
    const std::byte parity = good.back() & std::byte{1};
    const byte_vector point = to_vector(good);
    std::vector<byte_vector> out{{}, {std::byte{0}}, byte_vector(good.size())};
    const auto changed = [&](auto change) {
        out.push_back(point);
        change(out.back());
    };
    changed([](byte_vector& off_the_curve) { off_the_curve.back() ^= std::byte{1}; });
    changed([&](byte_vector& compressed) {
        compressed.resize(1 + size);
        compressed[0] = parity | std::byte{2};
    });
    changed([&](byte_vector& hybrid) { hybrid[0] = parity | std::byte{6}; });
    changed([&](byte_vector& not_reduced) { std::fill_n(not_reduced.begin() + 1, size, std::byte{0xff}); });
    changed([](byte_vector& longer) { longer.push_back(std::byte{0}); });
    for (std::size_t cut = 1; cut < good.size(); ++cut) out.push_back(to_vector(good.first(cut)));
    return out;
}

} // namespace hawser::testing
