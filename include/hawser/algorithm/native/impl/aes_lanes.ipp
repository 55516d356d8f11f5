// The code of one width. There is no #pragma once: aes_kernel.ipp includes this once for each, with
//   HAWSER_AES_LANES    how many blocks a register holds: 1, 2 or 4
//   HAWSER_AES_TARGET   the instruction sets this takes
// because the target of a function cannot depend on a template parameter.

#if HAWSER_AES_LANES == 1
#define HAWSER_AES_NAMESPACE lanes_1
#elif HAWSER_AES_LANES == 2
#define HAWSER_AES_NAMESPACE lanes_2
#else
#define HAWSER_AES_NAMESPACE lanes_4
#endif
#define HAWSER_AES_FUNCTION [[gnu::target(HAWSER_AES_TARGET)]] inline
#define HAWSER_AES_INLINE [[gnu::target(HAWSER_AES_TARGET), gnu::always_inline]] inline

namespace hawser::inline HAWSER_ABI::native::detail::HAWSER_AES_NAMESPACE {

inline constexpr std::size_t lanes = HAWSER_AES_LANES;
/// How many registers are worked on at once, to hide the latency of a round.
inline constexpr std::size_t group = 8;

typedef long long block __attribute__((vector_size(16)));
/// A register: `lanes` blocks, each of two halves.
typedef long long vec __attribute__((vector_size(16 * lanes)));
typedef unsigned long long unsigned_vec __attribute__((vector_size(16 * lanes)));
typedef char byte_vec __attribute__((vector_size(16 * lanes)));

inline constexpr std::size_t group_size = group * sizeof(vec);
inline constexpr std::make_index_sequence<group> each_of_group{};
inline constexpr std::make_index_sequence<2 * lanes> each_half{};
inline constexpr std::make_index_sequence<16 * lanes> each_byte{};

// --- the instructions ------------------------------------------------------------------------------------------------

HAWSER_AES_INLINE vec aes_round(vec state, vec key) noexcept {
#if HAWSER_AES_LANES == 1
    return __builtin_ia32_aesenc128(state, key);
#elif defined(__clang__) && HAWSER_AES_LANES == 2
    return __builtin_ia32_aesenc256(state, key);
#elif defined(__clang__)
    return __builtin_ia32_aesenc512(state, key);
#elif HAWSER_AES_LANES == 2
    return (vec)__builtin_ia32_vaesenc_v32qi((byte_vec)state, (byte_vec)key);
#else
    return (vec)__builtin_ia32_vaesenc_v64qi((byte_vec)state, (byte_vec)key);
#endif
}
HAWSER_AES_INLINE vec aes_last_round(vec state, vec key) noexcept {
#if HAWSER_AES_LANES == 1
    return __builtin_ia32_aesenclast128(state, key);
#elif defined(__clang__) && HAWSER_AES_LANES == 2
    return __builtin_ia32_aesenclast256(state, key);
#elif defined(__clang__)
    return __builtin_ia32_aesenclast512(state, key);
#elif HAWSER_AES_LANES == 2
    return (vec)__builtin_ia32_vaesenclast_v32qi((byte_vec)state, (byte_vec)key);
#else
    return (vec)__builtin_ia32_vaesenclast_v64qi((byte_vec)state, (byte_vec)key);
#endif
}
/// The carry-less product of half `A` of each block of `a` with half `B` of the block of `b` beside it.
template <int A, int B>
HAWSER_AES_INLINE vec multiply(vec a, vec b) noexcept {
#if HAWSER_AES_LANES == 1
    return __builtin_ia32_pclmulqdq128(a, b, A | B << 4);
#elif defined(__clang__) && HAWSER_AES_LANES == 2
    return __builtin_ia32_pclmulqdq256(a, b, A | B << 4);
#elif defined(__clang__)
    return __builtin_ia32_pclmulqdq512(a, b, A | B << 4);
#elif HAWSER_AES_LANES == 2
    return __builtin_ia32_vpclmulqdq_v4di(a, b, A | B << 4);
#else
    return __builtin_ia32_vpclmulqdq_v8di(a, b, A | B << 4);
#endif
}

// --- registers -------------------------------------------------------------------------------------------------------

HAWSER_AES_INLINE vec load(const std::byte* at) noexcept {
    vec out;
    std::memcpy(&out, at, sizeof out);
    return out;
}
HAWSER_AES_INLINE block load_block(const std::byte* at) noexcept {
    block out;
    std::memcpy(&out, at, sizeof out);
    return out;
}
HAWSER_AES_INLINE void store(std::byte* at, vec value) noexcept { std::memcpy(at, &value, sizeof value); }

/// The block in every lane. (g++ 12 makes of a shuffle from short to long a detour through memory.)
template <std::size_t... I>
HAWSER_AES_INLINE vec in_each_lane(block value, std::index_sequence<I...>) noexcept {
#if defined(__clang__) || HAWSER_AES_LANES == 1
    return __builtin_shufflevector(value, value, (I & 1)...);
#elif HAWSER_AES_LANES == 2
    return __builtin_ia32_vbroadcastsi256(value);
#else
    typedef int int_block __attribute__((vector_size(16)));
    typedef int int_vec __attribute__((vector_size(64)));
    return (vec)__builtin_ia32_broadcasti32x4_512((int_block)value, int_vec{}, static_cast<short>(-1));
#endif
}
HAWSER_AES_INLINE vec in_each_lane(block value) noexcept { return in_each_lane(value, each_half); }
HAWSER_AES_INLINE vec in_each_lane(std::uint64_t high, std::uint64_t low) noexcept {
    return in_each_lane(block{static_cast<long long>(low), static_cast<long long>(high)});
}
/// The first lane, and zeros.
template <std::size_t... I>
HAWSER_AES_INLINE vec first_lane_of(vec value, std::index_sequence<I...>) noexcept {
    return value & vec{(I < 2 ? -1ll : 0ll)...};
}
HAWSER_AES_INLINE vec first_lane_of(vec value) noexcept { return first_lane_of(value, each_half); }
/// The sum of all lanes, in each of them.
template <std::size_t... I>
HAWSER_AES_INLINE vec sum_of_lanes(vec value, std::index_sequence<I...>) noexcept {
    if constexpr (lanes > 2) value ^= __builtin_shufflevector(value, value, (I ^ 4)...);
    if constexpr (lanes > 1) value ^= __builtin_shufflevector(value, value, (I ^ 2)...);
    return value;
}
/// Each block with its bytes in reverse order.
template <std::size_t... I>
HAWSER_AES_INLINE vec turned_round(vec value, std::index_sequence<I...>) noexcept {
    return (vec)__builtin_shufflevector((byte_vec)value, (byte_vec)value, (I ^ 15)...);
}
HAWSER_AES_INLINE vec turned_round(vec value) noexcept { return turned_round(value, each_byte); }

/// Each block with its halves exchanged; its low half moved up; its high half moved down.
template <std::size_t... I>
HAWSER_AES_INLINE vec exchanged(vec value, std::index_sequence<I...>) noexcept {
    return __builtin_shufflevector(value, value, (I ^ 1)...);
}
template <std::size_t... I>
HAWSER_AES_INLINE vec moved_up(vec value, std::index_sequence<I...>) noexcept {
    return __builtin_shufflevector(value, vec{}, ((I & 1) != 0 ? I - 1 : 2 * lanes + I)...);
}
template <std::size_t... I>
HAWSER_AES_INLINE vec moved_down(vec value, std::index_sequence<I...>) noexcept {
    return __builtin_shufflevector(value, vec{}, ((I & 1) == 0 ? I + 1 : 2 * lanes + I)...);
}

// --- GHASH (NIST SP 800-38D, section 6.4) ----------------------------------------------------------------------------

/// The sum of products of blocks with powers of H, not yet reduced.
struct product_sum {
    vec low{}, middle{}, high{};

