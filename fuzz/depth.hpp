#pragma once
// How far the inputs of a fuzz target get. A corpus that no longer reaches all of the target's phases tests
// little; when HAWSER_FUZZ_DEPTH is set, the program names those reached and fails if any is missing.

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <vector>

namespace hawser::fuzzing {

/// The phases of a target; one object with static storage in each.
class depth {
  public:
    depth(std::initializer_list<const char*> phases) : phases_{phases}, reached_(phases.size()) {}
    depth(const depth&) = delete;
    depth& operator=(const depth&) = delete;
    ~depth() {
        if (std::getenv("HAWSER_FUZZ_DEPTH") == nullptr) return;
        bool all = true;
        for (std::size_t i = 0; i < phases_.size(); ++i) {
            std::printf("%s: %s\n", reached_[i] ? "reached" : "NOT reached", phases_[i]);
            all = all && reached_[i];
        }
        std::fflush(stdout);
        if (!all) std::_Exit(1);
    }

    /// An input reached phase `index`, counted from 0; what is beyond the last counts as the last.
    void reach(std::size_t index) { reached_[index < phases_.size() ? index : phases_.size() - 1] = true; }

  private:
    std::vector<const char*> phases_;
    std::vector<bool> reached_;
};

} // namespace hawser::fuzzing
