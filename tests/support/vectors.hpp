#pragma once
// Where test data is: small sets of ours beside the tests, larger ones in the folder that HAWSER_VECTORS
// names.

#include "json.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace hawser::testing {

/// The folder of the larger sets: HAWSER_VECTORS in the environment, else beside the source tree.
inline std::filesystem::path vectors_dir() {
    if (const char* named = std::getenv("HAWSER_VECTORS"); named != nullptr && *named != '\0') return named;
    return std::filesystem::path{HAWSER_SOURCE_DIR} / "../shared/vectors";
}
inline std::filesystem::path vector_path(const std::string& name) { return vectors_dir() / name; }
/// A file of ours under tests/vectors.
inline std::filesystem::path own_vector_path(const std::string& name) {
    return std::filesystem::path{HAWSER_SOURCE_DIR} / "tests/vectors" / name;
}

/// A precondition of test cases that read a larger set: they are skipped, visibly, where it is absent; with
/// CI=true or HAWSER_VECTORS set its absence is a failure of the test that opens it.
struct needs_vectors {
    std::string name;

    boost::test_tools::assertion_result operator()(boost::unit_test::test_unit_id) const {
        const char* ci = std::getenv("CI");
        boost::test_tools::assertion_result there{std::filesystem::exists(vector_path(name)) ||
                                                  std::getenv("HAWSER_VECTORS") != nullptr ||
                                                  (ci != nullptr && std::string{ci} == "true")};
        there.message() << "no vectors " << name << "; set HAWSER_VECTORS";
        return there;
    }
};

/// The whole of a file. Throws std::runtime_error.
inline std::string file_text(const std::filesystem::path& path) {
    std::ifstream in{path, std::ios::binary};
    if (!in)
        throw std::runtime_error("cannot read " + path.string() +
                                 "; HAWSER_VECTORS names the folder of vectors");
    return {std::istreambuf_iterator<char>{in}, std::istreambuf_iterator<char>{}};
}
inline byte_vector file_bytes(const std::filesystem::path& path) {
    return to_vector(as_bytes(file_text(path)));
}

/// A JSON file of the larger sets, such as vector_json("wycheproof/x25519.json").
inline json vector_json(const std::string& name) { return json::parse(file_text(vector_path(name))); }

/// One answer of a text file: names and values.
class vector_record {
  public:
    const std::string& text(const std::string& name) const {
        const auto found = values_.find(name);
        if (found == values_.end()) throw std::runtime_error("no value " + name);
        return found->second;
    }
    byte_vector bytes(const std::string& name) const {
        auto out = from_hex(text(name));
        if (!out) throw std::runtime_error("not hexadecimal: " + name);
        return *out;
    }
    std::uint32_t number(const std::string& name) const {
        return static_cast<std::uint32_t>(std::stoul(text(name)));
    }
    bool has(const std::string& name) const { return values_.count(name) != 0; }
    bool empty() const { return values_.empty(); }
    bool set(std::string name, std::string value) {
        return values_.emplace(std::move(name), std::move(value)).second;
    }

  private:
    std::map<std::string, std::string> values_;
};

/// The grammar of all our vector files, and of NIST's: lines "name = value"; a record ends at an empty line
/// or when a name comes again; "#" begins a comment, "[" a heading, and both are skipped.
inline std::vector<vector_record> records_in(const std::filesystem::path& path) {
    const std::string text = file_text(path);
    std::vector<vector_record> records(1);
    const auto trim = [](std::string_view s) {
        const auto first = s.find_first_not_of(" \t\r");
        return first == std::string_view::npos
                   ? std::string{}
                   : std::string{s.substr(first, s.find_last_not_of(" \t\r") - first + 1)};
    };
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string line = trim(std::string_view{text}.substr(at, end - at));
        at = end + 1;
        if (line.empty() && !records.back().empty()) records.emplace_back();
        const std::size_t equals = line.find('=');
        if (line.empty() || line[0] == '#' || line[0] == '[' || equals == std::string::npos) continue;
        const std::string name = trim(std::string_view{line}.substr(0, equals));
        const std::string value = trim(std::string_view{line}.substr(equals + 1));
        if (!records.back().set(name, value)) records.emplace_back().set(name, value);
    }
    if (records.back().empty()) records.pop_back();
    if (records.empty()) throw std::runtime_error("no records in " + path.string());
    return records;
}

} // namespace hawser::testing