    HAWSER_AES_INLINE void add(vec blocks, vec powers) noexcept {
        low ^= multiply<0, 0>(blocks, powers);
        middle ^= multiply<1, 0>(blocks, powers) ^ multiply<0, 1>(blocks, powers);
        high ^= multiply<1, 1>(blocks, powers);
    }
    /// The remainder modulo x^128 + x^7 + x^2 + x + 1, in the first lane, zeros beside it. Twice the lowest half, which stands
    /// for the highest powers, is folded upwards.
    HAWSER_AES_INLINE vec remainder() const noexcept {
        const vec polynomial = in_each_lane(0, 0xc200000000000000);
        vec folded = low ^ moved_up(middle, each_half);
        folded = exchanged(folded, each_half) ^ multiply<0, 0>(folded, polynomial);
        folded = exchanged(folded, each_half) ^ multiply<0, 0>(folded, polynomial);
        return first_lane_of(sum_of_lanes(folded ^ high ^ moved_down(middle, each_half), each_half));
    }
};

HAWSER_AES_INLINE const std::byte* powers_from(const gcm_key& key, std::size_t highest) noexcept {
    return key.powers_of_h.view().data() + 16 * (gcm_key::powers - highest);
}

#if HAWSER_AES_LANES == 1
/// The product of a power of H with H.
HAWSER_AES_FUNCTION void next_power(const std::byte* power, const std::byte* h, std::byte* next) noexcept {
    product_sum product;
    product.add(load(power), load(h));
    store(next, product.remainder());
}
#endif

/// The same, where a call does not matter.
HAWSER_AES_FUNCTION vec remainder_of(const product_sum& sum) noexcept { return sum.remainder(); }

/// A group of blocks to be hashed, one register a step.
struct hash_steps {
    const std::byte* blocks;
    const std::byte* powers;
    vec hash_so_far;
    product_sum sum{};

