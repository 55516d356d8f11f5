// Prints docs/algorithms.md, made from the catalogue and the presets.

#include <hawser/suite/catalog.hpp>
#include <hawser/suite/impl/compatible.ipp>
#include <hawser/suite/impl/fips.ipp>
#include <hawser/suite/impl/modern.ipp>
#include <hawser/suite/name_table.hpp>

#include <array>
#include <iostream>
#include <string>

namespace {

using namespace hawser;

void line(std::initializer_list<std::string> cells) {
    std::cout << '|';
    for (const std::string& cell : cells) std::cout << ' ' << cell << " |";
    std::cout << '\n';
}

/// Which presets list the name; museum has all.
std::string presets_with(algorithm_kind kind, std::string_view name) {
    std::string out;
    const auto look = [&](std::string_view preset, const suite_table& table) {
        if (table.of(kind).index_of(name)) out += (out.empty() ? "" : ", ") + std::string{preset};
    };
    look("modern", table_of<modern>);
    look("compatible", table_of<compatible>);
    look("fips", table_of<fips>);
    return out.empty() ? "museum" : out;
}

/// A row for each algorithm of a list: its name, its grade, its presets, and what `more` says of its type.
template <class List, class More>
void rows(algorithm_kind kind, List, More more) {
    List::for_each([&]<class A>(std::type_identity<A> type) {
        std::cout << "| `" << A::name << "` | " << name_of(A::rank) << " | " << presets_with(kind, A::name);
        for (const std::string& cell : more(type)) std::cout << " | " << cell;
        std::cout << " |\n";
    });
}

std::string bits(std::size_t bytes) { return std::to_string(bytes * 8); }

} // namespace

int main() {
    std::cout << R"(# Algorithms

<!-- Made by `./dev docs` from include/hawser/suite/catalog.hpp; a test compares. Do not edit. -->

Every algorithm of the catalogue, by its name on the wire and in its order. What a program's suite does not list is not in the
program.

The grade says how far to trust it. *preferred*: sound and current. *opt-in*: sound, for those who name it. *legacy*: weak,
for old servers. *broken*: for audits and for machines that cannot be replaced; the log warns of each use.

The last preset, `museum`, has them all; the column tells which others do.

## Key exchange

)";
    line({"name", "grade", "presets", "hash, bits"});
    line({"---", "---", "---", "---"});
    rows(algorithm_kind::kex, catalog::kexes{},
         []<class A>(std::type_identity<A>) { return std::array<std::string, 1>{bits(A::hash::size)}; });
    std::cout << "\n## Host keys and user keys: signature algorithms\n\n";
    line({"name", "grade", "presets", "key format"});
    line({"---", "---", "---", "---"});
    rows(algorithm_kind::host_key, catalog::host_keys{}, []<class A>(std::type_identity<A>) {
        return std::array<std::string, 1>{"`" + std::string{A::key_format} + "`"};
    });
    std::cout << "\n## Ciphers\n\n";
    line(
        {"name", "grade", "presets", "key, bits", "block, bytes", "tag, bytes", "needs strict key exchange"});
    line({"---", "---", "---", "---", "---", "---", "---"});
    rows(algorithm_kind::cipher, catalog::ciphers{}, []<class A>(std::type_identity<A>) {
        if constexpr (aead_cipher<A>)
            return std::array<std::string, 4>{bits(A::key_size), std::to_string(A::block_size),
                                              std::to_string(A::tag_size), A::prefix_attack ? "yes" : "no"};
        else
            return std::array<std::string, 4>{bits(A::key_size), std::to_string(A::block_size),
                                              "from the MAC", A::cbc ? "with an -etm MAC" : "no"};
    });
    std::cout << "\n## MACs\n\n";
    line({"name", "grade", "presets", "key, bits", "tag, bytes", "order"});
    line({"---", "---", "---", "---", "---", "---"});
    rows(algorithm_kind::mac, catalog::macs{}, []<class A>(std::type_identity<A>) {
        return std::array<std::string, 3>{bits(A::key_size), std::to_string(A::tag_size),
                                          A::order == mac_order::encrypt_then_mac ? "encrypt, then MAC"
                                                                                  : "encrypt and MAC"};
    });
    std::cout << "\n## Compression\n\n";
    line({"name", "grade", "presets", "starts"});
    line({"---", "---", "---", "---"});
    rows(algorithm_kind::compression, catalog::compressions{}, []<class A>(std::type_identity<A>) {
        return std::array<std::string, 1>{A::starts == compression_start::never ? "never"
                                          : A::starts == compression_start::immediately
                                              ? "with the first keys"
                                              : "after the login"};
    });
    std::cout << "\n## Hashes of files\n\nFor what files contain (`check-file`); they are no matter of a "
                 "suite.\n\n";
    line({"name", "grade", "bits"});
    line({"---", "---", "---"});
    catalog::file_hashes::for_each([]<class A>(std::type_identity<A>) {
        line({'`' + std::string{A::name} + '`', std::string{name_of(A::rank)}, bits(A::hash::size)});
    });
    return std::cout.flush() ? 0 : 1;
}
