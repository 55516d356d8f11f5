// expect: null_algorithms.hpp
// The null algorithms belong to the tests; nothing installed leads to them.
#include <support/null_algorithms.hpp>

int main() {}