    template <std::size_t I>
    HAWSER_AES_INLINE void step() noexcept {
        vec next = turned_round(load(blocks + I * sizeof(vec)));
        if constexpr (I == 0) next ^= hash_so_far;
        sum.add(next, load(powers + I * sizeof(vec)));
    }
};
struct no_steps {
    template <std::size_t>
    HAWSER_AES_INLINE void step() noexcept {}
};

// --- AES (FIPS 197, section 5.1) in counter mode ----------------------------------------------------------------------

HAWSER_AES_INLINE vec round_key(const aes_round_keys& keys, int round) noexcept {
    return in_each_lane(load_block(keys.keys.view().data() + 16 * round));
}
template <std::size_t... I>
HAWSER_AES_INLINE void round_of_all(vec* x, vec key, std::index_sequence<I...>) noexcept {
    ((x[I] = aes_round(x[I], key)), ...);
}

/// Turns the counters in `x` into key stream. The steps of something else are done between the first rounds, so that both
/// kinds of instructions keep the processor busy.
template <std::size_t... I, class Steps>
HAWSER_AES_INLINE void encrypt(const aes_round_keys& keys, vec* x, Steps& beside,
                               std::index_sequence<I...> all) noexcept {
    const vec first = round_key(keys, 0);
    ((x[I] ^= first), ...);
    ((round_of_all(x, round_key(keys, 1 + I), all), beside.template step<I>()), ...);
    for (int round = 1 + sizeof...(I); round < keys.rounds; ++round)
        round_of_all(x, round_key(keys, round), all);
    const vec last = round_key(keys, keys.rounds);
    ((x[I] = aes_last_round(x[I], last)), ...);
}
HAWSER_AES_FUNCTION vec encrypt(const aes_round_keys& keys, vec x) noexcept {
    no_steps nothing;
    encrypt(keys, &x, nothing, std::index_sequence<0>{});
    return x;
}

/// The counters of the next blocks, as numbers.
class counters {
  public:
    HAWSER_AES_INLINE counters(std::uint64_t high, std::uint64_t low) noexcept
        : next_{(unsigned_vec)in_each_lane(high, low) + numbers(each_half)} {}
    HAWSER_AES_INLINE vec next(std::uint64_t step = lanes) noexcept {
        const vec out = turned_round((vec)next_);
        next_ += (unsigned_vec)in_each_lane(0, step);
        return out;
    }
    template <std::size_t... I>
    HAWSER_AES_INLINE void next(vec* out, std::index_sequence<I...>) noexcept {
        ((out[I] = next()), ...);
    }

  private:
    template <std::size_t... I>
    HAWSER_AES_INLINE static unsigned_vec numbers(std::index_sequence<I...>) noexcept {
        return unsigned_vec{((I & 1) == 0 ? I / 2 : 0)...};
    }

    unsigned_vec next_;
};

template <std::size_t... I>
HAWSER_AES_INLINE void exclusive_or(std::byte* data, const vec* stream, std::index_sequence<I...>) noexcept {
    (store(data + I * sizeof(vec), load(data + I * sizeof(vec)) ^ stream[I]), ...);
}

template <class Steps>
HAWSER_AES_INLINE void encrypt_group(const aes_round_keys& keys, counters& counter, std::byte* data,
                                     Steps& beside) noexcept {
    vec x[group];
    counter.next(x, each_of_group);
    encrypt(keys, x, beside, each_of_group);
    exclusive_or(data, x, each_of_group);
}

HAWSER_AES_FUNCTION void encrypt_group(const aes_round_keys& keys, counters& counter,
                                       std::byte* data) noexcept {
    no_steps nothing;
    encrypt_group(keys, counter, data, nothing);
}

/// A register full of data, zeros behind it where there is not enough.
struct text {
    vec value;
    std::size_t size;

