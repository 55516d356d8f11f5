// The main program of every test executable; its name comes from the build.
#define BOOST_TEST_MODULE HAWSER_TEST_PROGRAM
#include <boost/test/unit_test.hpp>