    HAWSER_AES_INLINE explicit text(byte_view data) noexcept : size{std::min(data.size(), sizeof(vec))} {
        if (size == sizeof(vec)) {
            value = load(data.data());
        } else {
            secret_array<sizeof(vec)> padded;
            std::memcpy(padded.span().data(), data.data(), size);
            value = load(padded.view().data());
        }
    }
    /// Writes as many bytes as there were.
    HAWSER_AES_INLINE void store_to(byte_span data) const noexcept {
        if (size == sizeof(vec)) {
            store(data.data(), value);
        } else {
            secret_array<sizeof(vec)> padded;
            store(padded.span().data(), value);
            std::memcpy(data.data(), padded.view().data(), size);
        }
    }
};

/// Blocks whose counters have the same high half.
HAWSER_AES_FUNCTION void ctr_run(const aes_round_keys& keys, std::uint64_t high, std::uint64_t low,
                                 byte_span blocks) noexcept {
    counters counter{high, low};
    for (; blocks.size() >= group_size; blocks = blocks.subspan(group_size))
        encrypt_group(keys, counter, blocks.data());
    while (!blocks.empty()) {
        text next{blocks};
        next.value ^= encrypt(keys, counter.next());
        next.store_to(blocks);
        blocks = blocks.subspan(next.size);
    }
}

HAWSER_AES_FUNCTION void ctr(const aes_round_keys& keys, byte_span counter, byte_span blocks) noexcept {
    while (!blocks.empty()) {
        std::uint64_t high = load_u64(counter.data()), low = load_u64(counter.data() + 8);
        // how many blocks there are before the low half wraps; 0 stands for 2^64
        const std::uint64_t left = 0 - low;
        const std::size_t run =
            left - 1 < blocks.size() / 16 - 1 ? static_cast<std::size_t>(left) : blocks.size() / 16;
        ctr_run(keys, high, low, blocks.first(16 * run));
        blocks = blocks.subspan(16 * run);
        low += run;
        if (low == 0) ++high;
        store_u64(counter.data(), high);
        store_u64(counter.data() + 8, low);
    }
    if constexpr (lanes > 1) leave_wide_registers();
}

// --- GCM (NIST SP 800-38D, section 7) ---------------------------------------------------------------------------------

/// Either direction; what is hashed is the ciphertext. The counter never leaves its 32 bits: such a message would be 64 GiB
/// long.
HAWSER_AES_FUNCTION void gcm(const gcm_key& key, const gcm_message& message,
                             gcm_direction direction) noexcept {
    const bool sealing = direction == gcm_direction::seal;
    counters counter{load_u64(message.nonce.data()),
                     std::uint64_t{load_u32(message.nonce.data() + 8)} << 32 | 1};
    const vec tag_mask = encrypt(key.aes, counter.next(1));
    const vec h = load(powers_from(key, 1)); // in the first lane, zeros beside it, and so is the hash
    vec hash{};

    for (byte_view left = message.associated; !left.empty();) {
        secret_array<16> padded;
        const byte_view part = left.first(std::min<std::size_t>(16, left.size()));
        std::memcpy(padded.span().data(), part.data(), part.size());
        product_sum product;
        product.add(in_each_lane(load_u64(padded.view().data()), load_u64(padded.view().data() + 8)) ^ hash,
                    h);
        hash = remainder_of(product);
        left = left.subspan(part.size());
    }

    // Whole groups: one that is opened is hashed beside its own rounds, one that is sealed beside those of the next.
    byte_span left = message.data;
    const std::byte* const powers_of_group = powers_from(key, group * lanes);
    const bool seals_groups = sealing && left.size() >= group_size;
    if (seals_groups) {
        encrypt_group(key.aes, counter, left.data());
        left = left.subspan(group_size);
    }
    for (; left.size() >= group_size; left = left.subspan(group_size)) {
        hash_steps hashing{sealing ? left.data() - group_size : left.data(), powers_of_group, hash};
        encrypt_group(key.aes, counter, left.data(), hashing);
        hash = hashing.sum.remainder();
    }
    // The last group that was sealed; the rest; the lengths: sums of products, too.
    if (seals_groups) {
        product_sum last;
        for (std::size_t at = 0; at < group_size; at += sizeof(vec)) {
            last.add(turned_round(load(left.data() - group_size + at)) ^ hash, load(powers_of_group + at));
            hash = vec{};
        }
        hash = remainder_of(last);
    }
    const std::byte* powers = powers_from(key, (left.size() + 15) / 16 + 1);
    product_sum sum;
    while (!left.empty()) {
        text next{left};
        vec hashed = next.value;
        next.value ^= encrypt(key.aes, counter.next());
        next.store_to(left);
        if (sealing) hashed = text{left}.value;
        sum.add(turned_round(hashed) ^ hash, load(powers));
        hash = vec{};
        powers += sizeof(vec);
        left = left.subspan(next.size);
    }
    sum.add(in_each_lane(8 * message.associated.size(), 8 * message.data.size()) ^ hash, h);
    const vec tag = turned_round(remainder_of(sum)) ^ tag_mask;
    std::memcpy(message.tag.data(), &tag, 16);
    if constexpr (lanes > 1) leave_wide_registers();
}

} // namespace hawser::inline HAWSER_ABI::native::detail::HAWSER_AES_NAMESPACE

#undef HAWSER_AES_LANES
#undef HAWSER_AES_TARGET
#undef HAWSER_AES_NAMESPACE
#undef HAWSER_AES_FUNCTION
#undef HAWSER_AES_INLINE
